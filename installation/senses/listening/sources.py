"""Who sounds: one voice that speaks, a crowd, or music; each a likelihood of its own.

The marks are the usual ones for telling speech from music: syllables come three to eight times a second and leave
gaps (E. Scheirer and M. Slaney, "Construction and evaluation of a robust multifeature speech/music discriminator",
ICASSP 1997); a crowd is steady where one speaker is not; music has a key or a pulse, and they do not. What they are
weighed by is no trained model: each mark goes from 0 to 1 over a range that is written below.
"""

import math

import numpy as np
from numpy.typing import NDArray

from installation.senses.listening.levels import LEVELS_PER_SECOND

Numbers = NDArray[np.float64]

VOICE_LOW, VOICE_HIGH = 300.0, 4000.0
"""Hz between which the levels are taken."""
_SECONDS = 3
_DEEPEST = 30.0  # dB below the loudest at which a gap is a gap
_FOLLOW = 0.15  # share of the way to a new likelihood, ten times a second
_LOWEST_VOICE, _HIGHEST_VOICE = 40.0, 81.0  # MIDI numbers between which people hum


class Sources:
    """Follows the level of the middle of the spectrum. `voice`, `crowd` and `music` are likelihoods, 0 to 1."""

    def __init__(self) -> None:
        self._levels = np.full(_SECONDS * LEVELS_PER_SECOND, -120.0)
        self._heard = 0
        # Few of the rates are wanted: to ask for each of them costs less than a transform.
        window, rates = np.hanning(len(self._levels)), np.arange(math.ceil(2.5 * _SECONDS), math.ceil(8.0 * _SECONDS))
        turns = 2.0 * np.pi * np.outer(rates, np.arange(len(self._levels))) / len(self._levels)
        scale = math.sqrt(2.0 / (float(window @ window) * len(self._levels)))
        self._syllables = scale * window * np.concatenate([np.cos(turns), np.sin(turns)])
        self.voice = self.crowd = self.music = 0.0

    def hear(self, level: float) -> None:
        """Take the next level of the middle of the spectrum in dB."""
        self._levels[self._heard % len(self._levels)] = level
        self._heard += 1

    def judge(
        self, heard: float, tonalness: float, key_clarity: float, pulse_clarity: float, pitch: float,
        flatness: float, clapping: float,
    ) -> None:  # fmt: skip
        """Bring the likelihoods up to date; `heard` is the share of the last seconds in which there was sound."""
        spread, gaps, syllables = self._marks()
        tuned, pulsed = ramp(key_clarity, 0.35, 0.7), ramp(pulse_clarity, 0.3, 0.5)
        free = (1.0 - tuned) * (1.0 - pulsed)
        speech = ramp(syllables, 2.0, 4.0) * ramp(tonalness, 0.1, 0.3) * ramp(gaps, 0.05, 0.25) * free
        hummed = (1.0 - pulsed) * ramp(tonalness, 0.5, 0.8) * (_LOWEST_VOICE <= pitch <= _HIGHEST_VOICE)
        steady = ramp(spread, 5.0, 3.0) * ramp(gaps, 0.15, 0.03) * ramp(syllables, 0.5, 0.9)
        many = steady * ramp(flatness, 0.4, 0.2) * ramp(tonalness, 0.6, 0.4) * free
        ordered = 6.0 * max(key_clarity - 0.4, 1.6 * (pulse_clarity - 0.33)) + 2.0 * (tonalness - 0.3)
        musical = 1.0 / (1.0 + float(np.exp(-2.0 * (ordered - 3.0 * clapping))))
        self.voice += (max(speech, 0.7 * hummed) * heard - self.voice) * _FOLLOW
        self.crowd += (many * heard - self.crowd) * _FOLLOW
        self.music += (musical * heard - self.music) * _FOLLOW

    def _marks(self) -> tuple[float, float, float]:
        """Return how far levels spread (dB), their share of gaps, and how deep syllables cut into them (dB)."""
        levels = in_order(self._levels, self._heard)
        count, top = len(levels), float(levels.max())
        levels = np.maximum(levels, top - _DEEPEST)
        apart = levels - float(np.add.reduce(levels)) / count
        syllables = math.hypot(*np.dot(self._syllables, apart).tolist())
        return math.sqrt(float(apart @ apart) / count), np.count_nonzero(levels < top - 15.0) / count, syllables


def in_order(ring: NDArray[np.floating], written: int) -> NDArray[np.floating]:
    """Return what a ring holds, the oldest first, into which so many numbers were written."""
    oldest = written % len(ring)
    return np.concatenate([ring[oldest:], ring[:oldest]])


def ramp(value: float, low: float, high: float) -> float:
    """Return where `value` stands between `low` (0) and `high` (1), within 0 to 1; `high` may be the lower one."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
