"""Pulse: how clear it is, whether people clap in time, and where in the bar a beat stands.

Pulse clarity is the highest autocorrelation of accents, after O. Lartillot et al., "Multi-feature modeling of pulse
clarity", ISMIR 2008. Synchrony is the correlation with a harmonic of Z. Neda, E. Ravasz, T. Vicsek, Y. Brechet and
A.-L. Barabasi, "Physics of the rhythmic applause", Physical Review E 61 (2000). That bass and chords change with the
bar: M. Goto, "An audio-based real-time beat tracking system for music with or without drum-sounds", J. New Music
Research 30 (2001).
"""

import math

import numpy as np
from numpy.typing import NDArray

from installation.senses.listening.accents import FRAMES_PER_SECOND
from installation.senses.listening.sources import in_order

Numbers = NDArray[np.float64]
Strengths = NDArray[np.floating]

_SECONDS = 6
_SHORTEST, _LONGEST = 0.25, 1.6
"""Seconds from beat to beat."""
_LAGS = np.arange(round(_SHORTEST * FRAMES_PER_SECOND), round(_LONGEST * FRAMES_PER_SECOND))
_ROOM = 720
"""Accents and lags, in frames: a length that a Fourier transform is quick at."""
_STEP = 3  # frames that synchrony takes together
_PERIODS = 64
_LEAST_CLAPS = 4.0
_METERS = (4, 3)
_BAR_MEMORY = 0.93  # share of what is known of a bar that is kept from beat to beat
_FEWEST_BEATS = 8


class Pulse:
    """Keeps the accents of the last seconds. `clarity` and `synchrony` are 0 to 1."""

    def __init__(self) -> None:
        self._accents = np.zeros(_SECONDS * FRAMES_PER_SECOND, np.float32)
        self._frames = self._measured = 0
        count = len(self._accents) // _STEP
        times = np.arange(count) * _STEP / FRAMES_PER_SECOND
        periods = np.geomspace(_SHORTEST, _LONGEST, _PERIODS)
        turns = 2.0 * np.pi * times[None, :] / periods[:, None]
        self._harmonics = np.concatenate([np.cos(turns), np.sin(turns)]).astype(np.float32)
        # A random run of N claps matches the best of so many harmonics with a square of about this over N.
        self._chance = math.log(_PERIODS / 2)
        self.clarity = self.synchrony = 0.0

    def frame(self, accent: float) -> None:
        """Take the accent of a frame."""
        self._accents[self._frames % len(self._accents)] = accent
        self._frames += 1

    def measure(self) -> None:
        """Bring `clarity` up to date, and at the next call `synchrony`: neither changes much in a tenth of a second."""
        accents = in_order(self._accents, self._frames)
        if np.maximum.reduce(accents) <= 0.0:
            self.clarity = self.synchrony = 0.0
            return
        self._measured += 1
        if self._measured % 2:
            self.clarity = self._autocorrelation(accents)
        else:
            self.synchrony = self._match(accents)

    def _match(self, accents: Strengths) -> float:
        claps = np.maximum.reduce(accents.reshape(-1, _STEP), axis=1)
        total, square = float(np.add.reduce(claps)), float(np.dot(claps, claps))
        count = total * total / square
        # Not by BLAS, which would set all cores to work for a matrix as small as this.
        real, imaginary = np.einsum("ij,j", self._harmonics, claps).reshape(2, -1)
        match = math.sqrt(float(np.maximum.reduce(real * real + imaginary * imaginary))) / total
        room = count - self._chance
        fit = (count * match * match - self._chance) / room if room > _LEAST_CLAPS - self._chance else 0.0
        return math.sqrt(min(1.0, max(0.0, fit)))

    def _autocorrelation(self, accents: Strengths) -> float:
        # Accents are not exact to a frame: they are blurred by one before they are compared.
        blurred = accents.copy()
        blurred[1:] += 0.5 * accents[:-1]
        blurred[:-1] += 0.5 * accents[1:]
        blurred -= float(np.add.reduce(blurred)) / len(blurred)
        transform = np.fft.rfft(blurred, _ROOM)
        products = np.fft.irfft((transform * transform.conj()).real)
        best = float(np.maximum.reduce(products[_LAGS[0] : _LAGS[-1] + 1] / (1.0 - _LAGS / len(blurred))))
        return min(1.0, max(0.0, best / max(float(products[0]), 1e-9)))


class Bar:
    """Finds the first beat of the bar, in four or in three: there the bass enters and the harmony changes."""

    def __init__(self) -> None:
        self._weights = {meter: np.zeros(meter) for meter in _METERS}
        self._beats = 0
        self._low = 0.0

    def beat(self, low: float, change: float) -> int:
        """Take how strong the bass is at a beat and how much the harmony changed since; return its place, or -1.

        The harmony of a beat is known at the next, so `change` is that of the beat before.
        """
        for meter, weights in self._weights.items():
            weights *= _BAR_MEMORY
            weights[self._beats % meter] += 0.25 * min(low, 3.0)
            weights[(self._beats - 1) % meter] += 3.0 * change
        self._beats += 1
        if self._beats < _FEWEST_BEATS:
            return -1
        meter, weights = max(self._weights.items(), key=lambda item: _contrast(item[1]))
        if _contrast(weights) < 0.12:
            return -1
        return (self._beats - 1 - int(weights.argmax())) % meter


def _contrast(weights: Numbers) -> float:
    """Return how far the heaviest beat of a bar stands out of the mean of the others, as a share of it."""
    heaviest = float(weights.max())
    others = (float(weights.sum()) - heaviest) / (len(weights) - 1)
    return (heaviest - others) / max(heaviest, 1e-9)
