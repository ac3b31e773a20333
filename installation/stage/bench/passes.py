"""How long each pass of the world takes: by GL timer queries, or by the clock where these tell nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import moderngl

from installation.gpu.shaders import Compute
from installation.world.world import World

_WAYS = ("run", "run_counted")
"""How a pass is run."""
_PARTS = "installation.world."
COPIES = 8
"""Copies that are timed together, so that starting the clock does not count."""


def milliseconds(context: moderngl.Context, work: Callable[[], object]) -> float:
    """Return how long some work takes on the GPU and before it, by the clock."""
    context.finish()
    began = time.perf_counter()
    work()
    context.finish()
    return (time.perf_counter() - began) * 1e3


@dataclass
class PassTime:
    """How often a pass ran, and how long it took in all."""

    name: str
    runs: float = 0
    ms: float = 0.0
    processor_ms: float = 0.0
    """What the cores of this process spent on it together: on a loaded machine the clock tells of others' work too."""

    def per_tick(self, ticks: int) -> "PassTime":
        """Return the same for one tick."""
        return PassTime(self.name, self.runs / ticks, self.ms / ticks, self.processor_ms / ticks)


@contextmanager
def timed_passes(context: moderngl.Context, world: World) -> Iterator[dict[str, PassTime]]:
    """Measure every pass of the world: by GL timer queries, or by the clock where a driver's tell nothing.

    A pass is called by its name in the world, or in a part of it, as in "symbionts.walk".
    """
    elapsed = gl_milliseconds if timer_works(context) else milliseconds
    found = passes(world)
    times = {name: PassTime(name) for name in found}
    for name, compute in found.items():
        for way in _WAYS:
            setattr(compute, way, timed(context, elapsed, times[name], getattr(compute, way)))
    try:
        yield times
    finally:
        for compute in found.values():
            for way in _WAYS:
                delattr(compute, way)


@contextmanager
def timed_calls(context: moderngl.Context, calls: dict[str, tuple[Any, str]]) -> Iterator[dict[str, PassTime]]:
    """Measure methods by the clock, what they ask of the GPU included: (object, method's name) by any name."""
    times = {name: PassTime(name) for name in calls}
    for name, (holder, method) in calls.items():
        setattr(holder, method, timed(context, milliseconds, times[name], getattr(holder, method)))
    try:
        yield times
    finally:
        for holder, method in calls.values():
            delattr(holder, method)


def passes(world: World) -> dict[str, Compute]:
    """Return every pass of a world by name."""
    own = {name: value for name, value in vars(world).items() if isinstance(value, Compute)}
    parts = {name: value for name, value in vars(world).items() if type(value).__module__.startswith(_PARTS)}
    inner = {
        f"{part}.{name}": value
        for part, holder in parts.items()
        for name, value in vars(holder).items()
        if isinstance(value, Compute) and not name.startswith("_")
    }
    return own | inner


def timed(
    context: moderngl.Context, elapsed: Callable[..., float], entry: PassTime, run: Callable[..., Any]
) -> Callable[..., Any]:
    """Return what runs the same and adds to the entry how long it took."""

    def run_timed(*arguments: Any) -> Any:
        returned = []
        began = time.process_time()
        entry.ms += elapsed(context, lambda: returned.append(run(*arguments)))
        entry.processor_ms += (time.process_time() - began) * 1e3
        entry.runs += 1
        return returned[0]

    return run_timed


def gl_milliseconds(context: moderngl.Context, work: Callable[[], object]) -> float:
    """Return how long some work takes on the GPU alone, by its own timer."""
    query = context.query(time=True)
    with query:
        work()
    return query.elapsed * 1e-6


def timer_works(context: moderngl.Context) -> bool:
    """Tell whether GL timer queries measure: software renderers answer at once and with next to nothing."""
    one, other = (context.buffer(reserve=2**24) for _ in range(2))
    context.copy_buffer(one, other)
    by_clock = milliseconds(context, lambda: copy_repeatedly(context, one, other))
    by_query = gl_milliseconds(context, lambda: copy_repeatedly(context, one, other))
    for buffer in (one, other):
        buffer.release()
    return by_query > 0.02 * by_clock


def copy_repeatedly(context: moderngl.Context, one: Any, other: Any) -> None:
    """Copy a whole buffer into another COPIES times."""
    for _ in range(COPIES):
        context.copy_buffer(one, other)
