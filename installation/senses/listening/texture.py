"""Texture: noise or tone, struck or held, and claps.

Harmonic and percussive sound are parted as by D. FitzGerald ("Harmonic/percussive separation using median filtering",
DAFx 2010), with a median over the past only. Flatness: J. D. Johnston, "Transform coding of audio signals using
perceptual noise criteria", IEEE JSAC 6 (1988). What a clap is like: L. Peltola, C. Erkut, P. Cook and V. Valimaki,
"Synthesis of hand clapping sounds", IEEE Trans. Audio, Speech and Language Processing 15 (2007).
"""

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from installation.senses.listening.onsets import HOPS_PER_SECOND
from installation.senses.listening.sources import ramp

Numbers = NDArray[np.float64]

_BANDS = 56
_LOWEST, _HIGHEST = 80.0, 12000.0
_BANDS_OF_OCTAVE = 8
_PARTED = 2  # of so many spectra one is parted into what is held and what is struck
_PAST = 5  # spectra whose median is what is held
_BESIDE = 9  # bands whose median is what is struck

_CLAP_LOW, _CLAP_FROM, _CLAP_TO = 350.0, 800.0, 6500.0  # Hz: below the first a clap has little, between the others most
_PEAK_HOPS, _DECAY_HOPS = 5, 15
_CLAPS_SECONDS = 4.0
_FORGETTING_CLAPS = 1.0 - 1.0 / (_CLAPS_SECONDS * HOPS_PER_SECOND)


class Texture:
    """Hears power spectra of `size` samples, thirty a second. `flatness` and `percussive` are 0 to 1.

    `evenness` is how evenly the power of the newest lies within an octave, where most of it lies: near 1 for noise of
    any colour, near 0 for tones, and in between for music and speech.
    """

    def __init__(self, size: int, sample_rate: float) -> None:
        top = min(_HIGHEST, 0.45 * sample_rate)
        edges = np.geomspace(_LOWEST, top, _BANDS + 1) * size / sample_rate
        starts = np.round(edges).astype(np.intp)
        for band in range(1, len(starts)):
            starts[band] = max(starts[band], starts[band - 1] + 1)
        self._starts = starts[starts <= size // 2]
        self._widths = np.diff(self._starts)
        self._octaves = len(self._widths) // _BANDS_OF_OCTAVE * _BANDS_OF_OCTAVE
        self._past = np.zeros((_PAST, len(self._widths)))
        beside = np.arange(len(self._widths))[:, None] + np.arange(_BESIDE)[None, :] - _BESIDE // 2
        self._beside = np.clip(beside, 0, len(self._widths) - 1)
        self._heard = 0
        self.flatness = self.percussive = 0.0
        self.evenness = 1.0

    def hear(self, spectrum: NDArray[np.floating], presence: float) -> None:
        """Take the next power spectrum, shape (size / 2 + 1,), and how present sound is, 0 to 1."""
        densities = np.add.reduceat(spectrum, self._starts)[:-1] / self._widths + 1e-14
        count = len(densities)
        logs = np.log(densities)
        flat = math.exp(float(np.add.reduce(logs)) / count) * count / float(np.add.reduce(densities))
        self.flatness += (flat * presence - self.flatness) * 0.36
        self._heard += 1
        if self._heard % _PARTED == 0:
            self._part(np.sqrt(densities), presence)
        self.evenness = self._within_octaves(densities, logs)

    def fade(self) -> None:
        """Let a tick pass in which nothing arrives."""
        self.flatness *= 0.8
        self.percussive *= 0.8

    def _within_octaves(self, densities: Numbers, logs: Numbers) -> float:
        densities, logs = (row[: self._octaves].reshape(-1, _BANDS_OF_OCTAVE) for row in (densities, logs))
        powers = np.add.reduce(densities * self._widths[: self._octaves].reshape(densities.shape), axis=1)
        flat = np.exp(np.add.reduce(logs, axis=1) / _BANDS_OF_OCTAVE) / np.add.reduce(densities, axis=1)
        return _BANDS_OF_OCTAVE * float(flat @ powers) / float(np.add.reduce(powers))

    def _part(self, magnitudes: Numbers, presence: float) -> None:
        self._past[self._heard // _PARTED % _PAST] = magnitudes
        held = np.partition(self._past, _PAST // 2, axis=0)[_PAST // 2]
        struck = np.partition(magnitudes[self._beside], _BESIDE // 2, axis=1)[:, _BESIDE // 2]
        held, struck = held * held, struck * struck
        power = magnitudes * magnitudes
        share = float((power * struck / (held + struck + 1e-14)).sum() / power.sum())
        self.percussive += (share * presence - self.percussive) * 0.64


class Claps:
    """Tells claps from other onsets: broad, in the middle of the spectrum, without a bass, and short.

    `likelihood`, 0 to 1, is how much the onsets of the last seconds are claps. `edges` are those of the bands in Hz.
    """

    def __init__(self, edges: Numbers) -> None:
        self._low = edges < _CLAP_LOW
        self._middle = (edges >= _CLAP_FROM) & (edges < _CLAP_TO)
        self._high = edges >= _CLAP_TO
        self._widths = np.diff(np.append(edges, edges[-1] * 1.2))
        self._past: deque[Numbers] = deque([np.zeros(len(edges))] * 4, maxlen=4)
        self._before = self._peak = self._past[0]
        self._since = 1000
        self.likelihood = 0.0

    def hop(self, spectrum: Numbers, onset: bool) -> None:
        """Take the log spectrum of a hop, shape (bands,), and whether something began with it."""
        if onset:
            self._before, self._peak, self._since = self._past[0], spectrum, 0
        self._past.append(spectrum)
        self._since += 1
        if self._since <= _PEAK_HOPS:
            self._peak = np.maximum(self._peak, spectrum)
        elif self._since == _DECAY_HOPS:
            strength, clap = self._judge(spectrum)
            self.likelihood += (clap - self.likelihood) * 0.5 * strength
        self.likelihood *= _FORGETTING_CLAPS

    def _judge(self, after: Numbers) -> tuple[float, float]:
        """Return how much the newest onset says, and how much it is a clap, each 0 to 1."""
        rise = self._peak - self._before
        power = np.maximum(10.0 ** (2.0 * self._peak) - 10.0 ** (2.0 * self._before), 0.0) * self._widths
        total = float(power.sum()) + 1e-12
        low, middle = float(power[self._low].sum()) / total, float(power[self._middle].sum()) / total
        densities = power[self._middle] / self._widths[self._middle] + 1e-12
        flat = math.exp(float(np.log(densities).mean())) / float(densities.mean())
        fall = float((self._peak - after)[self._middle].mean())
        strength = ramp(float(rise[self._middle].mean()), 0.15, 0.5)
        marks = (
            ramp(low, 0.35, 0.1),
            ramp(middle, 0.35, 0.7),
            ramp(flat, 0.1, 0.4),
            ramp(fall, 0.12, 0.4),
        )
        return strength, math.prod(marks) ** 0.4
