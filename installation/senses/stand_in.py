"""A stand-in for people: citizens who feel what they are told to, and hands that keep touching the picture.

With it anybody can repeat what a community of a certain unity does to a world. What it says are events like any
others: no device, no clock, and nothing left to chance.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.score import TICKS_PER_SECOND, Event
from installation.senses.sound.source import Source

UNIFORM_VARIANCE = 2.0 / 3.0
"""Variance of valence and arousal together, in a community that is spread evenly over the whole plane."""
USUAL_CITIZENS = 12
USUAL_UNITY = {1: 0.8, 2: 0.1}
"""Unity where nobody says which, by the number of camps."""
TOUCH_SPACING = 0.17
"""Heights between the places of two touches that lie next to each other: about as wide as what one of them reaches."""
TOUCH_SECONDS = 1.0
"""Time after which a place that is touched is touched again."""
_PLASTIC = 1.32471795724474602596
"""Its powers spread points evenly over a plane (Roberts's sequence R2)."""
_EDGE = 0.1
"""Share of the frame at each side in which nobody has a tile."""
_WITHIN_A_CAMP = 0.15
"""How far the citizens of a camp differ, where the camps' centres are 2 apart."""
_STEPS = 60

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Crowd:
    """Who stands in: how many `citizens` in 1 or 2 `camps`, what they feel on average, and how well they agree.

    `valence` and `arousal` are within -1..1; `unity`, 0..1, is 1 - s^2 / (2/3), where s^2 is the unbiased variance
    summed over both. `touch` is the share of the frame that is touched all the while, spread evenly over it.
    """

    citizens: int = USUAL_CITIZENS
    unity: float = USUAL_UNITY[1]
    arousal: float = 0.0
    valence: float = 0.0
    camps: int = 1
    touch: float = 0.0


class StandIn:
    """Gives the events of a crowd, tick by tick. `aspect` is the world's width over its height.

    ValueError where so few citizens, with such means, cannot be of so little unity.
    """

    def __init__(self, crowd: Crowd, aspect: float) -> None:
        felt = feelings(crowd)
        places = tile_places(crowd.citizens, crowd.camps)
        self._said = [tuple(map(float, (*feeling, *place))) for feeling, place in zip(felt, places, strict=True)]
        self._touched = touched_places(crowd.touch, aspect)

    def events(self, tick: int) -> list[Event]:
        """Return what happens in `tick`: everybody speaks in the first, and then once a second each."""
        return [*self._speak(tick), *self._reach_out(tick)]

    def _speak(self, tick: int) -> Iterator[Event]:
        for number, said in enumerate(self._said):
            turn = number * TICKS_PER_SECOND // len(self._said)
            if tick == 0 or tick % TICKS_PER_SECOND == turn:
                yield Event(tick, "citizen", f"stand-in {number + 1}", said)

    def _reach_out(self, tick: int) -> Iterator[Event]:
        ticks = round(TOUCH_SECONDS * TICKS_PER_SECOND)
        for number in range(tick % ticks, len(self._touched), ticks):
            x, y = self._touched[number]
            yield Event(tick, "touch", "pointer", (x, y, 1.0))


class Together:
    """A source of sound and a crowd that stands in beside it; name, length and end are the sound's."""

    def __init__(self, heard: Source, crowd: StandIn) -> None:
        self._heard, self._crowd = heard, crowd
        self.name = heard.name
        self.length: int | None = getattr(heard, "length", None)

    @property
    def newest_block_time(self) -> float | None:
        """Return when the newest sound in use came."""
        return self._heard.newest_block_time

    @property
    def lost(self) -> bool:
        """Return whether the sound's device is not there just now."""
        return self._heard.lost

    @property
    def state(self) -> str:
        """Return what an operator should know of the sound."""
        return self._heard.state

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return the events of both."""
        return [*self._heard.events(tick, ticks_in_frame), *self._crowd.events(tick)]

    def messages(self) -> list[str]:
        """Return what the sound's source has to say."""
        return self._heard.messages()

    def close(self) -> None:
        """Let go of the sound."""
        self._heard.close()


def feelings(crowd: Crowd) -> Points:
    """Return what each citizen feels, valence and arousal, shape (citizens, 2), with exactly the crowd's means.

    The variance is exact too. ValueError where it cannot be had within -1..1.
    """
    means = np.array([crowd.valence, crowd.arousal])
    if crowd.citizens < 2:
        return np.tile(means, (crowd.citizens, 1))
    shape = _camps_shape(crowd.citizens) if crowd.camps == 2 else _disc_shape(crowd.citizens)
    wanted = (1.0 - crowd.unity) * UNIFORM_VARIANCE
    most = _variance(_placed(shape, means, 1e4))
    if wanted > most + 1e-9:
        least = math.ceil(100.0 * (1.0 - most / UNIFORM_VARIANCE)) / 100.0
        said = f"{crowd.citizens} citizens of valence {crowd.valence:g} and arousal {crowd.arousal:g}"
        raise ValueError(f"unity {crowd.unity:g}: {said} cannot differ so much: expected at least {least:g}")
    low, high = 0.0, 1e4
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _variance(_placed(shape, means, middle)) < wanted else (low, middle)
    return _placed(shape, means, high)


def _variance(points: Points) -> float:
    return float(points.var(axis=0, ddof=1).sum())


def _placed(shape: Points, means: Points, scale: float) -> Points:
    """Return the shape enlarged, moved to the means and kept within -1..1, which moves it a little further."""
    low, high = -1.0 - scale * np.abs(shape).max(axis=0), 1.0 + scale * np.abs(shape).max(axis=0)
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        below = np.clip(scale * shape + middle, -1.0, 1.0).mean(axis=0) < means
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.clip(scale * shape + high, -1.0, 1.0)


def _disc_shape(count: int) -> Points:
    """Return points spread evenly over a disc, as a sunflower's seeds (Vogel 1979)."""
    number = np.arange(count)
    angle, radius = number * math.pi * (3.0 - math.sqrt(5.0)), np.sqrt((number + 0.5) / count)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _camps_shape(count: int) -> Points:
    """Return two little discs at opposite valences, whose citizens come in turn."""
    side = np.where(np.arange(count) % 2 == 0, -1.0, 1.0)
    return np.stack([side, np.zeros(count)], axis=1) + _WITHIN_A_CAMP * _disc_shape(count)


def tile_places(count: int, camps: int) -> Points:
    """Return a place for each citizen's tile, in shares of the frame, shape (count, 2), spread evenly.

    Of two camps one sits in the left third, the other in the right.
    """
    number = np.arange(count)
    turns = (0.5 + (number // camps)[:, None] / np.array([_PLASTIC, _PLASTIC**2])) % 1.0
    places = _EDGE + (1.0 - 2.0 * _EDGE) * turns
    if camps == 2:
        places[:, 0] = np.where(number % 2 == 0, 0.0, 2.0 / 3.0) + places[:, 0] / 3.0
    return places


def touched_places(share: float, aspect: float) -> list[tuple[float, float]]:
    """Return the places that are touched, x from 0 to `aspect` and y from 0 to 1, so that they cover the share."""
    columns, rows = max(1, round(aspect / TOUCH_SPACING)), round(1.0 / TOUCH_SPACING)
    row, column = (grid.ravel() for grid in np.mgrid[0:rows, 0:columns])
    # What this sequence gives at neighbouring places lies far apart, so any share of it is spread evenly.
    chosen = (column / _PLASTIC + row / _PLASTIC**2 + 0.5) % 1.0 < share
    x, y = (column[chosen] + 0.5) * aspect / columns, (row[chosen] + 0.5) / rows
    return list(zip(x.tolist(), y.tolist(), strict=True))
