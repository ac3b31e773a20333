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
        shape = partitions, channels, self._bins
        self._played = np.zeros((channels, 2 * block), np.float32)
        # Twice as long as needed: the newest spectra are a view that wanders down, and nothing is moved at each block.
        self._spectra = np.zeros((2 * partitions, channels, self._bins), np.complex64)
        self._powers = np.zeros((2 * partitions, channels, self._bins), np.float32)
        self._at = partitions
        self.weights = np.zeros(shape, np.complex64)
        falling = np.exp(-4.0 * np.arange(partitions) / partitions)
        self._prior = (EXPECTED * falling / falling.sum()).astype(np.float32)[:, None, None]
        self.doubt = np.broadcast_to(self._prior, shape).astype(np.float32)
        """Expected squared error of each weight."""
        self._changes = np.zeros(shape, np.float32)
        """By how much that grows from one time of learning to the next: the room changes."""
        self._unexplained = np.full(self._bins, 1e-3, np.float32)
        self._turn = 0
        self._work, self._products = np.zeros(shape, np.float32), np.zeros(shape, np.complex64)
        self._all = np.ones(partitions * channels, np.float32)

    def coupling(self, share: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the power gain from what is played to what is heard, and to what is left, by frequency, shape (bins,).

        Of what is known so great a `share` is left, and all of what is not known.
        """
        known = self.weights.real**2 + self.weights.imag**2
        self._changes = (1.0 - STAYS**2) * ((1.0 - SPREAD) * known + SPREAD * known.mean(axis=0))
        both = known.sum(axis=0), self.doubt.sum(axis=0)
        return (both[0] + both[1]).max(axis=0), (share * both[0] + both[1]).max(axis=0)

    def explain(self, played: Samples, heard: Samples, learns: bool = True) -> Samples:
        """Return what of `heard`, shape (block,), comes from `played`, shape (channels, block), and learn from it."""
        self._take(played)
        np.multiply(self._spectra[self._at : self._at + self.partitions], self.weights, out=self._products)
        known = self._products.reshape(-1, self._bins).sum(axis=0)
        explained = np.fft.irfft(self._padded(known))[self.block :].astype(np.float32, copy=False)
        if learns:
            left = np.zeros(2 * self.block, np.float32)
            left[self.block :] = heard - explained
            self._learn(np.fft.rfft(left)[: self._bins].astype(np.complex64, copy=False))
        return explained

    def forget(self) -> None:
        """Know nothing any more."""
        self.weights[:] = 0.0
        self.doubt[:] = self._prior

    def recall(self, played: Samples) -> None:
        """Take in what was played before the next block, shape (channels, (partitions + 1) * block), unheard."""
        blocks = played.reshape(len(played), self.partitions + 1, self.block)[:, ::-1].swapaxes(0, 1)
        spectra = np.fft.rfft(np.concatenate([blocks[1:], blocks[:-1]], axis=2), axis=2)[..., : self._bins]
        self._at = self.partitions
        self._spectra[self._at :] = spectra
        self._powers[self._at :] = spectra.real**2 + spectra.imag**2
        self._played[:, self.block :] = blocks[0]

    def _take(self, played: Samples) -> None:
        self._played[:, : self.block] = self._played[:, self.block :]
        self._played[:, self.block :] = played
        if self._at == 0:
            self._at = self.partitions + 1
            for kept in (self._spectra, self._powers):
                kept[self._at :] = kept[: self.partitions - 1]
        self._at -= 1
        newest = np.fft.rfft(self._played, axis=1)[:, : self._bins]
        self._spectra[self._at] = newest
        self._powers[self._at] = newest.real**2 + newest.imag**2

    def _learn(self, left: NDArray[np.complex64]) -> None:
        """Move each weight by what is left over, the further the less sure it is."""
        newest = slice(self._at, self._at + self.partitions)
        powers, work, products = self._powers[newest], self._work, self._products
        self._unexplained += (1.0 - HEARD) * (left.real**2 + left.imag**2 - self._unexplained)
        np.multiply(powers, self.doubt, out=work)
        expected = 0.5 * (self._all @ work.reshape(-1, self._bins)) + self._unexplained + _TINY
        np.divide(self.doubt, expected, out=work)
        np.multiply(self._spectra[newest], left.conj(), out=products)
        np.conj(products, out=products)
        products *= work
        self.weights += products
        # In place, each pass over memory that is warm: doubt becomes STAYS^2 (1 - step powers / 2) doubt + changes.
        work *= powers
        work *= -0.5
        work += 1.0
        self.doubt *= work
        self.doubt *= STAYS**2
        self.doubt += self._changes
        self._confine()

    def _confine(self) -> None:
        """Keep a partition, another one each time, within its own delays."""
        self._turn = (self._turn + 1) % self.partitions
        response = np.fft.irfft(self._padded(self.weights[self._turn]))
        response[:, self.block :] = 0.0
        self.weights[self._turn] = np.fft.rfft(response)[:, : self._bins]

    def _padded(self, spectrum: NDArray) -> NDArray[np.complex64]:
        padded = np.zeros((*spectrum.shape[:-1], self.block + 1), np.complex64)
        padded[..., : self._bins] = spectrum
        return padded
