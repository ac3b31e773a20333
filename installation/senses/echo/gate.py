"""Dampens what is left over of an echo, band by band, where no more than that is heard.

What may be left is what was played, with the room's decay behind it, times a leak that is learned: the share that
usually remains. It is never thought to be more than the way through the room can bring, so that a crowd that is louder
than the loudspeakers is not taken for them. Single moments of what is left stand out of the usual; as long as nobody is
heard they must not pass. Who stands out of them in many bands at once is somebody: while they speak the gate opens for
what is fainter, too, since a word that is cut into pieces is worse than a little music behind it.

Sources: residual echo suppression as in E. Haensler and G. Schmidt, "Acoustic Echo and Noise Control", Wiley 2004,
chapter 10, with a median in place of means; a gain by how likely somebody is heard, and a noise that is the least heard
in a while, as in I. Cohen, "Noise spectrum estimation in adverse environments", IEEE Trans. Speech and Audio Processing
11 (2003).
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Numbers = NDArray[np.float32]

BANDS_AN_OCTAVE = 8.0
"""So wide are the bands, but no narrower than what a frame can tell apart."""
DECAY = 60.0 / 0.8
"""dB a second by which what was played dies away in the room, at the slowest."""
WAITING = 10.0
"""The same as long as nobody knows how much later it is heard: it may be heard for a while still."""
LEARNS, UNLEARNS = 40.0, 20.0
"""dB a second by which the leak rises and falls: it comes to rest where a third of all moments lie above."""
SLOWLY, AFTER = 0.07, 1.0
"""How much of that it rises while somebody is heard, whose words are no leak, and seconds until it rises as ever."""
MARGIN, LOW_MARGIN, LOW = 25.0, 600.0, 500.0
"""What of the power that may be left counts as echo while nobody is heard: single moments stand out of the usual.

Towards 0 Hz it is LOW_MARGIN: a frame holds half of a low swing, or none.
"""
BESIDE_VOICES = 3.0
"""The same while somebody is heard."""
VOICES, FEW, MANY = (150.0, 6000.0), 0.06, 0.2
"""Hz between which somebody is sought; shares of the bands there that stand out by chance, and where they are there."""
COMES, STAYS = 0.6, 0.2
"""How much of what is seen of somebody counts at once, and seconds for which they are still thought to be there."""
CLOSES = 40.0
"""dB in a tenth of a second by which the gate closes at the fastest."""
LEAST_LEAK = 1e-5
QUIETEST = -90.0
"""dB below full scale of the room's own noise at the least: so quiet is no room."""
NOISE_RISES = 15.0
"""dB a second by which it may seem to rise; it falls at once."""
ABOVE_NOISE = 12.0
"""How much more power than that noise somebody has who is heard."""
_TINY = 1e-12


