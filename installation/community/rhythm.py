"""Taps, claps and drums: whether they keep a common pulse."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from installation.community.agreement import phase_unity
from installation.community.following import Follower, finite
from installation.score import TICKS_PER_SECOND

ROOM = ""
"""Who claps where only the microphone heard it."""
_REMEMBERED = 24
_SPAN = 8 * TICKS_PER_SECOND
"""Ticks after which a beat is forgotten."""
_TOGETHER = TICKS_PER_SECOND // 10
"""Ticks within which the taps of several people are one beat."""
_FASTEST, _SLOWEST = TICKS_PER_SECOND / 5, TICKS_PER_SECOND * 1.6
"""Ticks from beat to beat that can be a pulse."""
_FEWEST = 4
_PAUSE = 2.5 * TICKS_PER_SECOND


class Rhythm:
    """How well the taps and onsets of the last seconds keep the pulse that fits them best.

    `level` is the debiased order parameter of their phases, 0 to 1, smoothed; 0 where there are fewer than four beats.
    `tappers` are those with a name who took part.
    """

    def __init__(self) -> None:
        self._beats: list[tuple[int, str]] = []
        """Age in ticks and who, the oldest first."""
        self._regularity = 0.0
        self._level = Follower(attack=0.5, release=2.0)

    @property
    def level(self) -> float:
        """How regular it is, 0 to 1."""
        return self._level.value

    @property
    def tappers(self) -> int:
        """How many people with a name have tapped in the last seconds."""
        return len({who for _, who in self._beats} - {ROOM})

    def step(self, taps: list[str]) -> None:
        """Let a tick pass, with a tap of each of these people."""
        self._beats = [(age + 1, who) for age, who in self._beats if age < _SPAN]
        if taps:
            self._beats = [*self._beats, *((0, who) for who in taps)][-_REMEMBERED:]
            self._regularity = _regularity(np.array([-age for age, _ in self._beats], float))
        lately = bool(self._beats) and self._beats[-1][0] < _PAUSE
        self._level.follow(self._regularity if lately else 0.0)

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {"beats": self._beats, "regularity": self._regularity, "level": self._level.value}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._beats = [(int(finite(age)), str(who)) for age, who in state["beats"]][-_REMEMBERED:]
        self._regularity, self._level.value = finite(state["regularity"]), finite(state["level"])


def _regularity(ticks: np.ndarray) -> float:
    """Return the debiased order parameter of beats at these ticks, in order, about their own best pulse."""
    beats = ticks[np.r_[True, np.diff(ticks) > _TOGETHER]]
    if len(beats) < _FEWEST:
        return 0.0
    period = float(np.median(np.diff(beats)))
    if not _FASTEST <= period <= _SLOWEST:
        return 0.0
    # The median is as coarse as a tick; the line through all beats is not.
    numbers = np.round((beats - beats[0]) / period)
    if numbers[-1] >= _FEWEST - 1:
        period = float(np.polyfit(numbers, beats, 1)[0]) or period
    return phase_unity(ticks / period)
