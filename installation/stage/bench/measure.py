"""The benchmark: passes, ticks and pictures of this machine, against what its memory could do.

A full-grown world is grown quickly first, by parameters that no preset has. Compare only numbers of one run:
the hosts of virtual machines vary by a factor of two.
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import moderngl
import numpy as np

from installation.clock import WallClock
from installation.gpu import blocks
from installation.gpu.renderer import is_software
from installation.picture.picture import Picture
from installation.score import Event
from installation.stage.bench.crowd import measure_crowds
from installation.stage.bench.passes import COPIES, copy_repeatedly, milliseconds, timed_passes, timer_works
from installation.stage.bench.swarm import AGENT_BYTES, FEW, Swarm, measure_swarm
from installation.stage.bench.worlds import LIMITS, measure_worlds
from installation.stage.offscreen import offscreen_context
from installation.stage.performance import Performance
from installation.stage.start import begin
from installation.world.fields import CENSUS_TICKS
from installation.world.quality import Quality
from installation.world.vitals import Vitals
from installation.world.world import World

FAST = {
    "growth_speed": 0.12, "branch_rate": 60.0, "lateral_rate": 4.0, "biomass": 2000.0, "crowding": 400.0,
    "turnover": 900.0, "nutrient_supply": 0.2, "nutrient_uptake": 0.0, "fusion": 0.0, "wander": 30.0,
    "subject_size": 1.5, "answer_size": 1.0, "ground_detail": 0.0,
}  # fmt: skip
"""Parameters by which a network fills the frame within a quarter of a minute of its own time."""
SLOW = 0.005
"""Growth speed at which the hundreds of tips that are under way then hardly change the number of segments."""
LONGEST_GROWTH = 3600
"""Ticks after which a world that should have grown is given up."""
SIGNAL_BYTES = 44
"""Fewest bytes a tick moves for a segment: reads ties (16), charge (4), flow (8); writes charge, flow, grain (4)."""
SUBSTEP_BYTES = 24
"""The same for each further substep of the charge: reads ties and charge, writes charge."""
PARTICLE_BYTES = 32
"""Fewest bytes a step moves for a particle: its own 16, read and written."""
ROUND_TICKS = 5 * CENSUS_TICKS
"""Ticks of a measurement: whole rounds of the census, which falls on every eighth."""


@dataclass(frozen=True)
class Plan:
    """What to measure: how many live segments, slots and particles, on what fields, in what picture."""

    segments: int = 100_000
    particles: int = 40_960
    field_rows: int = 180
    size: tuple[int, int] = (1280, 720)
    picture_segments: int = 21_000
    seconds: float = 6.0
    """Of ticks and frames together."""
    copy_bytes: int = 256 * 2**20
    rounds: int = 5
    swarm: Swarm = Swarm()
    phases: tuple[str, ...] = ("calm", "chaos")
    """In which each world is measured."""
    world_quality: Quality | None = None
    """With one, each world grows from spores instead of on from its grown network."""
    crowd_seconds: int = 3


QUICK = Plan(
    3000, 4096, 90, (320, 180), 1500, seconds=0.5, copy_bytes=2**24, rounds=1,
    swarm=FEW, phases=("chaos",), world_quality=Quality(8192, 60, 2048), crowd_seconds=1,
)  # fmt: skip
LARGEST_GROWN = 100_000
"""Live segments up to which a network is grown; beyond that several are laid over each other."""
GROWN_CAPACITY = 131_072


def measure(plan: Plan, say: Callable[[str], None] = lambda sentence: None) -> dict[str, Any]:
    """Measure this machine and return what was found, by name; `say` is told what is being done."""
    context = offscreen_context()
    report = _machine(context)
    say(f"a picture of {plan.picture_segments} segments")
    report["show"] = _measure_show(context, plan)
    say(f"growing {plan.segments} segments")
    performance = _crowd(context, plan)
    say("ticks and passes")
    report |= _measure_ticks(context, performance, plan)
    report["worlds"] = measure_worlds(context, plan.phases, plan.size, plan.rounds, plan.world_quality, say)
    report["limit"] = LIMITS[is_software(report["renderer"])]
    say("citizens")
    report["mosaic"] = measure_crowds(context, plan.crowd_seconds)
    say(f"a swarm of {plan.swarm.agents}")
    report["swarm"] = measure_swarm(context, plan.swarm)
    report["agent_steps_per_s"] = report["swarm"]["agent_steps_per_s"]
    say("memory")
    copied = _copy_speed(context, plan)
    report["copy_bytes_per_s"] = copied
    report["bandwidth_fraction"] = {
        "segment_updates": report["segment_updates_per_s"] * report["bytes_per_segment_update"] / copied,
        "particle_steps": report["particle_steps_per_s"] * PARTICLE_BYTES / copied,
        "agent_steps": report["agent_steps_per_s"] * AGENT_BYTES / copied,
    }
    fewest = {
        "hyphae.signal": SIGNAL_BYTES * report["live_segments"],
        "hyphae.carry": SUBSTEP_BYTES * report["live_segments"],
        "streaming.stream": PARTICLE_BYTES * report["particles"],
    }
    for entry in report["passes"]:
        moved = fewest.get(entry["name"], 0) * entry["runs"]
        entry["bandwidth_fraction"] = moved / (entry["ms"] * 1e-3) / copied if moved else None
    return report


def _machine(context: moderngl.Context) -> dict[str, Any]:
    return {
        "renderer": context.info["GL_RENDERER"],
        "driver": f"{context.info['GL_VENDOR']} {context.info['GL_VERSION']}",
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _cpu() -> str:
    if sys.platform == "linux":
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _grow(performance: Performance, segments: int, keep: dict[str, float]) -> Vitals:
    """Grow until there are so many live segments, then slowly enough to hold their number; `keep` stays changed."""
    events = _set(FAST)
    while performance.ticks < LONGEST_GROWTH:
        performance.tick(events)
        events = []
        vitals = _vitals(performance)
        if vitals.segments >= segments:
            break
    for _ in range(8 * CENSUS_TICKS):
        performance.tick([Event(0, "param", "reset"), *_set({**keep, "growth_speed": SLOW, "biomass": vitals.biomass})])
    return _vitals(performance)


def _set(parameters: dict[str, float]) -> list[Event]:
    return [Event(0, "param", name, (value,)) for name, value in parameters.items()]


def _vitals(performance: Performance) -> Vitals:
    vitals = performance.world.vitals(performance.world.tick - 1)
    assert vitals is not None, "a world that has made a tick has vitals"
    return vitals


def _measure_show(context: moderngl.Context, plan: Plan) -> dict[str, Any]:
    """Measure a picture, and pictures and ticks together as in a run without a screen to wait for."""
    performance = Performance(context, begin(phase="calm", fresh=True))
    _grow(performance, plan.picture_segments * 21 // 20, keep={})
    picture = Picture(context, performance.world, plan.size)
    moment = performance.tick()
    picture_ms = [milliseconds(context, lambda: picture.draw(moment, 0.5)) for _ in range(2 + 4 * plan.rounds)][2:]
    clock, frames, began = WallClock(time.perf_counter), 0, time.perf_counter()
    start = performance.ticks
    while time.perf_counter() - began < plan.seconds:
        ticks, fraction = clock.advance()
        for _ in range(ticks):
            moment = performance.tick()
        picture.draw(moment, fraction)
        context.finish()
        frames += 1
    seconds = time.perf_counter() - began
    return {
        "size": "{}x{}".format(*plan.size),
        "live_segments": _vitals(performance).segments,
        "picture_ms": statistics.median(picture_ms),
        "frames_per_s": frames / seconds,
        "ticks_per_s": (performance.ticks - start) / seconds,
        "slipped_s": clock.slipped,
        "peak_memory_mb": _peak_memory() / 1e6,
    }


def _peak_memory() -> float:
    """Return the most bytes that this process has held; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0.0
    with open("/proc/self/status", encoding="utf-8") as file:
        return next(float(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))


