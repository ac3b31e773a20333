"""The crossing from world to world: the old network lets go of spores, and the new one grows from them."""

from collections.abc import Iterable
from typing import Any

from installation.community import Glide
from installation.community.following import finite
from installation.params import INDEX, Values, blend, clamp
from installation.score import TICKS_PER_SECOND
from installation.story.looks import smoothstep

WHOLE, DELAY, BLEND = 40.0, 8.0, 25.0
"""Seconds of a crossing; its spores fly for some before the parameters blend for some."""
SHORTEST = 20.0
"""Seconds that even a crossing takes whose blend is short: a network needs them to grow."""
_RISE, _FALL = 4.0, 12.0
_LETS_GO = 0.6
"""Share of the way for which a world that begins anew draws its network back: nothing else there would make it go."""
_DRAWN_BACK = {"biomass": 10.0, "turnover": 10.0, "resorption_speed": 0.3}
_LEAST = {
    "spore_rate": 160.0, "germination": 1.0, "wind": 0.1, "spore_light": 1.5,
    # The ground forgets what it fed and what ailed it.
    "nutrient_supply": 0.2, "cure": 1.0, "waste_decay": 0.4, "healing": 0.5,
}  # fmt: skip


class Crossing:
    """How far the way to another world has come, and how the network behaves on it."""

    def __init__(self) -> None:
        self._age, self._length = 0, 0
        self._release = Glide(_RISE, _FALL)
        self._anew = False
        self._drawn_back = Glide(_RISE, _FALL)

    def begin(self, seconds: float, anew: bool = False) -> None:
        """Begin a crossing of so many seconds; `anew` where it leads back to the same world."""
        self._age, self._length = 0, max(1, round(seconds * TICKS_PER_SECOND))
        self._anew = anew

    def step(self) -> None:
        """Let a tick pass."""
        self._age = min(self._age + 1, self._length)
        letting_go = self._age < self._length - _FALL * TICKS_PER_SECOND
        self._release.follow(1.0 if letting_go else 0.0)
        self._drawn_back.follow(1.0 if self._anew and self._age < _LETS_GO * self._length else 0.0)

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1; 0 where there is none."""
        return self._age / self._length if self._age < self._length else 0.0

    def move(self, values: Values) -> Values:
        """Return the values with which the network crosses: it dissolves into spores, and what lands grows."""
        release = smoothstep(self._release.value)
        if release <= 0.0:
            return values
        goal = values.copy()
        for name, least in _LEAST.items():
            goal[INDEX[name]] = max(goal[INDEX[name]], least)
        for name, times in (("growth_speed", 2.0), ("resorption_speed", 3.0), ("turnover", 0.3)):
            goal[INDEX[name]] *= times
        values = blend(values, clamp(goal), release)
        drawn_back = smoothstep(self._drawn_back.value)
        if drawn_back > 0.0:
            for name, value in _DRAWN_BACK.items():
                goal[INDEX[name]] = value
            values = blend(values, clamp(goal), drawn_back)
        return values

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [self._age, self._length, self._release.value, float(self._anew), self._drawn_back.value]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        age, length, release, anew, drawn_back = map(finite, state)
        self._age, self._length, self._anew = int(age), int(length), anew > 0.0
        self._release.value, self._drawn_back.value = (min(1.0, max(0.0, one)) for one in (release, drawn_back))
