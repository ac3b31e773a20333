"""The benchmark measures what it says: passes that leave no trace, and networks laid over each other."""

import moderngl
import numpy as np

from installation.stage.bench.measure import lay_over
from installation.stage.bench.passes import timed_passes
from installation.stage.performance import Performance
from installation.stage.start import begin
from installation.world.quality import Quality

SMALL = Quality(8192, 60, 1024)


def test_timed_passes_are_those_of_every_tick_and_change_nothing(context: moderngl.Context) -> None:
    timed, plain = (Performance(context, begin(quality=SMALL)) for _ in range(2))
    with timed_passes(context, timed.world) as times:
        for _ in range(16):
            timed.tick()
    timed.tick()
    for _ in range(17):
        plain.tick()
    assert (times["scan"].runs, times["census"].runs) == (16, 2)
    assert times["scan"].ms > 0.0
    assert timed.world.state_hash() == plain.world.state_hash()


def test_networks_laid_over_each_other_are_as_many_times_the_segments(context: moderngl.Context) -> None:
    one = Performance(context, begin(quality=SMALL))
    for _ in range(80):
        one.tick()
    many = Performance(context, begin(quality=Quality(3 * SMALL.capacity, SMALL.field_rows, SMALL.particles)))
    lay_over(one.world, many.world, 3)
    ties = np.frombuffer(many.world.state.buffers["ties"].read(), np.int32).reshape(3, -1, 4)
    for number, copy in enumerate(ties):
        held = copy[copy >= 0]
        assert number * SMALL.capacity <= held.min() and held.max() < (number + 1) * SMALL.capacity
    one.tick()
    many.tick()
    # Both took their census in that tick.
    live, crowd = one.world.vitals(80), many.world.vitals(0)
    assert live is not None and crowd is not None
    assert crowd.segments == 3 * live.segments
