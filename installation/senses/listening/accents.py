"""Accents: how strongly something begins, ninety times a second."""

import math

import numpy as np
from numpy.typing import NDArray

from installation.senses.listening.onsets import HOPS_PER_SECOND

HOPS_PER_FRAME = 2
FRAMES_PER_SECOND = HOPS_PER_SECOND // HOPS_PER_FRAME
DEEP_TOP, LOW_TOP, MIDDLE_TOP = 150.0, 560.0, 2650.0
"""Edges in Hz: of what is deep, of what lies between, and of what is in the middle."""
WHOLE, MIDDLE, DEEP = range(3)
"""The places of all bands, the middle and the deep ones among the accents of a frame."""

Numbers = NDArray[np.float64]

_LEAST_USUAL = 0.02  # rise, in decades of magnitude
_LONG_USUAL = 8.0  # s in which it is forgotten how strong accents were: after that, what flutters is music again


class Accents:
    """How strongly something begins: in all bands, the middle and the deep ones, in units of the recent usual.

    It is the rise of each band above the highest of itself and its neighbours four hops before (S. Boeck and
    G. Widmer, "Maximum filter vibrato suppression for onset detection", DAFx 2013), so that a voice that slides is no
    accent, less its mean over .4 s.
    """

    def __init__(self, edges: Numbers) -> None:
        """`edges` are the lower edges of the bands in Hz, shape (bands,)."""
        deep, low, middle = np.searchsorted(edges, (DEEP_TOP, LOW_TOP, MIDDLE_TOP)).tolist()
        deep = max(1, deep)
        low = max(deep + 1, low)
        middle = min(max(low + 1, middle), len(edges) - 1)
        self._starts = [0, deep, low, middle]
        self._shares = 1.0 / len(edges), 1.0 / (middle - low), 1.0 / deep
        self._past: list[Numbers] = [np.zeros(len(edges))] * 4
        self._risen = np.zeros(3)
        self._mean = np.zeros(3)
        self._square = np.full(3, 0.01)
        self._usual = np.full(3, 0.1)
        self._lately = 0.1
        self._frames = 0
        self._level = self._high_level = 0.0
        self.strengths = np.zeros(3)
        self.begins = self.fades = False
        """Whether what rose in the newest frame compares with the accents before; whether sound is dying away."""

    def hop(self, spectrum: Numbers, audible: bool = True) -> None:
        """Take the log spectrum of a hop, shape (bands,); what is not audible is no accent."""
        rise = np.maximum(spectrum - self._past.pop(0), 0.0)
        highest = spectrum.copy()
        np.maximum(highest[1:], spectrum[:-1], out=highest[1:])
        np.maximum(highest[:-1], spectrum[1:], out=highest[:-1])
        self._past.append(highest)
        deep, low, middle, high = np.add.reduceat(rise, self._starts).tolist()
        whole = deep + low + middle + high
        risen = whole * self._shares[0], middle * self._shares[1], deep * self._shares[2]
        if audible:
            self._risen = np.maximum(self._risen, risen)
        self._level = float(spectrum.sum()) * self._shares[0]

    def frame(self) -> Numbers:
        """Return the accents of the frame that ends now, shape (3,), 0 to 4; `strengths` keeps them."""
        # What breaks a silence is no stronger accent than what follows it.
        risen = np.minimum(self._risen, 4.0 * self._usual)
        accents = np.maximum(risen - self._mean, 0.0)
        self._mean += (risen - self._mean) / (0.4 * FRAMES_PER_SECOND)
        span = min(3.0, 0.5 + self._frames / FRAMES_PER_SECOND)
        self._square += (accents * accents - self._square) / (span * FRAMES_PER_SECOND)
        self._usual = np.maximum(np.sqrt(self._square), _LEAST_USUAL)
        self._lately = max(float(self._usual[0]), self._lately * math.exp(-1.0 / (_LONG_USUAL * FRAMES_PER_SECOND)))
        self.begins = bool(accents[0] > self._lately)
        self._high_level = max(self._level, self._high_level * math.exp(-1.0 / (4.0 * FRAMES_PER_SECOND)))
        self.fades = self._level < 0.4 * self._high_level
        self._risen = np.zeros(3)
        self._frames += 1
        self.strengths = np.minimum(accents / self._usual, 4.0)
        return self.strengths
