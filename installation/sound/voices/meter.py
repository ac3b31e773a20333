"""A meter that hears sound as it comes: integrated loudness and true peak, however long it lasts."""

import numpy as np
from numpy.typing import NDArray

from installation.sound.voices.loudness import ABSOLUTE_GATE, OFFSET, SILENCE, lufs, true_peak, weigh, weighting

_HOPS = 4
"""Hops of 100 ms in a gating block of 400 ms (ITU-R BS.1770-4)."""
_OVERLAP, _FADE = 256, 64
"""Samples of the last block that are heard again, and over which each is faded: a cut would have peaks of its own."""
_SECONDS = 1.0


class Meter:
    """Measures samples of shape (n, channels), block after block."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._hop = sample_rate // 10
        self._block = int(_SECONDS * sample_rate)
        self._filters = weighting(sample_rate)
        self._memory = np.zeros((channels, 2, 2))
        self._waiting: NDArray[np.float32] = np.zeros((0, channels), np.float32)
        self._before: NDArray[np.float32] = np.zeros((_OVERLAP, channels), np.float32)
        self._powers: list[float] = []
        """The mean weighted power of each hop, summed over the channels."""
        self._peak = -np.inf

    def hear(self, samples: NDArray[np.float32]) -> None:
        """Hear the next samples."""
        self._waiting = np.concatenate([self._waiting, samples])
        if len(self._waiting) >= self._block:
            block, self._waiting = self._waiting[: self._block], self._waiting[self._block :]
            self._measure(block)

    def _measure(self, block: NDArray[np.float32], last: bool = False) -> None:
        whole = np.concatenate([self._before, block])
        rising = np.linspace(0.0, 1.0, min(_FADE, len(whole)), dtype=np.float32)[:, None]
        whole[: len(rising)] *= rising
        if not last:
            whole[-len(rising) :] *= rising[::-1]
        self._peak = max(self._peak, true_peak(whole))
        self._before = block[-_OVERLAP:]
        channels = np.ascontiguousarray(block.T, dtype=np.float64)
        weighted = np.empty_like(channels)
        weigh(channels, self._filters, self._memory, weighted)
        hops = len(block) // self._hop
        squares = np.sum(weighted[:, : hops * self._hop] ** 2, axis=0).reshape(hops, self._hop)
        self._powers += squares.mean(axis=1).tolist()

    def _finish(self) -> None:
        if len(self._waiting):
            block, self._waiting = self._waiting, self._waiting[:0]
            self._measure(block, last=True)

    @property
    def true_peak(self) -> float:
        """The true peak of all that was heard, in dBTP."""
        self._finish()
        return float(self._peak)

    @property
    def integrated(self) -> float:
        """The gated loudness of all that was heard, in LUFS."""
        self._finish()
        if len(self._powers) < _HOPS:
            return SILENCE
        powers = np.convolve(self._powers, np.full(_HOPS, 1.0 / _HOPS), "valid")
        loud = powers[powers > 10.0 ** ((ABSOLUTE_GATE - OFFSET) / 10.0)]
        return lufs(float(np.mean(loud[loud > 0.1 * np.mean(loud)]))) if loud.size else SILENCE
