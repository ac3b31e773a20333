"""Dampens what is left over of an echo, frequency by frequency, where no more than that is heard.

What may be left is what was played, with the room's decay behind it, times a leak that is learned: the share that
usually remains. It is never thought to be more than the way through the room can bring, so that a crowd that is louder
than the loudspeakers is not taken for them. Source: residual echo suppression as in E. Haensler and G. Schmidt,
"Acoustic Echo and Noise Control", Wiley 2004, chapter 10, with a median in place of means.
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Numbers = NDArray[np.float32]

DECAY = 60.0 / 0.8
"""dB a second by which what was played dies away in the room, at the slowest."""
WAITING = 10.0
"""The same as long as nobody knows how much later it is heard: it may be heard for a while still."""
LEARNS, UNLEARNS = 40.0, 20.0
"""dB a second by which the leak rises and falls: it comes to rest where a third of all moments lie above."""
MARGIN, LOW_MARGIN, LOW = 25.0, 600.0, 500.0
"""How much of the power of what may be left counts as echo: single moments stand out of the usual.

Towards 0 Hz it is LOW_MARGIN: a frame holds half of a low swing, or none.
"""
LEAST_LEAK = 1e-5
NOISE_RISES = 3.0
"""dB a second by which the room's own noise may seem to rise; it falls at once."""
_TINY = 1e-12


class Gate:
    """Works on frames of twice `hop` samples, each a hop later than the last; what it returns comes one hop late."""

    def __init__(self, hop: int, channels: int, sample_rate: float) -> None:
        self.hop = hop
        self._window = np.sin(np.pi * (np.arange(2 * hop) + 0.5) / (2 * hop)).astype(np.float32)
        hops = sample_rate / hop
        self._decay = np.float32(10.0 ** (-DECAY / 10.0 / hops))
        self._wait = np.float32(10.0 ** (-WAITING / 10.0 / hops))
        self.waits = True
        """Whether nobody knows yet how much later it is heard."""
        self._up = np.float32(10.0 ** (LEARNS / 10.0 / hops))
        self._down = np.float32(10.0 ** (-UNLEARNS / 10.0 / hops))
        self._rise = np.float32(10.0 ** (NOISE_RISES / 10.0 / hops))
        low = np.maximum(0.0, 1.0 - np.arange(hop + 1) * sample_rate / (2 * hop) / LOW)
        self._margin = (MARGIN * (LOW_MARGIN / MARGIN) ** low).astype(np.float32)
        self._heard = np.zeros(3 * hop, np.float32)
        self._played = np.zeros((channels, 3 * hop), np.float32)
        self._reverberant = np.zeros(hop + 1, np.float32)
        self.leak = np.ones(hop + 1, np.float32)
        """Usual ratio of the power that is left to the power that was played, by frequency."""
        self._noise = np.zeros(hop + 1, np.float32)
        self._smooth = np.zeros(hop + 1, np.float32)
        self._tail = np.zeros(hop, np.float32)

    def dampen(self, played: Samples, heard: Samples, coupling: Numbers) -> Samples:
        """Return two hops, one hop late, of `heard`, shape (2 * hop,), without what is echo of `played`.

        `played` has the shape (channels, 2 * hop), and `coupling` is the greatest power gain between both, shape
        (hop + 1,).
        """
        spectra, sources = self._frames(self._heard, heard), self._frames(self._played, played)
        powers = spectra.real**2 + spectra.imag**2
        gains = np.empty_like(powers)
        for index, source in enumerate((sources.real**2 + sources.imag**2).sum(axis=0)):
            gains[index] = self._gain(powers[index], self._expect(powers[index], source, coupling))
        first, second = np.fft.irfft(spectra * np.sqrt(gains), axis=-1) * self._window
        out = np.concatenate([self._tail + first[: self.hop], first[self.hop :] + second[: self.hop]])
        self._tail = second[self.hop :].copy()
        return out

    def _frames(self, kept: Samples, new: Samples) -> NDArray[np.complex64]:
        """Return the spectra of the two frames that end in what is new, and keep its last hop for the next ones."""
        kept[..., : self.hop] = kept[..., -self.hop :]
        kept[..., self.hop :] = new
        framed = np.stack([kept[..., : 2 * self.hop], kept[..., self.hop :]], axis=-2)
        return np.fft.rfft(framed * self._window, axis=-1).astype(np.complex64, copy=False)

    def _expect(self, power: Numbers, source: Numbers, coupling: Numbers) -> Numbers:
        """Return the power that an echo of `source` may have here, and learn how much is left of it usually."""
        np.maximum(source, self._reverberant * (self._wait if self.waits else self._decay), out=self._reverberant)
        if self.waits:
            self.leak[:] = coupling
        more = power > self.leak * self._reverberant
        self.leak *= np.where(more, self._up, self._down)
        np.minimum(self.leak, coupling, out=self.leak)
        np.maximum(self.leak, LEAST_LEAK, out=self.leak)
        # A frame is short, and a low tone that sets in is wider than its frequency.
        return _widened(_widened(self._margin * self.leak * self._reverberant))

    def _gain(self, power: Numbers, echo: Numbers) -> Numbers:
        """Return the power gain that takes the echo out, but leaves the room its own noise."""
        # Single bins scatter; what people do is wider, and lasts.
        wide = power.copy()
        wide[1:-1] = (power[:-2] + power[1:-1] + power[2:]) / 3.0
        self._smooth += 0.5 * (wide - self._smooth)
        wide = np.maximum(wide, self._smooth)
        own = wide > 2.0 * echo
        noise = np.minimum(wide, (self._noise + _TINY) * self._rise)
        self._noise = np.where(own, noise, self._noise)
        gain: Numbers = np.maximum(0.0, 1.0 - echo / (wide + _TINY))
        return np.maximum(gain, np.minimum(1.0, self._noise / (power + _TINY)))


def _widened(power: Numbers) -> Numbers:
    """Return for each frequency the greatest power of it and its neighbours."""
    wide = power.copy()
    np.maximum(wide[1:], power[:-1], out=wide[1:])
    np.maximum(wide[:-1], power[1:], out=wide[:-1])
    return wide
