"""Music: what takes longer to hear than a tick, put together: beats at every hop, all else ten times a second."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from installation.score import TICKS_PER_SECOND
from installation.senses.listening.accents import DEEP, HOPS_PER_FRAME, WHOLE, Accents, Rise
from installation.senses.listening.beats import Beat, BeatTracker
from installation.senses.listening.form import Form
from installation.senses.listening.levels import LEVELS_PER_SECOND, Loudness
from installation.senses.listening.pulse import Bar, Pulse
from installation.senses.listening.sources import Sources, ramp
from installation.senses.listening.texture import Claps, Texture
from installation.senses.listening.tonal import TonalListener

Numbers = NDArray[np.float64]

_LEAST_CONFIDENCE = 0.1
"""Confidence below which there is no tempo."""


class MusicListener:
    """Hears what a Listener analyses; `edges` are the lower edges in Hz of its onset bands, `accents` those in them.

    `size` is how many of the newest samples `measure` wants.
    """

    def __init__(self, sample_rate: float, spectrum_size: int, edges: Numbers, accents: Accents) -> None:
        self._accents, self._tracker = accents, BeatTracker()
        self._pulse, self._bar = Pulse(), Bar()
        self._claps = Claps(edges)
        self._texture = Texture(spectrum_size, sample_rate)
        self._loudness = Loudness()
        self._tones = TonalListener(sample_rate)
        self._sources, self._form = Sources(), Form()
        self._hops = self._onsets = 0
        self._sounding = 0.0
        self._low = self._change = self._heard = 0.0
        self._beat: Beat | None = None
        self.size = self._tones.size
        self.chroma: Numbers = np.zeros(12)

    @property
    def texture(self) -> tuple[float, float, float]:
        """Return flatness, percussive share and likelihood of claps, each 0 to 1."""
        return self._texture.flatness, self._texture.percussive, self._claps.likelihood * self._sounding

    def hops(self, spectra: Numbers, rises: Iterable[Rise], onsets: Iterable[bool], audible: Iterable[bool]) -> None:
        """Take the log spectra of some hops, shape (hops, bands), and how they have risen.

        And of each whether something begins, and whether it can be heard.
        """
        for spectrum, rise, onset, heard in zip(spectra, rises, onsets, audible, strict=True):
            self._hops += 1
            self._onsets += onset
            self._claps.hop(spectrum, onset)
            self._accents.hop(rise, heard)
            if self._hops % HOPS_PER_FRAME == 0:
                self._frame()

    def _frame(self) -> None:
        beat = self._tracker.hear(self._accents)
        self._pulse.frame(self._accents.strengths[WHOLE])
        self._low = max(0.8 * self._low, self._accents.strengths[DEEP])
        if beat:
            place = self._bar.beat(self._low, self._change)
            self._beat = Beat(self._tracker.period, self.confidence, place)

    def hear(self, spectrum: NDArray[np.floating], mean_square: float, level: float, presence: float) -> None:
        """Take a power spectrum, its K-weighted mean square, the level of its middle (dB), and its presence."""
        self._loudness.hear(mean_square)
        self._texture.hear(spectrum, presence)
        self._sources.hear(level)
        self._sounding = 1.0 if presence > 0.0 else max(0.0, self._sounding - 1.0 / LEVELS_PER_SECOND)
        self._heard += ((presence > 0.0) - self._heard) / LEVELS_PER_SECOND

    def fade(self) -> None:
        """Let a tick pass in which nothing arrives."""
        self._texture.fade()
        self._sounding = max(0.0, self._sounding - 1.0 / TICKS_PER_SECOND)

    @property
    def evenness(self) -> float:
        """How much the newest spectrum is like that of noise of any colour, 0 to 1."""
        return self._texture.evenness

    def take_beat(self) -> Beat | None:
        """Return the beat that fell since the last call, if one did."""
        beat, self._beat = self._beat, None
        return beat

    @property
    def confidence(self) -> float:
        """How sure the beat is, 0 to 1: how much is believed of its tempo, and how clear a pulse there is at all."""
        return self._tracker.sureness * ramp(self._pulse.clarity, 0.12, 0.4) if not self._tracker.resting else 0.0

    def measure(
        self, samples: NDArray[np.float32], loudness: float, bass: float, brightness: float, sounds: bool
    ) -> tuple[float, ...]:
        """Take the newest `size` samples and this tick's features; return one number for each of MUSIC."""
        tones = self._tones.hear(samples, min(1.0, 4.0 * loudness))
        self._pulse.measure()
        self._form.hear(loudness, bass, brightness, self._onsets, sounds)
        self._onsets = 0
        self.chroma, self._change = tones.chroma, tones.change
        flatness, _, clapping = self.texture
        clarity, key = self._pulse.clarity, tones.key
        heard = ramp(self._heard, 0.05, 0.4)
        self._sources.judge(heard, tones.tonalness, key.clarity, clarity, tones.pitch, flatness, clapping)
        sure = self.confidence
        tempo = self._tracker.tempo if sure >= _LEAST_CONFIDENCE else 0.0
        momentary, short_term = self._loudness.measure()
        return (
            momentary, short_term, tempo, sure, clarity, float(key.tonic), key.mode, key.clarity,
            tones.consonance, tones.tonalness, tones.register, tones.pitch, self._pulse.synchrony,
            self._form.build_up, self._form.drop, self._sources.voice, self._sources.crowd, self._sources.music,
            self._form.silence,
        )  # fmt: skip
