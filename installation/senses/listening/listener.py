"""The Listener: blocks of sound in, events out, sixty times a second, the same for a microphone and a file.

Sound is cut into hops of a 180th of a second, three to a tick. A short window (21 ms) gives every hop its envelope and
its onset, and the beat its accents; a long one (85 ms), read every second tick, gives loudness, bands, brightness and
texture, since a bass note cannot be told from its neighbour in less; a longer one (.37 s), read ten times a second,
gives the tones. Levels are judged against the room's own recent range, which adapts but never reaches below an absolute
floor: the noise of an empty room is not loud.
"""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from installation.score import FEATURES, MUSIC, PITCH_CLASSES, TICKS_PER_SECOND, Event, round_value
from installation.senses.listening import levels as level
from installation.senses.listening.accents import Accents
from installation.senses.listening.levels import LEVELS, Beginning, Calibration, Range, decibel, decibels
from installation.senses.listening.music import MusicListener
from installation.senses.listening.onsets import HOPS_PER_SECOND, OnsetFinder, onset_starts
from installation.senses.listening.sound import Mixer, Recent, Samples, late_window, power_of_two
from installation.senses.listening.sources import VOICE_HIGH, VOICE_LOW

HOPS_PER_TICK = HOPS_PER_SECOND // TICKS_PER_SECOND
HOPS_PER_LEVELS = HOPS_PER_SECOND // level.LEVELS_PER_SECOND
TICKS_PER_MUSIC = 6
REMEMBERED_TICKS = 240
"""Ticks of silence in which what was heard of music is still said: a rest is no end."""
STARVED_TICKS, SILENT_TICKS = 6, 90
"""Ticks without any sound: a card may deliver in bursts, but for so long only; and after the second it is silence."""

