"""How fast the swarm is: a great one, awake on a network, on ground of as many cells."""

from dataclasses import dataclass, replace
from typing import Any

import moderngl
import numpy as np

from installation.community import Community
from installation.gpu import blocks
from installation.params import INDEX, clamp, defaults
from installation.stage.bench.passes import timed_passes
from installation.story import Moment
from installation.world.fields import CENSUS_TICKS
from installation.world.quality import Quality
from installation.world.world import World

AGENT_BYTES = 32
"""Fewest bytes a step moves for an agent: its own 16, read and written."""
GROWN = Quality(8192, 120, 2048)
GROWN_TICKS = 900
ORDERLY = {
    "swarm_share": 1.0, "order": 0.9, "network_appetite": 1.0, "waste_appetite": 1.0, "waste_source": 0.3,
    "processing_rate": 1.0, "cohesion": 0.2,
}  # fmt: skip
"""Columns that walk the network, keep room, turn towards waste and process it."""
STIRRED = ORDERLY | {"tile_appetite": 0.5, "jam": 0.3, "burst": 0.3}
"""The same, drawn home, jammed and in bursts besides."""
GROWING = {"growth_speed": 0.06, "branch_rate": 20.0, "subject_size": 1.2, "biomass": 15.0, "nutrient_uptake": 0.0}


WALK = ("symbionts.walk", "symbionts.walk_stirred", "symbionts.wake", "symbionts.scent")
"""The passes by which a swarm senses, turns and walks."""
CROWD = ("symbionts.crowd", "symbionts.muster", "fields.paths")
"""The passes that lay it down on its cells and smooth what it will sense, once a census."""


@dataclass(frozen=True)
class Swarm:
    """How many agents, on how many rows and columns of cells; ticks before they are timed, and ticks timed."""

    agents: int = 2**20
    rows: int = 1024
    settling: int = 160
    ticks: int = 4 * CENSUS_TICKS


FEW = Swarm(2**13, 96, 2 * CENSUS_TICKS, CENSUS_TICKS)


def awake_swarm(context: moderngl.Context, plan: Swarm) -> World:
    """Return a square world whose swarm has woken on a grown network, and spread over it."""
    world = World(context, GROWN, 1.0)
    walk(world, GROWN_TICKS, GROWING)
    world.change_quality(Quality(GROWN.capacity, plan.rows, 2 * plan.agents))
    # The cytoplasm that comes with so many agents is not what is measured: only a little of it goes on streaming.
    world.quality = replace(world.quality, particles=GROWN.particles)
    walk(world, plan.settling, GROWING | ORDERLY)
    return world


def walk(world: World, ticks: int, parameters: dict[str, float]) -> None:
    """Let a world go on for so many ticks with these parameters, and nobody there."""
    values = defaults()
    for name, value in parameters.items():
        values[INDEX[name]] = value
    moment = Moment(0, "bench", "calm", clamp(values), Community(), ())
    for _ in range(ticks):
        world.step(moment)


@dataclass(frozen=True)
class SwarmTime:
    """Milliseconds a tick of a swarm's own walk, of all that its steps need, and of the cores together for both."""

    walk: float
    whole: float
    walk_processor: float
    whole_processor: float


def time_swarm(
    context: moderngl.Context, world: World, ticks: int, parameters: dict[str, float] = ORDERLY
) -> SwarmTime:
    """Return how long the swarm takes, the mean of so many ticks; `whole` adds what it does to its cells."""
    with timed_passes(context, world) as times:
        walk(world, ticks, GROWING | parameters)
    own = [times[name].per_tick(ticks) for name in WALK]
    all_of_it = own + [times[name].per_tick(ticks) for name in CROWD]
    return SwarmTime(
        sum(one.ms for one in own), sum(one.ms for one in all_of_it),
        sum(one.processor_ms for one in own), sum(one.processor_ms for one in all_of_it),
    )  # fmt: skip


def measure_swarm(context: moderngl.Context, plan: Swarm) -> dict[str, Any]:
    """Return what a great swarm does: agent steps a second, in its columns and stirred up."""
    world = awake_swarm(context, plan)
    orderly = time_swarm(context, world, plan.ticks)
    walk(world, CENSUS_TICKS, GROWING | STIRRED)
    stirred = time_swarm(context, world, plan.ticks, STIRRED)
    states = np.frombuffer(world.state.buffers["symbionts"].read(), blocks.dtype(blocks.Symbiont))["state"]
    world.state.release()
    return {
        "agents": plan.agents,
        "awake": float(np.mean(states & 1)),
        "fields": f"{plan.rows}x{plan.rows}",
        "agent_steps_per_s": plan.agents / orderly.walk * 1e3,
        "agent_steps_per_s_with_cells": plan.agents / orderly.whole * 1e3,
        "agent_steps_per_s_stirred": plan.agents / stirred.walk * 1e3,
        "bytes_per_agent_step": AGENT_BYTES,
    }