def _crowd(context: moderngl.Context, plan: Plan) -> Performance:
    """Return a performance with about `plan.segments` live segments, which hold that number."""
    copies = -(-plan.segments // LARGEST_GROWN)
    grown = plan.segments // copies
    quality = Quality(max(GROWN_CAPACITY * grown // LARGEST_GROWN, 8192), plan.field_rows, plan.particles)
    performance = Performance(context, begin(phase="calm", fresh=True, quality=quality))
    _grow(performance, grown, keep=FAST)
    if copies == 1:
        return performance
    quality = Quality(performance.world.quality.capacity * copies, plan.field_rows, plan.particles)
    crowd = Performance(context, begin(phase="calm", fresh=True, quality=quality))
    lay_over(performance.world, crowd.world, copies)
    crowd.tick(_set({**FAST, "growth_speed": SLOW}))
    for _ in range(20 * CENSUS_TICKS):
        # Particles spread over what is there now.
        crowd.tick()
    return crowd


def lay_over(one: World, many: World, copies: int) -> None:
    """Fill a world that has not begun with `copies` of another one's network, each in slots of its own."""
    capacity = one.quality.capacity
    for name in ("ends", "ties", "body", "vigour"):
        data = one.state.buffers[name].read()
        for number in range(copies):
            many.state.buffers[name].write(_moved(name, data, number, capacity), offset=number * len(data))
    many.spores = one.spores


def _moved(name: str, data: bytes, number: int, capacity: int) -> bytes:
    if name == "ties":
        ties = np.frombuffer(data, np.int32)
        return np.where(ties >= 0, ties + number * capacity, -1).astype(np.int32).tobytes()
    if name == "body":
        body = np.frombuffer(data, blocks.dtype(blocks.Body)).copy()
        # With the same identity all copies would take the same chances.
        body["identity"] ^= np.uint32(number * 2654435761 & 0xFFFFFFFF)
        return body.tobytes()
    return data


def _measure_ticks(context: moderngl.Context, performance: Performance, plan: Plan) -> dict[str, Any]:
    segments = [_vitals(performance).segments]
    rounds = []
    for _ in range(plan.rounds):
        rounds.append(milliseconds(context, lambda: [performance.tick() for _ in range(ROUND_TICKS)]) / ROUND_TICKS)
        segments.append(_vitals(performance).segments)
    with timed_passes(context, performance.world) as times:
        for _ in range(2 * ROUND_TICKS):
            performance.tick()
    tick_ms, live = statistics.median(rounds), statistics.fmean(segments)
    passes = [asdict(entry.per_tick(2 * ROUND_TICKS)) for entry in times.values() if entry.runs]
    by_name = {entry["name"]: entry for entry in passes}
    world = performance.world
    return {
        "live_segments": round(live),
        "capacity": world.quality.capacity,
        "particles": world.quality.particles,
        "fields": f"{world.columns}x{world.rows}",
        "tick_ms": tick_ms,
        "segment_updates_per_s": live / tick_ms * 1e3,
        "particle_steps_per_s": world.quality.particles / by_name["streaming.stream"]["ms"] * 1e3,
        "bytes_per_segment_update": SIGNAL_BYTES + by_name.get("hyphae.carry", {"runs": 0})["runs"] * SUBSTEP_BYTES,
        "bytes_per_particle_step": PARTICLE_BYTES,
        "timer": "GL timer queries" if timer_works(context) else "wall clock",
        "passes": sorted(passes, key=lambda entry: -entry["ms"]),
    }


def _copy_speed(context: moderngl.Context, plan: Plan) -> float:
    """Return the bytes a second that a large copy moves: each byte is read once and written once."""
    one, other = (context.buffer(reserve=plan.copy_bytes) for _ in range(2))
    copy_repeatedly(context, one, other)
    times = [milliseconds(context, lambda: copy_repeatedly(context, one, other)) for _ in range(plan.rounds)]
    for buffer in (one, other):
        buffer.release()
    return COPIES * 2 * plan.copy_bytes / (statistics.median(times) * 1e-3)
