"""Worlds for tests: one GL context for the whole session, and worlds that are grown once and copied."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

import moderngl

from installation import resources
from installation.community import Community
from installation.gpu.shaders import Shaders
from installation.params import INDEX, Values, clamp, defaults, find
from installation.stage.offscreen import offscreen_context
from installation.story import Moment, Touch
from installation.world.hyphae import SEGMENT_LENGTH
from installation.world.quality import Quality
from installation.world.world import World

USUAL = Quality()
SMALL = Quality(capacity=6144, field_rows=90, particles=2048)
"""A world of some two thousand segments, that takes about half a millisecond a tick."""


@functools.cache
def shared_context() -> moderngl.Context:
    """Return the session's context. It may have to be made current again (`with context`)."""
    return offscreen_context()


@functools.cache
def shared_shaders() -> Shaders:
    return Shaders(shared_context(), resources.directory("shaders"))


def neutral(**parameters: float) -> Values:
    """Return the table's defaults with these parameters in their place."""
    values = defaults()
    for name, value in parameters.items():
        values[INDEX[name]] = value
    return clamp(values)


def moment(values: Values | None = None, touches: Sequence[Touch] = (), **parameters: float) -> Moment:
    """Return a moment of the neutral preset, or of these values, with nobody there."""
    chosen = neutral(**parameters) if values is None else values
    return Moment(0, "neutral", "calm", chosen, Community(), tuple(touches))


def fitting(quality: Quality, **parameters: float) -> dict[str, float]:
    """Return the parameters with a biomass, unless there is one, that leaves more than half of the slots free."""
    room = 0.4 * quality.capacity * SEGMENT_LENGTH
    return {"biomass": min(find("biomass").default, room)} | parameters


_made: list[World] = []


def empty_world(quality: Quality = USUAL, aspect: float = 16 / 9, seed: int = 1) -> World:
    """Return a world before its first tick; its memory is the caller's until `release_worlds`."""
    world = World(shared_context(), quality, aspect, seed, shared_shaders())
    _made.append(world)
    return world


def release_worlds() -> None:
    """Free the buffers and textures of every world made since the last call."""
    while _made:
        world = _made.pop()
        world.state.release()
        world.ring.release()


@dataclass
class Nursery:
    """Grows worlds and remembers them as snapshots: the same growth is computed once in a session."""

    _snapshots: dict[tuple[object, ...], dict[int, bytes]] = field(default_factory=dict)

    def grow(self, ticks: int, quality: Quality = SMALL, seed: int = 1, **parameters: float) -> World:
        """Return a world of the caller's own, `ticks` old, of the neutral preset with these parameters."""
        ages = self._snapshots.setdefault((quality, seed, *sorted(parameters.items())), {})
        world = empty_world(quality, seed=seed)
        if younger := [age for age in ages if age <= ticks]:
            world.restore(ages[max(younger)])
        run(world, ticks - world.tick, **parameters)
        if ticks not in ages:
            ages[ticks] = world.snapshot()
        return world


def run(world: World, ticks: int, **parameters: float) -> World:
    """Step a world by so many ticks of the neutral preset with these parameters, and return it."""
    now = moment(**fitting(world.quality, **parameters))
    for _ in range(ticks):
        world.step(now)
    return world
