"""The looks: presets by world and phase, the overrides over them, and the blend from one to the next."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from installation.community.following import finite
from installation.params import INDEX, NAMES, Values, blend, clamp, find
from installation.score import PHASES, TICKS_PER_SECOND, WORLDS, read_values, write_values

DEFAULT_BLEND = 6.0
LONGEST_BLEND = 30.0
SHORT_BLEND = 0.5
"""Seconds of blending where somebody at work on a look wants to see it soon."""


class Looks:
    """Where every parameter stands: on its way from `start`, frozen where it stood, to the preset of `key`.

    `presets` gives the values of each "world/phase"; ValueError where there is none for `key`.
    """

    def __init__(self, presets: Mapping[str, Values], key: str) -> None:
        if key not in presets:
            raise ValueError(f"there is no preset {key}: expected one of {', '.join(sorted(presets))}")
        self.presets = dict(presets)
        self._key = key
        self._overrides: dict[int, float] = {}
        self._start = self.presets[key]
        self._from_tick, self._to_tick = -1, 0

    def has(self, world: str, phase: str) -> bool:
        """Return whether there is a preset for this phase of this world."""
        return f"{world}/{phase}" in self.presets

    def next_phase(self, world: str, phase: str) -> str:
        """Return the phase that follows, of those that the world has a preset for."""
        later = PHASES[PHASES.index(phase) + 1 :]
        return next(phase for phase in (*later, *PHASES) if self.has(world, phase))

    def nearest_phase(self, world: str, phase: str) -> str | None:
        """Return this phase where the world has it, else its first; None where it has none."""
        return next((one for one in (phase, *PHASES) if self.has(world, one)), None)

    def go(self, tick: int, key: str, seconds: float, delay: float = 0.0) -> None:
        """Blend to the preset of `key` in so many seconds, after a delay."""
        start = self._blended(tick)
        self._key = key
        self._depart(tick + round(delay * TICKS_PER_SECOND), start, seconds)

    @property
    def overridden(self) -> Collection[int]:
        """The indices of the parameters that are held at a value."""
        return self._overrides.keys()

    def override(self, name: str, value: float) -> None:
        """Hold a parameter at a value, whatever the presets say."""
        parameter = find(name)
        self._overrides[INDEX[name]] = min(parameter.maximum, max(parameter.minimum, value))

    def reset(self, tick: int) -> None:
        """Let go of every override."""
        start = self.values(tick)
        self._overrides.clear()
        self._depart(tick, start, self._remaining(tick))

    def replace(self, tick: int, key: str, values: Values) -> None:
        """Take these values for the preset of `key` from now on."""
        start = self._blended(tick)
        self.presets[key] = values
        if key == self._key:
            self._depart(tick, start, self._remaining(tick))

    def values(self, tick: int) -> Values:
        """Return the parameters at `tick` as blended and overridden, before the room moves them."""
        values = self._blended(tick)
        for index, value in self._overrides.items():
            values[index] = value
        return clamp(values)

    def share(self, tick: int) -> float:
        """Return how far the blend has come, 0 to 1."""
        return smoothstep((tick - self._from_tick) / (self._to_tick - self._from_tick))

    def blending(self, tick: int) -> bool:
        """Return whether the blend is still under way."""
        return tick < self._to_tick

    def state(self, tick: int) -> dict[str, Any]:
        """Return all but the presets that is known before the step of `tick`."""
        return {
            "ticks": [self._from_tick - tick, self._to_tick - tick],
            "start": write_values(self._start),
            "overrides": {NAMES[index]: value for index, value in self._overrides.items()},
        }

    def resume(self, tick: int, key: str, state: Mapping[str, Any]) -> "Looks":
        """Return the looks of a `state` with these presets; ValueError, TypeError or KeyError where it is none."""
        looks = Looks(self.presets, key)
        looks._start = read_values(state["start"])
        for name, value in state["overrides"].items():
            looks.override(name, finite(value))
        looks._from_tick, looks._to_tick = (tick + int(finite(offset)) for offset in state["ticks"])
        if looks._from_tick >= looks._to_tick:
            raise ValueError("expected a blend that ends after it began")
        return looks

    def _depart(self, tick: int, start: Values, seconds: float) -> None:
        """Blend from `start` to the current preset, in one tick at least."""
        self._start = start
        self._from_tick = tick
        self._to_tick = max(tick + 1, tick + round(seconds * TICKS_PER_SECOND))

    def _remaining(self, tick: int) -> float:
        # A long blend under way keeps its time when its goal is edited.
        return max(SHORT_BLEND, (self._to_tick - tick) / TICKS_PER_SECOND)

    def _blended(self, tick: int) -> Values:
        return blend(self._start, self.presets[self._key], self.share(tick))


def worlds_in_turn(presets: Iterable[str]) -> list[str]:
    """Return the worlds that have a preset called "world/phase", in the order in which they are played in turn."""
    known = {key.split("/")[0] for key in presets}
    return [*(world for world in WORLDS if world in known), *sorted(known - set(WORLDS))]


def smoothstep(weight: float) -> float:
    """Return 0 to 1 along a curve that starts and ends at rest, for a weight from 0 to 1."""
    weight = min(1.0, max(0.0, weight))
    return weight * weight * (3.0 - 2.0 * weight)


def blend_seconds(rest: Sequence[float | str], default: float = DEFAULT_BLEND) -> float:
    """Return the seconds of blending that a cue asks for with its last values, within bounds."""
    if len(rest) == 1 and not isinstance(rest[0], str) and abs(rest[0]) < math.inf:
        return min(LONGEST_BLEND, max(0.0, float(rest[0])))
    return default
