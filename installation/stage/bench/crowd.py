"""What the Living Mosaic costs with many citizens: taking over what they feel, and the flood when somebody comes."""

from dataclasses import replace
from typing import Any

import moderngl

from installation.community import Citizen
from installation.stage.bench.passes import PassTime, milliseconds, timed
from installation.stage.bench.worlds import ticks_a_frame
from installation.world.mosaic import Mosaic
from installation.world.quality import STANDARD
from installation.world.world import MARGIN, World

COUNTS = (200, 5000)
ASPECT = 16 / 9
FRAME_MS = 1e3 / 24
"""A frame at 24 frames a second, of which the mosaic of 5,000 may take a tenth."""


def measure_crowds(context: moderngl.Context, seconds: int = 3) -> list[dict[str, Any]]:
    """Return milliseconds a tick of the mosaic for each of COUNTS, while somebody comes or leaves every second.

    The quiet ticks, in which nobody does, are told by the time of all cores together.
    """
    world = World(context, STANDARD, ASPECT)
    world.bind_segments()
    found = [_measure(context, world.mosaic, count, seconds) for count in COUNTS]
    world.state.release()
    return found


def _measure(context: moderngl.Context, mosaic: Mosaic, count: int, seconds: int) -> dict[str, Any]:
    _step(mosaic, _crowd(0, count, 0))
    entry, times, processor = PassTime("mosaic"), [], []
    taken = timed(context, milliseconds, entry, lambda citizens: _step(mosaic, citizens))
    for tick in range(60 * seconds):
        citizens, before = _crowd(tick // 60, count, tick), replace(entry)
        taken(citizens)
        times.append(entry.ms - before.ms)
        processor.append(entry.processor_ms - before.processor_ms)
    mean = entry.ms / len(times)
    return {
        "citizens": count, "tick_ms": mean, "longest_tick_ms": max(times),
        "quiet_processor_ms": sorted(processor)[len(times) // 4],
        "share_of_a_frame": mean * ticks_a_frame(context) / FRAME_MS,
    }  # fmt: skip


def _step(mosaic: Mosaic, citizens: tuple[Citizen, ...]) -> None:
    mosaic.step(citizens, ASPECT, MARGIN)


def _crowd(first: int, count: int, tick: int) -> tuple[Citizen, ...]:
    """Return so many citizens, spread evenly, of whom the first have left; each tick they feel something else."""
    return tuple(
        Citizen(f"c{n}", (n * 0.618034 % 1.0, n * 0.754878 % 1.0), (n + tick) % 200 * 0.01 - 1.0, 0.5, 1.0, tick / 60)
        for n in range(first, first + count)
    )
