"""What each world costs: its passes, its picture, and the guard, the mosaic and the vitals as a share of a frame."""

import statistics
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import moderngl

from installation import presets, resources
from installation.clock import TICKS_PER_SECOND
from installation.gpu.shaders import Shaders
from installation.picture.picture import Picture
from installation.score import Event
from installation.stage.bench.passes import milliseconds, timed_calls, timed_passes
from installation.stage.live.quality import target_rate
from installation.stage.performance import Performance
from installation.stage.start import begin
from installation.story.looks import worlds_in_turn
from installation.world.fields import CENSUS_TICKS
from installation.world.quality import Quality

CITIZENS = 200
"""Citizens in each world; a further one comes in each round."""
ROUND_TICKS = 5 * CENSUS_TICKS
"""Ticks of a measurement: whole rounds of the census."""
COUNTING = ("symbionts.muster", "fields.survey", "reckon")
"""Passes that serve the vitals alone; besides them these are copied and read."""
LIMITS = {True: 0.25, False: 0.15}
"""The share of a frame that guard, mosaic and vitals may take together, where the CPU draws and on a GPU."""


def ticks_a_frame(context: moderngl.Context) -> float:
    """Return the ticks in a frame at the rate that a renderer of this kind is held to."""
    return TICKS_PER_SECOND / target_rate(context.info["GL_RENDERER"], None)


def measure_worlds(
    context: moderngl.Context,
    phases: tuple[str, ...],
    size: tuple[int, int],
    rounds: int,
    quality: Quality | None = None,
    say: Callable[[str], None] = lambda sentence: None,
) -> list[dict[str, Any]]:
    """Return what each world costs in each of the phases, milliseconds a tick and a picture.

    A world begins on its grown network, or from spores with a `quality`.
    """
    shaders = Shaders(context, resources.directory("shaders"))
    found = []
    for world in worlds_in_turn(f"{world}/" for world in presets.worlds()):
        for phase in phases:
            say(f"{world}, {phase}")
            performance = Performance(context, begin(world, phase, quality=quality), shaders=shaders)
            found.append({"world": world, "phase": phase} | _measure(context, performance, size, rounds))
            performance.world.state.release()
    return found


def _measure(
    context: moderngl.Context, performance: Performance, size: tuple[int, int], rounds: int
) -> dict[str, Any]:
    picture = Picture(context, performance.world, size)
    moment = performance.tick([_citizen(number) for number in range(CITIZENS)])
    for _ in range(ROUND_TICKS):
        performance.tick()
    tick_ms = statistics.median(
        milliseconds(context, lambda: [performance.tick() for _ in range(ROUND_TICKS)]) / ROUND_TICKS
        for _ in range(rounds)
    )
    picture_ms = statistics.median(
        [milliseconds(context, lambda: picture.draw(moment, 0.5)) for _ in range(2 + 4 * rounds)][2:]
    )
    parts = _measure_parts(context, performance, picture, rounds)
    picture.release()
    ticks = ticks_a_frame(context)
    frame_ms = picture_ms + ticks * tick_ms
    share = (parts["guard_ms"] + ticks * (parts["mosaic_ms"] + parts["vitals_ms"])) / frame_ms
    vitals = performance.world.vitals(performance.world.tick - 1)
    return {
        "live_segments": vitals.segments if vitals else 0,
        "tick_ms": tick_ms, "picture_ms": picture_ms, "ticks_a_frame": ticks, "frame_ms": frame_ms,
        "guard_mosaic_vitals": share,
    } | parts  # fmt: skip


def _measure_parts(
    context: moderngl.Context, performance: Performance, picture: Picture, rounds: int
) -> dict[str, Any]:
    """Return milliseconds of the guard in a frame, of mosaic and vitals in a tick, and of every pass in a tick."""
    world = performance.world
    calls: dict[str, tuple[Any, str]] = {
        "guard": (picture.guard, "draw"), "mosaic": (world.mosaic, "step"),
        "kept": (world.ring, "keep"), "told": (world, "delayed_vitals"),
    }  # fmt: skip
    ticks = rounds * ROUND_TICKS
    with timed_calls(context, calls) as parts, timed_passes(context, world) as times:
        for tick in range(ticks):
            newcomer = [_citizen(CITIZENS + tick // ROUND_TICKS)] if tick % ROUND_TICKS == 0 else []
            moment = performance.tick(newcomer)
            if tick % CENSUS_TICKS == 0:
                picture.draw(moment, 0.5)
    passes = [asdict(entry.per_tick(ticks)) for entry in times.values() if entry.runs]
    counted = sum(times[name].ms for name in COUNTING) + parts["kept"].ms + parts["told"].ms
    return {
        "guard_ms": parts["guard"].ms / parts["guard"].runs,
        "mosaic_ms": parts["mosaic"].ms / ticks,
        "vitals_ms": counted / ticks,
        "passes": sorted(passes, key=lambda entry: -entry["ms"]),
    }


def _citizen(number: int) -> Event:
    place = (number + 1) * 0.618034 % 1.0, (number + 1) * 0.754878 % 1.0
    return Event(0, "citizen", f"c{number}", (0.3, 0.2, *place))
