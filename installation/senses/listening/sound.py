"""Sound as it comes, made ready to be heard: one channel, whole numbers, no offset, the newest samples at hand."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Samples = NDArray[np.float32]

_POLARITY_SECONDS = 1.0
_COMPARED_BLOCKS = 16
"""Of so many blocks one is enough to tell how channels stand to each other."""
_OPPOSED = -0.6
"""Correlation below which a channel is taken for another one turned over, as a balanced cable in a stereo input is."""
_LIVE = 1e-4
"""Share of the loudest channel's power above which a channel is live."""
_ALIKE = -0.2
"""Correlation above which it is not any more."""


class Mixer:
    """Makes one channel of several. They add by power, so that one live channel among eight dead ones is heard.

    A channel that is another one turned over is turned back: the sum of both would be silence.
    """

    def __init__(self, sample_rate: float) -> None:
        self._memory = _POLARITY_SECONDS * sample_rate
        self._products: NDArray[np.float64] = np.zeros((0, 0))
        self._shares: Samples = np.zeros(0, np.float32)
        self._blocks = 0

    def mix(self, block: ArrayLike) -> Samples:
        """Return a block, shape (n,) or (n, channels), as shape (n,); what is not a number is silence.

        Samples beyond -1..1 are clipped before they are added up.
        """
        given = np.asarray(block)
        # Not "greater than 1": what is not a number is not greater than anything.
        if not np.maximum.reduce(np.abs(given), axis=None, initial=0.0) <= 1.0:
            given = np.clip(np.nan_to_num(given, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)
        samples: Samples = np.asarray(given, np.float32)
        if samples.ndim == 1:
            return samples
        channels = samples.shape[1]
        if channels < 2 or not len(samples):
            return samples.sum(axis=1)
        if self._blocks % _COMPARED_BLOCKS == 0 or len(self._shares) != channels:
            self._compare(samples)
        self._blocks += 1
        mixed: Samples = np.dot(samples, self._shares)
        return mixed

    def _compare(self, samples: Samples) -> None:
        channels = samples.shape[1]
        if len(self._shares) != channels:
            self._products = np.zeros((channels, channels))
            self._shares = np.full(channels, 1.0 / math.sqrt(channels), np.float32)
        apart = samples - np.full(len(samples), 1.0 / len(samples), np.float32) @ samples
        self._products *= math.exp(-_COMPARED_BLOCKS * len(samples) / self._memory)
        self._products += apart.T @ apart
        powers = np.diag(self._products)
        loudest = int(powers.argmax())
        # What is dead takes no share.
        share = 1.0 / math.sqrt(int(np.count_nonzero(powers >= _LIVE * powers[loudest])))
        self._shares = np.copysign(share, self._shares).astype(np.float32)
        alike = self._products[loudest] / np.sqrt(powers * powers[loudest] + 1e-12)
        self._shares[alike < _OPPOSED] = -share
        self._shares[alike > _ALIKE] = share


class Recent:
    """The newest samples, at most `size`, the oldest first; silence before the first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._buffer = np.zeros(4 * size, np.float32)
        self._end = size

    def room(self, count: int) -> Samples:
        """Return where to write the next `count` samples, fewer than `size`."""
        if self._end + count > len(self._buffer):
            # Copied once in a while, instead of shifted at every hop.
            self._buffer[: self._size] = self._buffer[self._end - self._size : self._end]
            self._end = self._size
        self._end += count
        return self._buffer[self._end - count : self._end]

    def begin(self, samples: Samples, before: int = 0) -> None:
        """Pretend that it has sounded like these samples for long, there and back again, up to the newest `before`."""
        both = np.concatenate([samples, samples[::-1]])
        end = self._end - before
        self._buffer[:end] = np.resize(both, end)[::-1]

    def newest(self, count: int, before: int = 0) -> Samples:
        """Return the `count` samples that came before the newest `before` ones, as they are until others come."""
        end = self._end - before
        return self._buffer[end - count : end]


def power_of_two(size: float) -> int:
    """Return the power of two nearest to a size."""
    return int(2 ** round(math.log2(size)))


def late_window(size: int) -> Samples:
    """A cosine window that rises over three quarters and falls over the newest quarter, so that news counts early."""
    rise = 3 * size // 4
    rising = np.sin(np.pi / 2 * (np.arange(rise) + 0.5) / rise) ** 2
    falling = np.cos(np.pi / 2 * (np.arange(size - rise) + 0.5) / (size - rise)) ** 2
    return np.concatenate([rising, falling]).astype(np.float32)
