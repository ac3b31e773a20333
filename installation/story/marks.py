"""The marks: what completed stories leave in their worlds, for weeks."""

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from installation.community import Glide
from installation.community.following import finite
from installation.story.moment import Mark

MOST_MARKS = 12
"""Marks in a world."""
APART = 0.12
"""Heights that two marks of a world keep from one another, where there is room."""
HIGHEST = {"ecoverse": 0.45, "nutrient_network": 0.7, "thaloria": 0.5}
"""Heights up to which there is ground to stand on, in the worlds that are not seen from above."""
_GROWS, _VEILS = 8.0, 4.0
"""Seconds in which a mark takes on a new strength, and in which a world's marks come or go."""
_EDGE = 0.06
_PLACES = 256
_GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))


@dataclass
class _Shown:
    """A mark with the strength that it is going to have, and the one with which it is shown."""

    mark: Mark
    shown: Glide


class Marks:
    """Keeps the marks of all worlds, the oldest first; the newer one is, the stronger.

    `earlier` are those of earlier stories; each stays as weak as it is given, or becomes weaker. `aspect` is the
    frame's width over its height.
    """

    def __init__(self, earlier: Iterable[Mark], world: str, aspect: float) -> None:
        self._aspect = aspect
        self._kept: list[_Shown] = []
        self._world = world
        """The world whose marks are to be seen."""
        self._veil = Glide(_VEILS, _VEILS, start=1.0)
        for mark in earlier:
            self._kept.append(_Shown(mark, Glide(_GROWS, _GROWS)))
        for one in {mark.world for mark in self.all}:
            self._age(one)
        for kept in self._kept:
            kept.shown.value = kept.mark.strength

    @property
    def all(self) -> tuple[Mark, ...]:
        """Every mark of every world, the oldest first, with the strength that it is going to have."""
        return tuple(kept.mark for kept in self._kept)

    def leave(self, world: str, near: tuple[float, float], seed: int, ear: tuple[float, float]) -> None:
        """Leave a mark in a world as near to a place (shares of the frame) as the others there, and the Ear, allow."""
        place = self._free_place(world, near, ear)
        self._kept.append(_Shown(Mark(world, place, 1.0, seed), Glide(_GROWS, _GROWS)))
        self._age(world)

    def step(self, world: str) -> tuple[Mark, ...]:
        """Let a tick pass in this world and return what is to be seen.

        After a change of worlds the old one's marks fade first, then the new one's come.
        """
        self._veil.follow(1.0 if world == self._world else 0.0)
        if self._veil.value <= 0.0:
            self._world = world
        for kept in self._kept:
            kept.shown.follow(kept.mark.strength)
        return tuple(
            replace(kept.mark, strength=kept.shown.value * self._veil.value)
            for kept in self._kept
            if kept.mark.world == self._world
        )

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        kept = [[*one.mark.row(), one.shown.value] for one in self._kept]
        return {"kept": kept, "world": self._world, "veil": self._veil.value}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        kept = []
        for *mark, shown in state["kept"]:
            kept.append(_Shown(Mark.from_row(mark), Glide(_GROWS, _GROWS, start=min(1.0, max(0.0, finite(shown))))))
        self._kept, self._world = kept, str(state["world"])
        self._veil.value = min(1.0, max(0.0, finite(state["veil"])))

    def _age(self, world: str) -> None:
        """Let each mark of a world be as strong as its place in the order says, and drop what is too many."""
        own = [kept for kept in self._kept if kept.mark.world == world]
        for age, kept in enumerate(reversed(own)):
            kept.mark = replace(kept.mark, strength=min(kept.mark.strength, max(0.0, 1.0 - age / MOST_MARKS)))
        for kept in own[:-MOST_MARKS]:
            self._kept.remove(kept)

    def _free_place(self, world: str, near: tuple[float, float], ear: tuple[float, float]) -> tuple[float, float]:
        """Return the nearest place on a spiral that is free, else the one that is furthest from the others."""
        others = [kept.mark.place for kept in self._kept if kept.mark.world == world] + [ear]
        best, widest = near, -1.0
        for number in range(_PLACES):
            place = _within(self._spiral(near, number), HIGHEST.get(world, 1.0))
            room = min(self._distance(place, other) for other in others)
            if room >= APART:
                return place
            if room > widest:
                best, widest = place, room
        return best

    def _spiral(self, middle: tuple[float, float], number: int) -> tuple[float, float]:
        radius, angle = 0.07 * math.sqrt(number), number * _GOLDEN_ANGLE
        return middle[0] + radius * math.cos(angle) / self._aspect, middle[1] + radius * math.sin(angle)

    def _distance(self, one: Sequence[float], other: Sequence[float]) -> float:
        return math.hypot((one[0] - other[0]) * self._aspect, one[1] - other[1])


def chance(*words: int) -> tuple[float, float, int]:
    """Return a place in shares of the frame, and a seed, by a hash of these whole numbers."""
    text = " ".join(map(str, words)).encode()
    seed = zlib.crc32(text)
    x, y = (_EDGE + (1.0 - 2.0 * _EDGE) * word / 2**32 for word in (seed, zlib.crc32(text + b".")))
    return x, y, seed


def _within(place: tuple[float, float], highest: float) -> tuple[float, float]:
    x, y = place
    return min(1.0 - _EDGE, max(_EDGE, x)), min(highest, 1.0 - _EDGE, max(_EDGE, y))
