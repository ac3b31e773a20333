"""What is wrong in each world, told from its vitals: how bad it is, against how it was before and at its worst."""

import math
from collections.abc import Callable
from typing import Any, Protocol

from installation.community import Follower
from installation.community.following import finite

TURNED, HEALED = 0.6, 0.35
"""Share of the worst below which a wound has turned, and is healed."""


class Vitals(Protocol):
    """The numbers of the world that the story asks for; see `installation.world.vitals`. None need be finite."""

    @property
    def waste(self) -> float:
        """Waste, or toxin, on rich ground."""

    @property
    def order(self) -> float:
        """How well the swarm keeps to the cords."""

    @property
    def division(self) -> float:
        """How unlike the banks are."""

    @property
    def synchrony(self) -> float:
        """How alike their charge is."""

    @property
    def sterile(self) -> float:
        """Share of the ground that is sterile or torn."""

    @property
    def wind(self) -> float:
        """Strength of the storm."""

    @property
    def scatter(self) -> float:
        """Distance of the symbionts from their tiles."""

    @property
    def harmony(self) -> float:
        """Share of the symbionts at their tiles."""


Sign = Callable[[Vitals], float]


def _waste(vitals: Vitals) -> float:
    return vitals.waste


def _disorder(vitals: Vitals) -> float:
    return 1.0 - max(0.0, vitals.order)


def _division(vitals: Vitals) -> float:
    # Banks that pulse as one are half healed, whatever grows on them.
    return vitals.division * (1.0 - 0.5 * max(0.0, vitals.synchrony))


def _sterile(vitals: Vitals) -> float:
    return vitals.sterile


def _wind(vitals: Vitals) -> float:
    return vitals.wind


def _scatter(vitals: Vitals) -> float:
    return vitals.scatter


def _discord(vitals: Vitals) -> float:
    return 1.0 - vitals.harmony


TURNING: dict[str, tuple[Sign, ...]] = {
    "ecoverse": (_waste, _disorder),
    "nutrient_network": (_division,),
    "purification": (_waste,),
    "nutrient_symphony": (_wind,),
    "thaloria": (_scatter,),
}
"""The signs by which a world's wound is seen to turn."""
HEALING: dict[str, tuple[Sign, ...]] = {
    **TURNING,
    "purification": (_waste, _sterile),
    "nutrient_symphony": (_wind, _sterile),
    "thaloria": (_scatter, _discord),
}
"""The signs by which it is seen to be healed."""
_LEAST = 0.04
"""Rise of a sign above its usual value from which on it tells of a wound."""


class Course:
    """The course of one sign: what it was in good times, what at its worst, and what it is now."""

    def __init__(self) -> None:
        self.now: float | None = None
        self._usual = Follower(attack=10.0, release=10.0)
        self._worst = 0.0

    @property
    def severity(self) -> float | None:
        """Where it stands between usual (0) and worst (1); None where it never stood out."""
        if self.now is None or self._worst - self._usual.value < _LEAST:
            return None
        return min(1.0, max(0.0, (self.now - self._usual.value) / (self._worst - self._usual.value)))

    def follow(self, value: float, wounded: bool) -> None:
        """Take this tick's value; what is not finite is left out. In good times it is the usual one."""
        if not math.isfinite(value):
            return
        if self.now is None:
            self._usual.value = self._worst = value
        self.now = value
        if wounded:
            self._worst = max(self._worst, value)
        else:
            self._worst = self._usual.follow(value)

    def state(self) -> list[float | None]:
        """Return all that is remembered from one tick to the next."""
        return [self.now, self._usual.value, self._worst]

    def resume(self, state: Any) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        now, usual, worst = state
        self.now = None if now is None else finite(now)
        self._usual.value, self._worst = finite(usual), finite(worst)


class Wound:
    """The wound of the world that is played."""

    def __init__(self, world: str) -> None:
        self._turning = [(sign, Course()) for sign in TURNING.get(world, ())]
        self._healing = [(sign, Course()) for sign in HEALING.get(world, ())]

    def step(self, vitals: Vitals | None, wounded: bool) -> None:
        """Take this tick's vitals; `wounded` says whether the story is at the wound, else these are good times."""
        if vitals is not None:
            for sign, course in (*self._turning, *self._healing):
                course.follow(sign(vitals), wounded)

    @property
    def turned(self) -> bool | None:
        """Whether it has turned; None where nothing tells of a wound."""
        return _below([course for _, course in self._turning], TURNED)

    @property
    def healed(self) -> bool | None:
        """Whether it is healed; None where nothing tells of a wound."""
        return _below([course for _, course in self._healing], HEALED)

    def state(self) -> list[Any]:
        """Return all that is remembered from one tick to the next."""
        return [course.state() for _, course in (*self._turning, *self._healing)]

    def resume(self, state: Any) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        for (_, course), one in zip((*self._turning, *self._healing), state, strict=True):
            course.resume(one)


def _below(courses: list[Course], limit: float) -> bool | None:
    known = [course.severity for course in courses if course.severity is not None]
    return sum(known) / len(known) <= limit if known else None
