"""Finds how much later the microphone hears what was played.

Source: the generalised cross-correlation of C. Knapp and G. Carter, 1976, with its spectrum partly whitened, so that a
drone does not hide the one delay behind many.
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE = 6000.0
"""Samples a second that suffice: a sixth of a millisecond."""
LONGEST = 0.8
"""Seconds within which it must lie."""
COMPARED = 2.7
"""Seconds that are compared."""
EVERY = 1.0
"""Seconds from one look to the next."""
WHITENED = 0.8
REMEMBERED = 0.5
"""How much of what was found counts at the next look."""
CLEAR = 7.0
"""How far the best delay must stand out of the others, in their deviations."""
ALIKE = 0.004
"""Seconds by which two looks in a row may differ."""


class DelayFinder:
    """Compares what was played with what was heard; `seconds` is the delay, None as long as it is not known."""

    def __init__(self, sample_rate: float) -> None:
        self._factor = max(1, round(sample_rate / RATE))
        self._rate = sample_rate / self._factor
        self._average = np.full(self._factor, 1.0 / self._factor, np.float32)
        self._length = round(COMPARED * self._rate)
        self._lags = round(LONGEST * self._rate)
        self._size = 1 << (self._length + self._lags).bit_length()
        self._heard = np.zeros(self._length, np.float32)
        self._played = np.zeros(self._length + self._lags, np.float32)
        self._found = np.zeros(self._lags)
        self._since, self._last = 0, -1.0
        self.seconds: float | None = None

    def forget(self) -> None:
        """Know nothing any more."""
        self._found[:], self._played[:], self._heard[:] = 0.0, 0.0, 0.0
        self._since, self._last, self.seconds = 0, -1.0, None

    def hear(self, played: Samples, heard: Samples) -> bool:
        """Take the next samples of both, shape (n,) each, from the same time; return whether it looked again."""
        for line, samples in ((self._played, played), (self._heard, heard)):
            coarse = samples[: len(samples) // self._factor * self._factor].reshape(-1, self._factor) @ self._average
            line[: -len(coarse)] = line[len(coarse) :]
            line[-len(coarse) :] = coarse
        self._since += len(heard)
        if self._since < EVERY * self._rate * self._factor:
            return False
        self._since = 0
        return self._look()

    def _look(self) -> bool:
        if float(np.abs(self._played).max()) < 1e-4 or float(np.abs(self._heard).max()) < 1e-5:
            return False
        played = np.fft.rfft(np.diff(self._played), self._size)
        heard = np.fft.rfft(np.diff(self._heard), self._size)
        cross = heard * np.conj(played)
        cross /= (np.abs(cross) + 1e-9) ** WHITENED
        # What is heard began so much later than what was played: there is room before it.
        later = np.roll(np.fft.irfft(cross), self._lags)[: self._lags]
        self._found = REMEMBERED * self._found + later / (np.abs(later).max() + 1e-12)
        best = int(self._found.argmax())
        clear = self._found[best] > CLEAR * float(self._found.std())
        now = (best + _beside_the_highest(self._found, best)) / self._rate
        if clear and abs(now - self._last) < ALIKE:
            self.seconds = now
        self._last = now if clear else -1.0
        return True


def _beside_the_highest(values: NDArray[np.float64], best: int) -> float:
    """Return how far beside the highest value the top of a parabola through it and its neighbours lies, -.5 to .5."""
    if not 0 < best < len(values) - 1:
        return 0.0
    before, highest, after = values[best - 1 : best + 2].tolist()
    bend = before - 2.0 * highest + after
    return 0.5 * (before - after) / bend if bend < 0.0 else 0.0
