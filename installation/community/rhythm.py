"""Taps, claps and drums: whether they keep a common pulse."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from installation.community.agreement import phase_unity
from installation.community.following import Follower, finite
from installation.score import TICKS_PER_SECOND

ROOM = ""
"""Who claps where only the microphone heard it."""
_SPAN = 8 * TICKS_PER_SECOND
"""Ticks after which a beat is forgotten."""
_MOST_TAPS = 256
"""Taps of one tick that count."""
_TOGETHER = TICKS_PER_SECOND // 10
"""Ticks within which the taps of several people are one beat."""
_FASTEST, _SLOWEST = TICKS_PER_SECOND / 5, TICKS_PER_SECOND * 1.6
"""Ticks from beat to beat that can be a pulse."""
_FEWEST = 5
_PAUSE = 2.5 * TICKS_PER_SECOND


class Rhythm:
    """How well the taps and onsets of the last seconds keep the pulse that fits them best.

    `level` is the debiased order parameter of their phases, 0 to 1, smoothed; 0 where there are fewer than five beats.
    `tappers` are those with a name who took part.
    """

    def __init__(self) -> None:
        self._beats: list[tuple[int, int]] = []
        """Age in ticks and number of taps, the oldest first."""
        self._who: dict[str, int] = {}
        """Age in ticks of the last tap of each."""
        self._regularity = 0.0
        self._level = Follower(attack=0.5, release=2.0)

    @property
    def level(self) -> float:
        """How regular it is, 0 to 1."""
        return self._level.value

    @property
    def tappers(self) -> int:
        """How many people with a name have tapped in the last seconds."""
        return len(self._who.keys() - {ROOM})

    def step(self, taps: Sequence[str]) -> None:
        """Let a tick pass, with a tap of each of these people."""
        self._beats = [(age + 1, count) for age, count in self._beats if age < _SPAN]
        self._who = {who: age + 1 for who, age in self._who.items() if age < _SPAN}
        if taps:
            self._beats.append((0, min(_MOST_TAPS, len(taps))))
            self._who |= dict.fromkeys(taps, 0)
            self._regularity = _regularity(self._beats)
        lately = bool(self._beats) and self._beats[-1][0] < _PAUSE
        self._level.follow(self._regularity if lately else 0.0)

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {"beats": self._beats, "who": self._who, "regularity": self._regularity, "level": self._level.value}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        beats = [(int(finite(age)), int(finite(count))) for age, count in state["beats"]]
        self._beats = [(age, min(_MOST_TAPS, max(1, count))) for age, count in beats[-_SPAN:]]
        self._who = {str(who): int(finite(age)) for who, age in dict(state["who"]).items()}
        self._regularity, self._level.value = finite(state["regularity"]), finite(state["level"])


def _regularity(taps: Sequence[tuple[int, int]]) -> float:
    """Return the debiased order parameter of taps (age in ticks, number), about their own best pulse."""
    ticks = np.array([-age for age, _ in taps], float)
    beats = ticks[np.r_[True, np.diff(ticks) > _TOGETHER]]
    if len(beats) < _FEWEST:
        return 0.0
    period = float(np.median(np.diff(beats)))
    if not _FASTEST <= period <= _SLOWEST:
        return 0.0
    # The median is as coarse as a tick; the line through all beats is not.
    numbers = np.cumsum(np.maximum(1.0, np.round(np.diff(beats) / period)))
    period = float(np.polyfit(np.r_[0.0, numbers], beats, 1)[0])
    return phase_unity(np.repeat(ticks, [count for _, count in taps]) / period)
