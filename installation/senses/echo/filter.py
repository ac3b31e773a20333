"""Learns the way from what was played to what is heard, and takes out what it explains.

Source: the partitioned block frequency-domain Kalman filter of F. Kuech, E. Mabande and G. Enzner, "State-space
architecture of the partitioned-block-based acoustic echo controller", ICASSP 2014. How fast it learns follows from how
sure it is of what it knows, and from what else is heard: people who speak do not lead it astray.
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

HIGHEST = 8000.0
"""Hz up to which the way is learned: above, loudspeakers beam and clocks drift too fast; the gate must do."""
STAYS = 0.9995
"""How much of the way stays what it was, from block to block: a room changes within some ten seconds."""
SPREAD = 0.05
"""Share of what changes that may appear at another delay than before."""
HEARD = 0.9
"""How much of the power that is not explained is remembered from block to block."""
EXPECTED = 1.0
"""Power gain from loudspeaker to microphone before anything is known, the sum over all delays."""
_TINY = 1e-12


class EchoFilter:
    """Explains a microphone by `channels` that were played, over `partitions` blocks of `block` samples."""

    def __init__(self, block: int, partitions: int, channels: int, sample_rate: float) -> None:
        self.block, self.partitions = block, partitions
        self._bins = min(block + 1, int(HIGHEST / sample_rate * 2 * block) + 1)
        shape = channels, partitions, self._bins
        self._played = np.zeros((channels, 2 * block), np.float32)
        # Twice as long as needed: the newest spectra are a view that wanders down, and nothing is moved at each block.
        self._spectra = np.zeros((channels, 2 * partitions, self._bins), np.complex64)
        self._powers = np.zeros((channels, 2 * partitions, self._bins), np.float32)
        self._at = partitions
        self.weights = np.zeros(shape, np.complex64)
        falling = np.exp(-4.0 * np.arange(partitions) / partitions)
        self._prior = (EXPECTED * falling / falling.sum()).astype(np.float32)[None, :, None]
        self.doubt = np.broadcast_to(self._prior, shape).astype(np.float32)
        """Expected squared error of each weight."""
        self._unexplained = np.full(self._bins, 1e-3, np.float32)
        self._turn = 0

    def coupling(self, share: float) -> NDArray[np.float32]:
        """Power gain from what is played to what is left, by frequency, shape (bins,), where `share` of it is left.

        What is not known counts as if all of it were left.
        """
        known = self.weights.real**2 + self.weights.imag**2
        gain: NDArray[np.float32] = (share * known + self.doubt).sum(axis=1).max(axis=0)
        return gain

    def explain(self, played: Samples, heard: Samples) -> Samples:
        """Return what of `heard`, shape (block,), comes from `played`, shape (channels, block), and learn from it."""
        self._take(played)
        newest = slice(self._at, self._at + self.partitions)
        spectra, powers = self._spectra[:, newest], self._powers[:, newest]
        explained = np.fft.irfft(self._padded((spectra * self.weights).sum(axis=(0, 1))))[self.block :]
        left = np.zeros(2 * self.block, np.float32)
        left[self.block :] = heard - explained
        self._learn(spectra, powers, np.fft.rfft(left)[: self._bins].astype(np.complex64))
        return explained.astype(np.float32)

    def forget(self) -> None:
        """Know nothing any more."""
        self.weights[:] = 0.0
        self.doubt[:] = self._prior

    def recall(self, played: Samples) -> None:
        """Take in what was played before the next block, shape (channels, (partitions + 1) * block), unheard."""
        blocks = played.reshape(len(played), self.partitions + 1, self.block)[:, ::-1]
        spectra = np.fft.rfft(np.concatenate([blocks[:, 1:], blocks[:, :-1]], axis=2), axis=2)[..., : self._bins]
        self._at = self.partitions
        self._spectra[:, self._at :] = spectra
        self._powers[:, self._at :] = spectra.real**2 + spectra.imag**2
        self._played[:, self.block :] = blocks[:, 0]

    def _take(self, played: Samples) -> None:
        self._played[:, : self.block] = self._played[:, self.block :]
        self._played[:, self.block :] = played
        if self._at == 0:
            self._at = self.partitions + 1
            for kept in (self._spectra, self._powers):
                kept[:, self._at :] = kept[:, : self.partitions - 1]
        self._at -= 1
        newest = np.fft.rfft(self._played, axis=1)[:, : self._bins]
        self._spectra[:, self._at] = newest
        self._powers[:, self._at] = newest.real**2 + newest.imag**2

    def _learn(self, spectra: NDArray, powers: NDArray, left: NDArray[np.complex64]) -> None:
        """Move each weight by what is left over, the further the less sure it is."""
        power = left.real**2 + left.imag**2
        self._unexplained += (1.0 - HEARD) * (power - self._unexplained)
        expected = 0.5 * (powers * self.doubt).sum(axis=(0, 1)) + self._unexplained + _TINY
        step = self.doubt / expected
        self.weights += step * (np.conj(spectra) * left)
        known = self.weights.real**2 + self.weights.imag**2
        changes = (1.0 - SPREAD) * known + SPREAD * known.mean(axis=1, keepdims=True)
        self.doubt = STAYS**2 * (1.0 - 0.5 * step * powers) * self.doubt + (1.0 - STAYS**2) * changes
        self._confine()

    def _confine(self) -> None:
        """Keep a partition, another one each time, within its own delays."""
        self._turn = (self._turn + 1) % self.partitions
        response = np.fft.irfft(self._padded(self.weights[:, self._turn]))
        response[:, self.block :] = 0.0
        self.weights[:, self._turn] = np.fft.rfft(response)[:, : self._bins]

    def _padded(self, spectrum: NDArray) -> NDArray[np.complex64]:
        padded = np.zeros((*spectrum.shape[:-1], self.block + 1), np.complex64)
        padded[..., : self._bins] = spectrum
        return padded
