"""Falling in: how far the room keeps to the installation's own pulse and pitch.

One person alone has nobody to agree with but the installation.
"""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from installation.community.following import Follower, finite, ramp
from installation.score import TICKS_PER_SECOND

_SPAN = 10 * TICKS_PER_SECOND
"""Ticks after which a beat is forgotten: eight beats of the slowest pulse."""
_FEWEST = 5
_PAUSE = 2.5 * TICKS_PER_SECOND
_TOGETHER = TICKS_PER_SECOND // 10
"""Ticks within which several taps are one beat."""
_IN_TUNE, _OUT_OF_TUNE = 25.0, 60.0
"""Cents from the installation's own pitch."""
_INTERVALS = ((0.0, 1.0), (7.0, 0.8))
"""Semitones above the keynote, in any octave, that agree with it, and how much."""

BEATS_A_BREATH = 8
"""A breath of ten seconds has a beat of 48 to the minute; the breath of chaos beats at 128."""


class Pulse(NamedTuple):
    """The installation's own pulse and pitch at one tick.

    `beats` counts those since it began, with decimals; `tempo` is in BPM; `keynote` is a MIDI number. It breathes once
    in BEATS_A_BREATH.
    """

    beats: float = 0.0
    tempo: float = 48.0
    keynote: float = 50.0

    def breaths(self, later: float = 0.0) -> float:
        """Return how many breaths it has taken, with decimals, so many seconds after the tick."""
        return (self.beats + later * self.tempo / 60.0) / BEATS_A_BREATH


class Attunement:
    """How far taps, claps and notes fall on the installation's beats, or a tone on its keynote or the fifth above."""

    def __init__(self) -> None:
        self._beats: list[tuple[int, float]] = []
        """Age in ticks and the pulse's phase in turns, the oldest first."""
        self._kept = 0.0
        self._tuned = Follower(attack=0.8, release=3.0)
        self._level = Follower(attack=0.5, release=3.0)

    @property
    def level(self) -> float:
        """How far the room falls in, 0 to 1."""
        return self._level.value

    def step(self, struck: bool, tone: float, pulse: Pulse) -> None:
        """Let a tick pass, in which something was struck or not, under a sustained tone (a MIDI number, 0: none)."""
        self._beats = [(age + 1, phase) for age, phase in self._beats if age < _SPAN]
        if struck and not (self._beats and self._beats[-1][0] <= _TOGETHER):
            self._beats.append((0, pulse.beats % 1.0))
            self._kept = _keeping([phase for _, phase in self._beats])
        lately = bool(self._beats) and self._beats[-1][0] < _PAUSE
        tuned = self._tuned.follow(_tuning(tone - pulse.keynote) if tone > 0.0 else 0.0)
        self._level.follow(max(self._kept if lately else 0.0, ramp(tuned, 0.3, 0.7)))

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {"beats": self._beats, "numbers": [self._kept, self._tuned.value, self._level.value]}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._beats = [(int(finite(age)), finite(phase) % 1.0) for age, phase in state["beats"]][-_SPAN:]
        self._kept, self._tuned.value, self._level.value = (min(1.0, max(0.0, finite(n))) for n in state["numbers"])


def _keeping(phases: list[float]) -> float:
    """Return how surely these phases, in turns, are those of the beat or its half, 0 to 1.

    It is the V-test of directional statistics (Greenwood and Durand 1955): the mean cosine to a direction that is
    known beforehand. A regular pulse of another tempo meets each phase as often as any other.
    """
    count = len(phases)
    if count < _FEWEST:
        return 0.0
    turns = [2.0 * math.pi * phase for phase in phases]
    mean = max(sum(math.cos(turn) for turn in turns), sum(math.cos(2.0 * turn) for turn in turns)) / count
    # For phases at random mean * sqrt(2 * count) is normally distributed.
    return ramp(mean, 0.4, 0.8) * ramp(mean * math.sqrt(2.0 * count), 1.6, 2.4)


def _tuning(semitones: float) -> float:
    """Return how well a tone agrees that lies so far above the keynote, 0 to 1."""
    return max(
        worth * ramp(100.0 * abs((semitones - interval + 6.0) % 12.0 - 6.0), _OUT_OF_TUNE, _IN_TUNE)
        for interval, worth in _INTERVALS
    )
