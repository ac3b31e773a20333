"""Accents: how strongly something begins, ninety times a second; and how far spectra rise, of which onsets are told."""

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
Strengths = tuple[float, ...]
Rise = tuple[float, float, float, float]
"""How far a spectrum has risen, on average of all bands, the middle and the deep ones, and how high all are."""

_HOPS_BEFORE = 4
_LEAST_USUAL = 0.02  # rise, in decades of magnitude
_LONG_USUAL = 8.0  # s in which it is forgotten how strong accents were: after that, what flutters is music again
_FORGETTING_USUAL = math.exp(-1.0 / (_LONG_USUAL * FRAMES_PER_SECOND))
_SHARE_OF_MEAN = 1.0 / (0.4 * FRAMES_PER_SECOND)
_FORGETTING_LEVEL = math.exp(-1.0 / (4.0 * FRAMES_PER_SECOND))


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
        self._starts = np.array([0, deep, low, middle])
        self._shares = 1.0 / len(edges), 1.0 / (middle - low), 1.0 / deep
        self._past: Numbers | None = None
        self._risen = (0.0,) * 3
        self._mean = [0.0] * 3
        self._square = [0.01] * 3
        self._usual = [0.1] * 3
        self._lately = 0.1
        self._frames = 0
        self._level = self._high_level = 0.0
        self.strengths: Strengths = (0.0,) * 3
        self.begins = self.fades = False
        """Whether what rose in the newest frame compares with the accents before; whether sound is dying away."""

    def rises(self, spectra: Numbers) -> list[Rise]:
        """Take the log spectra of the next hops, shape (hops, bands); return how they have risen."""
        hops = len(spectra)
        highest = spectra.copy()
        np.maximum(highest[:, 1:], spectra[:, :-1], out=highest[:, 1:])
        np.maximum(highest[:, :-1], spectra[:, 1:], out=highest[:, :-1])
        if self._past is None:
            # What sounds when listening begins does not begin then.
            self._past = np.repeat(highest[:1], _HOPS_BEFORE, axis=0)
        known = np.concatenate([self._past, highest])
        self._past = known[hops:]
        found = np.empty((hops, len(self._starts) + 1))
        np.add.reduceat(np.maximum(spectra - known[:hops], 0.0), self._starts, axis=1, out=found[:, :-1])
        np.add.reduce(spectra, axis=1, out=found[:, -1])
        whole, middle, deep = self._shares
        return [
            ((bass + low + mids + high) * whole, mids * middle, bass * deep, level * whole)
            for bass, low, mids, high, level in found.tolist()
        ]

    def hop(self, rise: Rise, audible: bool = True) -> None:
        """Take the rise of a hop; what is not audible is no accent."""
        whole, middle, deep, self._level = rise
        if audible:
            before = self._risen
            self._risen = max(before[0], whole), max(before[1], middle), max(before[2], deep)

    def frame(self) -> Strengths:
        """Return the accents of the frame that ends now, 0 to 4; `strengths` keeps them."""
        share = 1.0 / (FRAMES_PER_SECOND * min(3.0, 0.5 + self._frames / FRAMES_PER_SECOND))
        accents = [self._accent(stream, share) for stream in range(3)]
        self._lately = max(self._usual[0], self._lately * _FORGETTING_USUAL)
        self.begins = accents[0] > self._lately
        self._high_level = max(self._level, self._high_level * _FORGETTING_LEVEL)
        self.fades = self._level < 0.4 * self._high_level
        self._risen = (0.0,) * 3
        self._frames += 1
        self.strengths = tuple([min(accent / usual, 4.0) for accent, usual in zip(accents, self._usual, strict=True)])
        return self.strengths

    def _accent(self, stream: int, share: float) -> float:
        """Return a stream's accent of the frame that ends now, which has this share of what is usual."""
        # What breaks a silence is no stronger accent than what follows it.
        risen = min(self._risen[stream], 4.0 * self._usual[stream])
        mean, square = self._mean[stream], self._square[stream]
        accent = max(risen - mean, 0.0)
        self._mean[stream] = mean + (risen - mean) * _SHARE_OF_MEAN
        self._square[stream] = square = square + (accent * accent - square) * share
        self._usual[stream] = max(math.sqrt(square), _LEAST_USUAL)
        return accent