_ENVELOPE_FALL = math.exp(-1.0 / (0.08 * HOPS_PER_SECOND))
_LEVELS_SECONDS = 1.0 / level.LEVELS_PER_SECOND
_STEADY_FALL = math.exp(-_LEVELS_SECONDS / 0.1)
_LEAST_POWER = np.float32(1e-9)
_LEAST = 0.002
"""Numbers nearer to 0 are 0: what can hardly be heard is not said, so that a silent room says nothing."""
_SILENT = dict.fromkeys(MUSIC, 0.0) | {"momentary": level.QUIETEST, "short_term": level.QUIETEST}


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
        self._short = power_of_two(sample_rate * 0.0213)
        self._long = 4 * self._short
        self._short_window = late_window(self._short)
        self._long_window = np.hanning(self._long + 1)[:-1].astype(np.float32)
        frequencies = np.maximum(np.fft.rfftfreq(self._long, 1.0 / self.sample_rate), 1.0)
        self._loudness_weight = level.loudness_weight(frequencies)
        self._band_starts = level.band_starts(self._long, self.sample_rate)
        self._onset_starts = onset_starts(self._short, self.sample_rate)
        # Magnitudes count from the absolute floor up: the flutter of faint noise is no news.
        widths = np.maximum(np.diff(self._onset_starts), 1)
        self._onset_reference = widths * (10.0 ** (-66.0 / 20.0) * math.sqrt(self._short))
        self._place_of_bin = np.clip(np.log2(frequencies / 100.0) / np.log2(80.0), 0.0, 1.0).astype(np.float32)
        self._middle = slice(*np.searchsorted(frequencies, (VOICE_LOW, VOICE_HIGH)).tolist())

        edges = self._onset_starts[:-1] * self.sample_rate / self._short
        self._accents = Accents(edges)
        self._music = MusicListener(self.sample_rate, self._long, edges, self._accents)
        self._mixer = Mixer(self.sample_rate)
        self._recent = Recent(max(self._long, self._music.size))
        self._pending: Samples = np.zeros(0, np.float32)  # less than a hop, not yet analysed
        self._hops = self._samples = self._ticks = self._starved = 0
        self._quiet = REMEMBERED_TICKS + 1
        self._offset: float | None = None
        self._first: int | None = None
        """Where the first sample came that is not digital silence; whether what came then was taken for a room."""
        self._begun = False
        self._range, self._beginning = Range(calibration), Beginning()
        self.levels: tuple[float, ...] = (-120.0,) * len(LEVELS)
        self._finder = OnsetFinder()

        self._steady = np.zeros(len(LEVELS))
        self._brightness = 0.0
        self._envelope = 0.0
        self._tick_envelope = 0.0
        self._tick_onset = 0.0
        self._fluxes: list[float] = []
        self._flux = 0.0

    def hear(self, block: ArrayLike) -> None:
        """Take the next samples, shape (n,) or (n, channels), nominally -1..1; what is not a number is silence."""
        mixed = self._mixer.mix(block)
        self._pending = np.concatenate([self._pending, mixed]) if len(self._pending) else mixed
        start = 0
        while start < len(self._pending) and (ends := self._whole_hops(len(self._pending) - start)):
            self._hear_hops(self._pending[start : start + ends[-1]], ends)
            start += ends[-1]
        self._pending = self._pending[start:].copy()  # What was given may be written over.

    def tick(self) -> tuple[float, ...]:
        """Return the features of the tick that just ended, one for each of FEATURES, each 0..1 and rounded."""
        self._ticks += 1
        if self._fluxes:
            self._starved = 0
        else:
            self._starved += 1
            if STARVED_TICKS < self._starved <= SILENT_TICKS:
                self._fade()
            elif self._starved > SILENT_TICKS:
                self.hear(np.zeros(self._edge(self._hops + HOPS_PER_TICK) - self._samples, np.float32))
        if self._fluxes:
            self._flux = 1.0 - math.exp(-max(self._fluxes) / 0.3)
        loudness, *bands = self._steady.tolist()
        heard = self._tick_envelope, self._tick_onset, *bands, self._brightness, self._flux
        self._tick_envelope = self._envelope
        self._tick_onset = 0.0
        self._fluxes.clear()
        return _thousandths((loudness, *heard, *self._music.texture))

    def _fade(self) -> None:
        """Let what was heard fade while nothing arrives: a gap is no silence, after which all would begin anew."""
        self._envelope *= _ENVELOPE_FALL**HOPS_PER_TICK
        self._tick_envelope = self._envelope
        self._steady *= math.sqrt(_STEADY_FALL)
        self._brightness *= 0.75
        self._flux = 0.0
        self._music.fade()

    def events(self, tick: int) -> list[Event]:
        """Return what was heard in the tick that just ended, as events of that tick; silence says nothing."""
        features = self.tick()
        beat = self._music.take_beat()
        sounded, self._quiet = self._quiet == 0, 0 if any(features) or self._beginning.loud else self._quiet + 1
        events = [Event(tick, "sound", "features", features)] if sounded or self._quiet == 0 else []
        if beat is not None and self._quiet <= REMEMBERED_TICKS:
            events.append(Event(tick, "sound", "beat", tuple(map(round_value, beat))))
        if self._ticks % TICKS_PER_MUSIC == 0 and self._quiet < REMEMBERED_TICKS:
            return [*events, *self._say_music(tick, self._measure(features))]
        if self._quiet == REMEMBERED_TICKS:
            return [*events, *self._say_music(tick, tuple(_SILENT.values()), np.zeros(len(PITCH_CLASSES)))]
        return events

    def _measure(self, features: tuple[float, ...]) -> tuple[float, ...]:
        heard = dict(zip(FEATURES, features, strict=True))
        stands_out = heard["onset"] > 0.0 or heard["loudness"] >= 0.05
        newest = self._recent.newest(self._music.size)
        bass = max(heard["band_1"], heard["band_2"])
        return self._music.measure(newest, heard["loudness"], bass, heard["brightness"], stands_out)

    def _say_music(self, tick: int, music: tuple[float, ...], chroma: NDArray[np.float64] | None = None) -> list[Event]:
        chroma = self._music.chroma if chroma is None else chroma
        return [
            Event(tick, "sound", "music", _rounded(music)),
            Event(tick, "sound", "chroma", _thousandths(chroma.tolist())),
        ]

    def _edge(self, hop: int) -> int:
        return int(hop * self.sample_rate // HOPS_PER_SECOND)

    def _whole_hops(self, count: int) -> list[int]:
        """Return where the hops end that `count` samples hold, up to the end of a tick: the first hop comes alone."""
        last = HOPS_PER_TICK * (self._hops // HOPS_PER_TICK + 1) if self._hops else 1
        # Exact fractions: hop edges never drift from the ticks of a file.
        ends = [self._edge(hop) - self._samples for hop in range(self._hops + 1, last + 1)]
        return [end for end in ends if end <= count]

    def _hear_hops(self, samples: Samples, ends: list[int]) -> None:
        """Hear hops of one tick; what can be done for all of them at once costs no more than for one."""
        pieces = self._keep_without_offset(samples, ends)
        if self._sounds(samples) and self._hops == 0:
            # What sounds when listening begins has sounded before: it does not begin now.
            self._recent.begin(pieces[0], before=len(pieces[0]))
            self._begin(self._recent)
        self._hops += len(ends)
        self._samples += len(samples)
        heard = [self._hear_envelope(piece) for piece in pieces]
        self._hear_onsets(self._log_spectra(ends), heard)
        if self._hops % HOPS_PER_LEVELS == 0:
            self._hear_levels()

    def _sounds(self, samples: Samples) -> bool:
        """Return whether anything but digital silence has come yet, which is no room that one could get used to."""
        if self._first is None and samples.any():
            self._first = self._samples + int((samples != 0.0).argmax())
        return self._first is not None

    def _begin(self, recent: Recent) -> None:
        self._begun = True
        if not self._range.measured:
            self._beginning.start(float(self._measure_levels(recent.newest(self._long))[1][0]))

    def _begin_late(self, count: int) -> None:
        """Take the newest samples, all that there are, for the beginning: without the silence that came before."""
        recent = Recent(self._long)
        recent.begin(self._recent.newest(count))
        self._begin(recent)

    def _keep_without_offset(self, samples: Samples, ends: list[int]) -> list[Samples]:
        """Add each hop to what is recent, without what a microphone adds to every sample; return the hops."""
        starts = [0, *ends[:-1]]
        recent, pieces = self._recent.room(len(samples)), []
        for start, end, total in zip(starts, ends, np.add.reduceat(samples, starts).tolist(), strict=True):
            mean = total / (end - start)
            offset = mean if self._offset is None else self._offset
            self._offset = offset = offset + (mean - offset) / (0.5 * HOPS_PER_SECOND)
            pieces.append(np.subtract(samples[start:end], np.float32(offset), out=recent[start:end]))
        return pieces

    def _hear_envelope(self, samples: Samples) -> tuple[bool, bool]:
        """Follow the envelope; return whether this hop can be heard at all, and whether it stands out of the room."""
        now = decibel(float(np.dot(samples, samples)) / len(samples))
        stands = self._stands(now) ** 1.5
        self._envelope = max(stands, self._envelope * _ENVELOPE_FALL)
        self._tick_envelope = max(self._tick_envelope, self._envelope)
        return now > self._range.low, stands > 0.0

    def _stands(self, now: float) -> float:
        """Return how far a level in dB stands out of the room and of what sounded from the beginning, 0 to 1."""
        low, top = self._range.spans(self._beginning.low(now))
        return min(1.0, max(0.0, (now - low) / (top - low)))

    def _follow_beginning(self) -> None:
        if self._first is None:
            return
        heard = self._samples - self._first
        if not self._begun and heard >= self._short:
            self._begin_late(heard)
        self._beginning.follow(self.levels[0], _LEVELS_SECONDS)
        self._beginning.compare(self._music.evenness, _LEVELS_SECONDS)

    def _log_spectra(self, ends: list[int]) -> NDArray[np.float64]:
        """Return the log spectra of the hops that were added last, shape (hops, bands)."""
        frames = np.empty((len(ends), self._short), np.float32)
        for frame, end in zip(frames, ends, strict=True):
            np.multiply(self._recent.newest(self._short, before=ends[-1] - end), self._short_window, out=frame)
        bands = np.add.reduceat(np.abs(np.fft.rfft(frames)), self._onset_starts, axis=1)[:, :-1]
        logs: NDArray[np.float64] = np.log10(1.0 + bands / self._onset_reference)
        return logs

    def _hear_onsets(self, spectra: NDArray[np.float64], heard: list[tuple[bool, bool]]) -> None:
        rises, onsets = self._accents.rises(spectra), []
        for (flux, *_), (audible, stands_out) in zip(rises, heard, strict=True):
            # Silence teaches nothing: after it the flutter of noise would be one beginning after another.
            told = self._first is not None
            news, onset = self._finder.hear(flux, audible, self._beginning.is_room) if told else (0.0, 0.0)
            self._beginning.hear(onset > 0.0, 1.0 / HOPS_PER_SECOND)
            # Nor is it a beginning where noise that goes on flutters once in a while.
            onset = onset if stands_out else 0.0
            self._fluxes.append(news)
            self._tick_onset = max(self._tick_onset, onset)
            onsets.append(onset > 0.0)
        self._music.hops(spectra, rises, onsets, [audible for audible, _ in heard])

    def _measure_levels(self, samples: Samples) -> tuple[NDArray[np.floating], NDArray[np.float64], float]:
        """Return the power spectrum of a long window of sound, its levels in dB, and its K-weighted mean square."""
        spectrum = np.abs(np.fft.rfft(samples * self._long_window))
        spectrum *= spectrum
        spectrum *= np.float32(2.0 / (0.375 * self._long**2))
        powers = np.empty(len(LEVELS) + 1)
        np.add.reduceat(spectrum, self._band_starts, out=powers[1:])
        powers[0] = weighted = float(np.dot(spectrum, self._loudness_weight))
        return spectrum, decibels(powers[:-1]), weighted

    def _hear_levels(self) -> None:
        spectrum, levels, weighted = self._measure_levels(self._recent.newest(self._long))
        self.levels = tuple(levels.tolist())
        self._follow_beginning()
        placed = self._range.place(levels, _LEVELS_SECONDS)
        if self._beginning.is_room and placed[0] > 0.0:
            placed *= min(1.0, self._stands(self.levels[0]) / float(placed[0]))
        self._steady = np.maximum(placed, self._steady * _STEADY_FALL)
        standing_out = spectrum - _LEAST_POWER
        np.maximum(standing_out, 0.0, out=standing_out)
        np.sqrt(standing_out, out=standing_out)
        total = float(np.add.reduce(standing_out))
        centre = float(np.dot(standing_out, self._place_of_bin)) / total if total > 0.0 else 0.0
        # Brightness of what is heard: it moves quickly under loud sound and fades with it.
        presence = min(1.0, 4.0 * float(placed[0]))
        self._brightness += (centre * presence - self._brightness) * 0.44
        self._music.hear(spectrum, weighted, decibel(float(spectrum[self._middle].sum())), presence)


def _rounded(values: Iterable[float]) -> tuple[float, ...]:
    return tuple([round_value(value) if abs(value) >= _LEAST else 0.0 for value in values])


def _thousandths(values: Iterable[float]) -> tuple[float, ...]:
    """Return values from 0 to 1 as exact as anybody needs them, in a third of the time."""
    return tuple([round(1000.0 * value) / 1000.0 if value >= _LEAST else 0.0 for value in values])
