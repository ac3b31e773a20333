"""The benchmark measures what it says: passes that leave no trace, each world, a crowd, a swarm, and its peer."""

import importlib.util
import json
import time

import moderngl
import numpy as np
import pytest
from click.testing import CliRunner

from installation import presets
from installation.community import Citizen
from installation.gpu import blocks
from installation.stage.bench import crowd, peers, swarm, tables, worlds
from installation.stage.bench.measure import lay_over
from installation.stage.bench.passes import passes, timed_calls, timed_passes
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
    assert (times["hyphae.scan"].runs, times["hyphae.census"].runs) == (16, 2)
    assert times["hyphae.scan"].ms > 0.0
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


def test_timed_calls_return_what_the_method_does_and_leave_it_as_it_was(context: moderngl.Context) -> None:
    performance = Performance(context, begin(quality=SMALL))
    with timed_calls(context, {"kept": (performance.world.ring, "keep")}) as times:
        for _ in range(3):
            performance.tick()
    assert times["kept"].runs == 3 and times["kept"].ms > 0.0
    assert "keep" not in vars(performance.world.ring)
    assert performance.world.vitals(2) is not None


@pytest.fixture(scope="module")
def costs(context: moderngl.Context) -> list[dict[str, object]]:
    return worlds.measure_worlds(context, ("chaos",), (160, 90), 1, SMALL)


def test_every_world_is_measured_pass_by_pass(costs: list[dict[str, object]]) -> None:
    assert {entry["world"] for entry in costs} == set(presets.worlds())
    for entry in costs:
        ran = {one["name"]: one for one in entry["passes"]}
        assert {"fields.wound", "fields.paths", "fields.survey", "flora.grow", "mosaic.flood", "reckon"} <= ran.keys()
        assert ran["streaming.stream"]["runs"] == 1 and all(one["ms"] > 0.0 for one in ran.values())


def test_guard_mosaic_and_vitals_are_a_share_of_a_frame(costs: list[dict[str, object]]) -> None:
    for entry in costs:
        parts = entry["guard_ms"] + entry["ticks_a_frame"] * (entry["mosaic_ms"] + entry["vitals_ms"])
        assert entry["frame_ms"] == pytest.approx(entry["picture_ms"] + entry["ticks_a_frame"] * entry["tick_ms"])
        assert 0.0 < entry["guard_mosaic_vitals"] == pytest.approx(parts / entry["frame_ms"])


def test_a_mosaic_of_five_thousand_is_taken_over_faster_than_citizen_by_citizen(context: moderngl.Context) -> None:
    few, many = crowd.measure_crowds(context, seconds=1)
    assert (few["citizens"], many["citizens"]) == (200, 5000)
    # Of the ticks in which nobody comes, so that other programs on this machine do not decide.
    assert few["quiet_processor_ms"] < many["quiet_processor_ms"] < milliseconds_one_by_one(5000)


def milliseconds_one_by_one(count: int) -> float:
    """Return the processor time of the plain way to take over what so many citizens feel, the median of nine."""
    records, times = np.zeros(count, blocks.dtype(blocks.Citizen)), []
    people = [Citizen(str(n), (0.5, 0.5), 0.2, 0.5, 1.0, 3.0) for n in range(count)]
    for _ in range(9):
        began = time.process_time()
        for record, one in zip(records, people, strict=True):
            record["valence"], record["arousal"] = one.valence, one.arousal
            record["strength"], record["age"] = one.strength, one.age
        times.append(1e3 * (time.process_time() - began))
    return sorted(times)[4]


def test_a_great_swarm_is_awake_and_its_passes_are_those_of_the_world(context: moderngl.Context) -> None:
    report = swarm.measure_swarm(context, swarm.FEW)
    assert 0.3 < report["awake"] <= 1.0
    assert 0 < report["agent_steps_per_s_with_cells"] < report["agent_steps_per_s"]
    performance = Performance(context, begin(quality=SMALL))
    assert {*swarm.WALK, *swarm.CROWD, *worlds.COUNTING} <= passes(performance.world).keys()


def test_the_peer_is_run_in_turn_or_its_lack_is_said_in_a_line() -> None:
    words = ["--agents", "4096", "--cells", "64", "--settling", "2", "--rounds", "1"]
    done = CliRunner().invoke(peers.main, words)
    if importlib.util.find_spec("taichi") is None:
        assert done.exit_code == 1 and done.output == f"Error: {peers.MISSING}\n"
    else:
        assert done.exit_code == 0 and json.loads(done.output)["by_the_clock"]["ratio"] > 0.0


def test_rates_say_how_many_times_the_peer_we_are() -> None:
    plan = swarm.Swarm(agents=1000)
    rates = peers._rates(plan, [(2.0, 4.0), (1.0, 2.0), (3.0, 6.0)], [4.0, 2.0, 6.0])
    assert rates["agent_steps_per_s"] == 500e3 and rates["taichi_physarum"] == 250e3
    assert (rates["ratio"], rates["ratio_with_cells"]) == (2.0, 1.0)


def test_the_report_is_json_with_four_digits() -> None:
    assert json.loads(tables.as_json({"a": 1.23456789, "b": [1e-7]})) == {"a": 1.235, "b": [1e-7]}