class Gate:
    """Works on frames of twice `hop` samples, each a hop later than the last; what it returns comes one hop late."""

    def __init__(self, hop: int, channels: int, sample_rate: float) -> None:
        self.hop = hop
        self._window = np.sin(np.pi * (np.arange(2 * hop) + 0.5) / (2 * hop)).astype(np.float32)
        hops = sample_rate / hop
        self._starts = band_starts(hop, sample_rate)
        self._widths = np.diff(np.append(self._starts, hop + 1)).astype(np.float32)
        centres = self._starts + 0.5 * (self._widths - 1.0)
        self._to_bins = _straight_lines(centres, hop + 1)
        frequencies = centres * sample_rate / (2 * hop)
        low = np.maximum(0.0, 1.0 - frequencies / LOW)
        self._margin = np.log(MARGIN * (LOW_MARGIN / MARGIN) ** low).astype(np.float32)
        self._least_margin = np.log(np.full(len(frequencies), BESIDE_VOICES, np.float32))
        self._voices = slice(*np.searchsorted(frequencies, VOICES).tolist())
        self._decay, self._wait = (np.float32(10.0 ** (-fall / 10.0 / hops)) for fall in (DECAY, WAITING))
        self._up, self._down = LEARNS / 10.0 / hops * np.log(10.0), np.float32(10.0 ** (-UNLEARNS / 10.0 / hops))
        self._rise = np.float32(10.0 ** (NOISE_RISES / 10.0 / hops))
        self._forget = np.exp(-1.0 / (STAYS * hops))
        self._close = np.float32(10.0 ** (-CLOSES / hops))
        self.waits = True
        """Whether nobody knows yet how much later it is heard."""
        self.somebody = 0.0
        """How sure it is that more than an echo is heard, 0 to 1."""
        self._lately, self._pass = 0.0, np.exp(-1.0 / (AFTER * hops))
        self._frames = np.zeros((1 + channels, 2 * hop), np.float32)
        """What is heard, and each channel of what was played."""
        self._reverberant, self._smooth, self._gain = np.zeros((3, len(self._starts)), np.float32)
        self._quietest = np.float32(10.0 ** (QUIETEST / 10.0) * hop)
        self._noise = np.full(len(self._starts), self._quietest)
        self.leak = np.ones(len(self._starts), np.float32)
        """Usual ratio of the power that is left to the power that was played, by band."""
        self._tail = np.zeros(hop, np.float32)

    def dampen(self, played: Samples, heard: Samples, coupling: Numbers) -> Samples:
        """Return a hop, one hop late, of `heard`, shape (hop,), without what is echo of `played`.

        `played` has the shape (channels, hop), and `coupling` is the greatest power gain between both, by band.
        """
        frames = self._frames
        frames[:, : self.hop] = frames[:, self.hop :]
        frames[0, self.hop :], frames[1:, self.hop :] = heard, played
        spectra = np.fft.rfft(frames * self._window).astype(np.complex64, copy=False)
        power, source = self._powers(spectra)
        gain = self._follow(power, self._expect(power, source, coupling))
        framed = np.fft.irfft(spectra[0] * (self._to_bins @ np.sqrt(gain))).astype(np.float32, copy=False)
        framed *= self._window
        out = self._tail + framed[: self.hop]
        self._tail = framed[self.hop :]
        return out

    def _powers(self, spectra: NDArray[np.complex64]) -> tuple[Numbers, Numbers]:
        """Return the powers of what is heard and of all that was played, by band."""
        powers: Numbers = spectra.real**2 + spectra.imag**2
        powers[1] += powers[2:].sum(axis=0)
        means = np.asarray(np.add.reduceat(powers[:2], self._starts, axis=-1), np.float32)
        means /= self._widths
        return means[0], means[1]

    def _expect(self, power: Numbers, source: Numbers, coupling: Numbers) -> Numbers:
        """Return the power that an echo of `source` may have here, and learn how much is left of it usually."""
        np.maximum(source, self._reverberant * (self._wait if self.waits else self._decay), out=self._reverberant)
        if self.waits:
            self.leak[:] = coupling
        usual = self.leak * self._reverberant
        self._lately = max(self.somebody, self._lately * self._pass)
        up = np.float32(np.exp(self._up * (1.0 - (1.0 - SLOWLY) * self._lately)))
        self.leak *= np.where(power > usual, up, self._down)
        np.minimum(self.leak, coupling, out=self.leak)
        np.maximum(self.leak, LEAST_LEAK, out=self.leak)
        # A low tone that sets in is wider than its frequency.
        usual = _widened(usual)
        self._find_somebody(power, usual)
        margin = self._margin + self.somebody**2 * (self._least_margin - self._margin)
        self._follow_noise(power, usual)
        echo: Numbers = np.exp(margin) * usual
        return echo

    def _follow_noise(self, power: Numbers, usual: Numbers) -> None:
        """Follow the least that is heard where it is more than what is left of an echo."""
        least = np.maximum(np.minimum(power, self._noise * self._rise), self._quietest)
        self._noise = np.where(power > 2.0 * usual, least, self._noise)

    def _find_somebody(self, power: Numbers, usual: Numbers) -> None:
        out = (power > np.exp(self._margin) * usual + ABOVE_NOISE * self._noise)[self._voices]
        sure = (np.count_nonzero(out) / len(out) - FEW) / (MANY - FEW)
        if sure > self.somebody:
            self.somebody += COMES * (min(1.0, sure) - self.somebody)
        else:
            self.somebody *= self._forget

    def _follow(self, power: Numbers, echo: Numbers) -> Numbers:
        """Return the power gain that takes the echo out, but leaves the room its own noise."""
        # Single moments scatter; what people do lasts.
        self._smooth += 0.5 * (power - self._smooth)
        wide = np.maximum(power, self._smooth)
        self._gain = np.maximum(np.maximum(0.0, 1.0 - echo / (wide + _TINY)), self._close * self._gain)
        gain: Numbers = np.maximum(self._gain, np.minimum(1.0, self._noise / (power + _TINY)))
        return gain


def band_starts(hop: int, sample_rate: float) -> NDArray[np.intp]:
    """Return the first bin of each band, for frames of twice `hop` samples."""
    starts, wider = [0], 2.0 ** (1.0 / BANDS_AN_OCTAVE)
    while (following := max(starts[-1] + 1, round(starts[-1] * wider))) <= hop:
        starts.append(following)
    return np.array(starts, np.intp)


def _straight_lines(centres: NDArray[np.float64], bins: int) -> Numbers:
    """Return the weights, shape (bins, bands), that lay straight lines between values at the bands' centres."""
    lines = [np.interp(np.arange(bins), centres, one) for one in np.eye(len(centres))]
    return np.stack(lines, axis=1).astype(np.float32)


def _widened(power: Numbers) -> Numbers:
    """Return for each band the greatest power of it and its neighbours."""
    wide = power.copy()
    np.maximum(wide[1:], power[:-1], out=wide[1:])
    np.maximum(wide[:-1], power[1:], out=wide[:-1])
    return wide
