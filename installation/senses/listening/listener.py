"""Hearing: blocks of sound in, a few numbers between 0 and 1 out, sixty times a second.

Pure numpy, causal, and the same for a microphone and a file. Sound is cut into hops of a 180th
of a second, three to a tick. A short window (21 ms) gives every hop its envelope and its onset;
a long one (85 ms), read every third hop, gives loudness, bands and brightness, since a bass note
cannot be told from its neighbour in less. Levels are judged against the room's own recent range,
which adapts but never reaches below an absolute floor: the noise of an empty room is not loud.

Sources: loudness weighting: ITU-R BS.1770-5 (K-weighting). Onsets: spectral flux of a logarithmic filterbank
after S. Boeck, F. Krebs and M. Schedl, "Evaluating the online capabilities of onset detection methods", ISMIR 2012.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from installation.score import MUSIC, PITCH_CLASSES, Event, round_value
from installation.senses.listening.levels import (
    BANDS,
    LEVELS,
    Calibration,
    Range,
    band_starts,
    decibel,
    decibels,
    loudness_weight,
)
from installation.senses.listening.onsets import HOPS_PER_SECOND, OnsetFinder

HOPS_PER_TICK = 3
TICKS_PER_MUSIC = 6
REMEMBERED_TICKS = 240  # ticks of silence in which what was heard is still said, so that a rest in music is no end
STARVED_TICKS = 6  # A sound card may deliver in bursts; after a tenth of a second without any sound it is silence.

class Listener:
    """Hears blocks of sound and says, once a tick, what the room sounds like now.

    `sample_rate` in Hz, 16000 to 96000 in ordinary use; any rate from 8000 on works. `calibration` is what was
    measured of this room, where somebody did. `levels` are the newest, in dB below full scale, one for each of
    LEVELS. Raises ValueError for a rate below 8000.
    """

    def __init__(self, sample_rate: float, calibration: Calibration | None = None) -> None:
        if not sample_rate >= 8000:
            raise ValueError(f"sample rate {sample_rate}: expected at least 8000 Hz")
        self.sample_rate = float(sample_rate)
        self._short = _power_of_two(sample_rate * 0.0213)
        self._long = 4 * self._short
        self._short_window = _late_window(self._short)
        self._long_window = np.hanning(self._long + 1)[:-1].astype(np.float32)
        frequencies = np.maximum(np.fft.rfftfreq(self._long, 1.0 / self.sample_rate), 1.0)
        self._loudness_weight = loudness_weight(frequencies)
        self._band_starts = band_starts(self._long, self.sample_rate)
        self._onset_starts = _onset_starts(self._short, self.sample_rate)
        self._onset_widths = np.maximum(np.diff(self._onset_starts), 1)
        self._place_of_bin = np.clip(np.log2(frequencies / 100.0) / np.log2(80.0), 0.0, 1.0)

        self._recent = np.zeros(self._long, np.float32)  # the newest samples, oldest first
        self._pending = np.zeros(0, np.float32)  # less than a hop, not yet analysed
        self._hops = 0
        self._samples = 0
        self._starved = 0
        self._quiet = 0
        self._heard_once = False
        self._direct_current: float | None = None
        self._range = Range(calibration)
        self.levels: tuple[float, ...] = (-120.0,) * len(LEVELS)
        self._finder = OnsetFinder(len(self._onset_widths))

        self._steady = np.zeros(1 + len(BANDS))  # loudness and bands
        self._brightness = 0.0
        self._envelope = 0.0
        self._tick_envelope = 0.0
        self._tick_onset = 0.0
        self._fluxes: list[float] = []
        self._flux = 0.0

    def hear(self, block: ArrayLike) -> None:
        """Take the next samples, shape (n,) or (n, channels), nominally -1..1; what is not a number is silence."""
        self._pending = np.concatenate([self._pending, _mono(block)])
        start = 0
        while start < len(self._pending):
            # Exact fractions: hop edges never drift from the ticks of a file.
            size = self._edge(self._hops + 1) - self._samples
            if len(self._pending) - start < size:
                break
            self._hop(self._pending[start : start + size])
            start += size
        self._pending = self._pending[start:]

    def tick(self) -> tuple[float, ...]:
        """Return the features of the tick that just ended, one for each of FEATURES, each 0..1 and rounded."""
        if self._fluxes:
            self._starved = 0
        else:
            self._starved += 1
            if self._starved > STARVED_TICKS:
                self.hear(np.zeros(self._edge(self._hops + HOPS_PER_TICK) - self._samples, np.float32))
        if self._fluxes:
            self._flux = 1.0 - math.exp(-max(self._fluxes) / 0.3)
        features = (
            self._steady[0],
            self._tick_envelope,
            self._tick_onset,
            *self._steady[1:],
            self._brightness,
            self._flux,
            0.0,
            0.0,
            0.0,
        )
        self._tick_envelope = self._envelope
        self._tick_onset = 0.0
        self._fluxes.clear()
        # Tails end: what can hardly be heard is nothing, so that a silent room says nothing.
        return tuple(round_value(value) if value >= 0.002 else 0.0 for value in features)

    def events(self, tick: int) -> list[Event]:
        """Return what was heard in the tick that just ended, as events of that tick; silence says nothing."""
        features = self.tick()
        sounds = any(features)
        self._quiet = 0 if sounds else self._quiet + 1
        events = []
        if sounds or self._quiet == 1 and self._heard_once:
            events.append(Event(tick, "sound", "features", features))
        if self._heard_once and self._quiet <= REMEMBERED_TICKS and (tick % TICKS_PER_MUSIC == 0):
            events.append(Event(tick, "sound", "music", (-70.0, -70.0, *[0.0] * (len(MUSIC) - 2))))
            events.append(Event(tick, "sound", "chroma", (0.0,) * len(PITCH_CLASSES)))
        self._heard_once = self._heard_once or sounds
        return events

    def _edge(self, hop: int) -> int:
        return int(hop * self.sample_rate // HOPS_PER_SECOND)

    def _hop(self, samples: NDArray[np.float32]) -> None:
        self._hops += 1
        self._samples += len(samples)
        mean = float(samples.mean())
        if self._direct_current is None:
            self._direct_current = mean
        self._direct_current += (mean - self._direct_current) / (0.5 * HOPS_PER_SECOND)
        samples = samples - np.float32(self._direct_current)
        self._recent[: -len(samples)] = self._recent[len(samples) :]
        self._recent[-len(samples) :] = samples
        now = self._hear_envelope(samples)
        self._hear_onset(now > 0.0)
        if self._hops % HOPS_PER_TICK == 0:
            self._hear_levels()

    def _hear_envelope(self, samples: NDArray[np.float32]) -> float:
        level = decibel(float(np.dot(samples, samples)) / len(samples))
        low, top = float(self._range.low[0]), float(self._range.top[0]) + 3.0
        now = min(1.0, max(0.0, (level - low) / (top - low))) ** 1.5
        self._envelope = max(now, self._envelope * math.exp(-1.0 / (0.08 * HOPS_PER_SECOND)))
        self._tick_envelope = max(self._tick_envelope, self._envelope)
        return now

    def _hear_onset(self, audible: bool) -> None:
        spectrum = np.abs(np.fft.rfft(self._recent[-self._short :] * self._short_window))
        bands = np.add.reduceat(spectrum, self._onset_starts)[:-1] / self._onset_widths
        # Magnitudes count from the absolute floor up: the flutter of faint noise is no news.
        reference = 10.0 ** (-66.0 / 20.0) * math.sqrt(self._short)
        flux, onset = self._finder.hear(np.log10(1.0 + bands / reference), audible)
        self._fluxes.append(flux)
        self._tick_onset = max(self._tick_onset, onset)

    def _hear_levels(self) -> None:
        spectrum = np.abs(np.fft.rfft(self._recent * self._long_window)) ** 2 * (2.0 / (0.375 * self._long**2))
        powers = np.add.reduceat(spectrum, self._band_starts)[:-1]
        levels = decibels(np.append(np.dot(spectrum, self._loudness_weight), powers))
        self.levels = tuple(levels.tolist())
        placed = self._range.place(levels, HOPS_PER_TICK / HOPS_PER_SECOND)
        self._steady = np.maximum(placed, self._steady * math.exp(-HOPS_PER_TICK / (0.1 * HOPS_PER_SECOND)))
        standing_out = np.sqrt(np.maximum(spectrum - 10.0 ** (-90.0 / 10.0), 0.0))
        total = float(standing_out.sum())
        centre = float(np.dot(standing_out, self._place_of_bin)) / total if total > 0.0 else 0.0
        # Brightness of what is heard: it moves quickly under loud sound and fades with it.
        presence = min(1.0, 4.0 * float(placed[0]))
        self._brightness += (centre * presence - self._brightness) * 0.25


def _power_of_two(size: float) -> int:
    return int(2 ** round(math.log2(size)))


def _late_window(size: int) -> NDArray[np.float32]:
    """A cosine window that rises over three quarters and falls over the newest quarter, so that news counts early."""
    rise = 3 * size // 4
    rising = np.sin(np.pi / 2 * (np.arange(rise) + 0.5) / rise) ** 2
    falling = np.cos(np.pi / 2 * (np.arange(size - rise) + 0.5) / (size - rise)) ** 2
    return np.concatenate([rising, falling]).astype(np.float32)


def _mono(block: ArrayLike) -> NDArray[np.float32]:
    """One channel in -1..1. Channels add by power, so that one live channel among eight dead ones is still heard."""
    samples = np.nan_to_num(np.asarray(block), nan=0.0, posinf=1.0, neginf=-1.0)
    samples = np.clip(samples, -1.0, 1.0).astype(np.float32)
    if samples.ndim == 1:
        return samples
    return np.clip(samples.sum(axis=1) / np.float32(math.sqrt(max(1, samples.shape[1]))), -1.0, 1.0)


def _onset_starts(size: int, sample_rate: float) -> NDArray[np.intp]:
    """First bins of the bands in which onsets are sought: a quarter octave wide, but two bins at least."""
    starts = [1]
    last = min(16000.0, 0.45 * sample_rate) * size / sample_rate
    while starts[-1] < last:
        starts.append(max(starts[-1] + 2, round(starts[-1] * 2**0.25)))
    return np.minimum(np.array(starts), size // 2).astype(np.intp)
