"""The low part of a long spectrum: sound is filtered and thinned out first, so that the transform is a short one."""

import math

import numpy as np
from numpy.typing import NDArray

from installation.senses.listening.sound import Samples

_LEAST_RATE = 11000.0
"""Hz to which sound is thinned out at most: what is folded back by that comes from 7 kHz and above."""
_TAPS = 9  # for each sample that is left out of how many
_BETA = 6.8  # of the Kaiser window: what is folded back loses 60 dB and more
_BLOCK = 8  # samples that are made at once


class LowSpectrum:
    """Magnitudes of the spectrum of `size` samples in a Hann window, from 0 Hz to `highest`, at most 4000 Hz.

    `bins` is how many there are, `width` that of one of them in Hz. Thinned out by a filter in polyphase form, which is
    a product of matrices (P. Vaidyanathan, "Multirate digital filters, filter banks, polyphase networks, and
    applications: a tutorial", Proceedings of the IEEE 78, 1990), and what the filter takes away is given back.
    """

    def __init__(self, size: int, sample_rate: float, highest: float) -> None:
        self.width = sample_rate / size
        self.bins = min(size // 2, int(highest / self.width) + 2)
        step = 2 ** int(math.log2(max(1.0, sample_rate / _LEAST_RATE)))
        taps = _low_pass(step, highest / sample_rate)
        block = np.zeros((2 * _BLOCK * step, _BLOCK))
        for sample in range(_BLOCK):
            block[step * sample : step * sample + len(taps), sample] = taps
        self._soon, self._late = np.split(block.astype(np.float32), 2)
        # A sample that is made stands where the middle of the filter does.
        middles = np.arange(0, size, step) + (len(taps) - 1) / 2
        self._window = (np.sin(np.pi * middles / size) ** 2).astype(np.float32)
        turns = np.outer(np.arange(self.bins) / size, np.arange(len(taps)))
        response = np.abs(np.exp(-2j * np.pi * turns) @ taps)
        self._given_back = (step / response).astype(np.float32)

    def measure(self, samples: Samples) -> NDArray[np.float32]:
        """Return the magnitudes of samples, shape (size,), as shape (bins,)."""
        blocks = samples.reshape(-1, len(self._soon))
        thinned = np.dot(blocks, self._soon)
        thinned[:-1] += np.dot(blocks[1:], self._late)
        low = thinned.reshape(-1)
        low *= self._window
        magnitudes: NDArray[np.float32] = np.abs(np.fft.rfft(low)[: self.bins])
        magnitudes *= self._given_back
        return magnitudes


def _low_pass(step: int, cutoff: float) -> NDArray[np.float64]:
    """Return the filter before one of so many samples is kept; `cutoff` in cycles a sample. One of one needs none."""
    if step == 1:
        return np.ones(1)
    count = _TAPS * step
    apart = np.arange(count) - (count - 1) / 2
    taps = np.sinc(2.0 * cutoff * apart) * np.kaiser(count, _BETA)
    return taps / taps.sum()
