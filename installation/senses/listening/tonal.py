"""Tones: which pitches sound together, in which key, how consonant, how high, and whether one is held.

Ten times a second the peaks of a spectrum of a third of a second are found. Chroma is the harmonic pitch class profile
of E. Gomez, "Tonal description of polyphonic audio for music content processing", INFORMS J. Computing 18 (2006); a key
is that whose profile correlates best (C. Krumhansl, "Cognitive foundations of musical pitch", 1990), with the profiles
of J. Albrecht and D. Shanahan, "The use of large corpora to train a new type of key-finding algorithm", Music
Perception 31 (2013). Consonance is the want of roughness after R. Plomp and W. Levelt (JASA 38, 1965) as W. Sethares
writes it ("Local consonance and the relationship between timbre and scale", JASA 94, 1993). A single tone is found by a
harmonic sieve (H. Duifhuis, L. Willems and R. Sluyter, "Measurement of pitch in speech", JASA 71, 1982).
"""

import cmath
import math
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from installation.score import MAJOR_KEYS, MINOR_KEYS
from installation.senses.listening.low_spectrum import LowSpectrum
from installation.senses.listening.sound import power_of_two

Numbers = NDArray[np.float64]
Levels = NDArray[np.float32]

LOWEST, HIGHEST = 50.0, 4000.0
"""Frequencies in Hz between which peaks are sought."""
REGISTER_LOW, REGISTER_OCTAVES = 55.0, 5.0
MOST_PEAKS = 32
STEPS_PER_SECOND = 10

_STANDS_OUT = 11.0  # dB that a peak stands out of its neighbourhood; the peaks of noise hardly ever do
_NEIGHBOURHOOD = 24  # bins to each side
_BELOW_STRONGEST = 45.0  # dB below the strongest peak at which a peak is lost in the others' skirts
_STANDING_LEAST = -72.0  # dB below full scale from which on a tone that never stops is found out
_STANDING_RISE = 0.07  # dB a step: a hum of the mains at -40 dB is no tone any more after some forty seconds
_ABOVE_STANDING = 6.0  # dB that a tone stands out of what always sounds
_LEAST = np.float32(1e-9)
_DECIBEL = np.float32(20.0 / math.log(10.0))  # in units of the natural logarithm of an amplitude
_BESIDE = np.array([-1, 0, 1])
_HARMONICS = 6  # a peak may be a harmonic up to this one of a pitch
_HARMONIC_PITCHES = 12.0 * np.log2(np.arange(1, _HARMONICS + 1))[:, None]
_HARMONIC_SHARES = 0.55 ** np.arange(_HARMONICS)[:, None]
_KEY_SECONDS = 15.0
_LATELY_SECONDS = 3.0
_KEY_MARGIN = 0.05  # how much better another key must fit than the one that is held
_DIVISORS = np.array([[1.0], [2.0], [3.0]])
"""A strong peak may be one of the lowest harmonics of the tone."""
_HELD_STEPS = 4  # steps for which a pitch must stay to be a sustained tone
_HELD_WITHIN = 0.6  # semitones
_ONE_TONE = 0.72  # share of the peaks' strength that one pitch's harmonics must explain

# Share of each degree in pieces in major and in minor, from the tonic on (Albrecht and Shanahan 2013).
_MAJOR = np.array([0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081])
_MINOR = np.array([0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052])


class Key(NamedTuple):
    """A key: `tonic` 0 to 11 from C; `mode` -1 (minor) to 1 (major); `clarity` 0 to 1, how far it is one key."""

    tonic: int
    mode: float
    clarity: float

    @property
    def name(self) -> str:
        """Return it as in "F# minor" and "Bb major"."""
        return f"{MAJOR_KEYS[self.tonic]} major" if self.mode >= 0.0 else f"{MINOR_KEYS[self.tonic]} minor"


def _profiles() -> Numbers:
    """Return the 12 major and the 12 minor profiles, centred, of length 1, shape (24, 12)."""
    rows = np.array([np.roll(profile, tonic) for profile in (_MAJOR, _MINOR) for tonic in range(12)])
    rows -= rows.mean(axis=1, keepdims=True)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


_PROFILES = _profiles()


def correlations(chroma: Numbers) -> Numbers:
    """Return how well each key's profile correlates with a chroma, -1 to 1: 12 major, then 12 minor; shape (24,)."""
    apart = chroma - float(np.add.reduce(chroma)) / len(chroma)
    length = math.sqrt(float(apart @ apart))
    return _PROFILES @ apart / length if length > 1e-9 else np.zeros(24)


def key_of(chroma: Numbers, held: int | None = None) -> tuple[Key, int]:
    """Return the key of a chroma, shape (12,), and its number among the 24; `held` is the one to be kept in doubt."""
    fits = correlations(chroma)
    number = int(fits.argmax())
    if held is not None and fits[number] < fits[held] + _KEY_MARGIN:
        number = held
    best = float(fits[number])
    # Mode is the difference of the best of either kind: .25 apart is as clear as music gets.
    mode = min(1.0, max(-1.0, 4.0 * float(fits[:12].max() - fits[12:].max())))
    # Keys that share most of their notes are no rivals: what is unclear is a chroma that any key fits.
    clarity = min(1.0, max(0.0, (best - 0.45) / 0.4))
    if number != int(fits.argmax()) and (mode >= 0.0) != (number < 12):
        mode = 0.0
    return Key(number % 12, mode * min(1.0, 2.0 * clarity), clarity), number


class Tones(NamedTuple):
    """What is known of the tones at one step. Units and ranges are those of the table of what is heard."""

    chroma: Numbers
    key: Key
    consonance: float
    tonalness: float
    register: float
    pitch: float
    change: float
    """How much the harmony has changed in the last half second, 0 to 1."""


class TonalListener:
    """Follows the tones of sound of `sample_rate` Hz. `size` is how many of the newest samples it wants to hear."""

    def __init__(self, sample_rate: float) -> None:
        self.size = power_of_two(sample_rate * 0.35)
        self._spectrum = LowSpectrum(self.size, sample_rate, min(HIGHEST, 0.45 * sample_rate))
        self._first, self._last = max(2, int(LOWEST / self._spectrum.width)), self._spectrum.bins - 2
        self._standing_least = 20.0 * math.log10(0.25 * self.size) + _STANDING_LEAST
        bins = np.arange(self._first, self._last)
        self._neighbours = (
            np.maximum(bins - _NEIGHBOURHOOD, 0), np.minimum(bins + _NEIGHBOURHOOD + 1, self._last + 2)
        )  # fmt: skip
        self._widths = self._neighbours[1] - self._neighbours[0]
        self._sums = np.zeros(self._last + 3)
        self._standing = np.full(self._last - self._first, self._standing_least, np.float32)
        self._tuning = 0j
        self._chroma = np.zeros(12)
        self._before: list[Numbers] = [np.zeros(12)] * 5
        self._long = np.zeros(12)
        self._lately = np.zeros(12)
        self._heard = self._evidence = 0.0
        self._held: int | None = None
        self._key = Key(0, 0.0, 0.0)
        self._consonance = self._tonalness = self._register = 0.5
        self._tonalness = 0.0
        self._pitches: list[float] = []

    def hear(self, samples: NDArray[np.float32], presence: float) -> Tones:
        """Take the newest samples, shape (size,), and how present sound is, 0 to 1."""
        frequencies, strengths, tonal = self._peaks(samples) if presence > 0.0 else (np.zeros(0), np.zeros(0), 0.0)
        tonal *= presence
        self._tonalness += (tonal - self._tonalness) * 0.3
        chroma = self._pitch_classes(frequencies, strengths)
        self._follow_key(chroma, tonal)
        total = float(np.maximum.reduce(chroma))
        self._chroma += ((chroma / total * min(1.0, 2.0 * tonal) if total > 0.0 else chroma) - self._chroma) * 0.4
        tone = fundamental(frequencies, strengths) if tonal > 0.3 else 0.0
        if len(frequencies):
            smooth = 1.0 - roughness(frequencies, strengths)
            self._consonance += (smooth - self._consonance) * 0.25 * min(1.0, 2.0 * tonal)
            # One tone lies where it is, whatever its overtones, and a melody of such tones is followed more closely.
            places = np.array([tone]) if tone > 0.0 else frequencies
            weights = np.ones(1) if tone > 0.0 else strengths
            place = np.minimum(np.maximum(np.log2(places / REGISTER_LOW) / REGISTER_OCTAVES, 0.0), 1.0)
            register = float(np.dot(place, weights) / weights.sum())
            self._register += (register - self._register) * (0.7 if tone > 0.0 else 0.3) * min(1.0, 2.0 * tonal)
        else:
            self._consonance += (0.5 - self._consonance) * 0.05
        pitch = self._sustained(tone)
        return Tones(
            self._chroma.copy(), self._key, self._consonance, self._tonalness, self._register, pitch, self._change(),
        )  # fmt: skip

    def _peaks(self, samples: NDArray[np.float32]) -> tuple[Numbers, Numbers, float]:
        """Return frequencies and amplitudes of the peaks, and the share of the sound that lies in them, 0 to 1."""
        spectrum = self._spectrum.measure(samples)
        spectrum += _LEAST
        # A peak stands out of the mean log of its neighbourhood, which one peak more or less does not move.
        level = np.log(spectrum)
        level *= _DECIBEL
        np.add.accumulate(level, out=self._sums[1:])
        first, last = self._first, self._last
        here = level[first:last]
        top = float(np.maximum.reduce(here))
        left, right = self._neighbours
        stands_out = (self._sums.take(right) - self._sums.take(left)) / self._widths
        stands_out += _STANDS_OUT
        np.maximum(stands_out, self._standing + _ABOVE_STANDING, out=stands_out)
        np.maximum(stands_out, top - _BELOW_STRONGEST, out=stands_out)
        places = np.flatnonzero(here > stands_out) + first
        self._follow_standing(here)
        highest = level.take(places)
        places = places[(highest >= level.take(places - 1)) & (highest > level.take(places + 1))]
        if not len(places):
            return np.zeros(0), np.zeros(0), 0.0
        # Two thirds of a Hann window's power lie in the highest bin, the rest beside it.
        near = spectrum.take(places[:, None] + _BESIDE).ravel()
        power = float(np.dot(near, near)) / float(np.dot(spectrum[first:], spectrum[first:]))
        places = places[np.argsort(-level[places], kind="stable")[:MOST_PEAKS]]
        a, b, c = level.take(places[:, None] + _BESIDE).T.astype(np.float64)
        off = 0.5 * (a - c) / np.minimum(a - 2.0 * b + c, -1e-6)
        strength = np.exp((b - 0.25 * (a - c) * off - top) / _DECIBEL)
        return (places + off) * self._spectrum.width, strength, min(1.0, max(0.0, (power - 0.15) / 0.7))

    def _follow_standing(self, level: Levels) -> None:
        """Follow the level in dB of what always sounds, bin by bin: soon down, and slowly up."""
        missing = level - self._standing
        missing *= 0.2
        np.minimum(missing, _STANDING_RISE, out=missing)
        self._standing += missing
        np.maximum(self._standing, self._standing_least, out=self._standing)

    def _pitch_classes(self, frequencies: Numbers, strengths: Numbers) -> Numbers:
        """Return the strength of each pitch class, shape (12,), with harmonics counted for their fundamentals too."""
        if not len(frequencies):
            return np.zeros(12)
        weights = np.sqrt(strengths)
        pitch = 12.0 * np.log2(frequencies / 440.0)
        tuning = complex(np.dot(weights, np.exp(2j * np.pi * pitch))) / float(np.add.reduce(weights))
        self._tuning += (tuning - self._tuning) * 0.05
        pitch -= cmath.phase(self._tuning) / math.tau if abs(self._tuning) > 0.2 else 0.0
        fundamentals = pitch - _HARMONIC_PITCHES + 9.0
        nearest = np.round(fundamentals)
        shares = weights * _HARMONIC_SHARES * np.cos(np.pi * (fundamentals - nearest)) ** 2
        shares *= fundamentals > -36.0  # below 55 Hz there is no melody
        chroma: Numbers = np.bincount(nearest.astype(np.intp).ravel() % 12, shares.ravel(), 12).astype(np.float64)
        return chroma

    def _follow_key(self, chroma: Numbers, tonal: float) -> None:
        self._evidence += (tonal - self._evidence) / (_LATELY_SECONDS * STEPS_PER_SECOND)
        total = float(chroma.sum())
        if total <= 0.0:
            return
        self._heard = min(_KEY_SECONDS * STEPS_PER_SECOND, self._heard + tonal)
        self._long += (chroma / total - self._long) * min(1.0, tonal / max(1.0, self._heard))
        self._lately += (chroma / total - self._lately) * tonal / (_LATELY_SECONDS * STEPS_PER_SECOND)
        key, self._held = key_of(self._long, self._held)
        # A second of sound is no key yet, and words that follow a song are in no key, whatever was sung.
        agrees = float(correlations(self._lately)[self._held])
        sure = min(1.0, self._heard / (4.0 * STEPS_PER_SECOND)) * min(1.0, max(0.0, (agrees + 0.1) / 0.4))
        sure *= min(1.0, max(0.0, (self._evidence - 0.1) / 0.25))
        # One tone is in many keys: it takes some pitch classes, more than the harmonics of one, to be in one.
        classes = float(self._long.sum()) ** 2 / max(1e-12, float(self._long @ self._long))
        sure *= min(1.0, max(0.0, (classes - 2.5) / 2.0))
        self._key = Key(key.tonic, key.mode * sure, key.clarity * sure)

    def _change(self) -> float:
        self._before = [*self._before[1:], self._chroma.copy()]
        old, new = self._before[0], self._before[-1]
        lengths = math.sqrt(float(old @ old) * float(new @ new))
        return min(1.0, max(0.0, 1.0 - float(old @ new) / lengths)) if lengths > 1e-6 else 0.0

    def _sustained(self, tone: float) -> float:
        """Return the MIDI number of the one tone that is held, with decimals, or 0; `tone` is the one now, in Hz."""
        if tone <= 0.0:
            self._pitches = []
            return 0.0
        pitch = 69.0 + 12.0 * math.log2(tone / 440.0)
        if self._pitches and abs(pitch - self._pitches[-1]) > _HELD_WITHIN:
            self._pitches = []
        self._pitches = [*self._pitches[-3:], pitch]
        return median(self._pitches) if len(self._pitches) >= _HELD_STEPS else 0.0


def roughness(frequencies: Numbers, strengths: Numbers) -> float:
    """Return how rough the peaks sound together, 0 (a fifth, or one tone) to 1 (a cluster of semitones)."""
    if len(frequencies) < 2:
        return 0.0
    frequencies, strengths = frequencies[:20], strengths[:20]
    order = np.argsort(frequencies)
    frequencies, strengths = frequencies[order], strengths[order]
    apart = frequencies[None, :] - frequencies[:, None]
    scale = 0.24 / (0.0207 * frequencies + 18.96)[:, None]
    above = apart > 0.0
    distance = np.where(above, apart * scale, 0.0)
    rough = 5.0 * (np.exp(-3.51 * distance) - np.exp(-5.75 * distance))
    together = strengths[:, None] * strengths[None, :]
    return min(1.0, 1.3 * float((together * rough)[above].sum()) / float(strengths @ strengths))


def fundamental(frequencies: Numbers, strengths: Numbers) -> float:
    """Return the frequency in Hz whose harmonics explain the peaks, or 0 where no single tone does."""
    if not len(frequencies):
        return 0.0
    candidates = (frequencies[:4] / _DIVISORS).ravel()
    candidates = candidates[(candidates >= LOWEST) & (candidates <= 1500.0)]
    if not len(candidates):
        return 0.0
    ratio = frequencies / candidates[:, None]
    number = np.maximum(np.round(ratio), 1.0)
    fits = (np.abs(12.0 * np.log2(np.maximum(ratio, 0.1) / number)) < 0.45) & (number <= 24.0)
    total, fitting = float(np.add.reduce(strengths)), fits * strengths
    explained = np.add.reduce(fitting, axis=1) / total
    # An octave too low explains as much, with every second harmonic missing: the lowest harmonics must be there.
    lowest = np.add.reduce(fitting * (number <= 3.0), axis=1) / total
    itself = np.maximum.reduce(fitting * (number == 1.0), axis=1)
    best = int((explained + 0.3 * itself + 0.2 * lowest).argmax())
    # Of a fifth, and of most chords, some tone that nobody plays would explain all.
    if explained[best] < _ONE_TONE or itself[best] < 0.03:
        return 0.0
    # The harmonics tell the fundamental more exactly than it does itself.
    use = fits[best] & (number[best] <= 8.0)
    return float((frequencies[use] / number[best][use]) @ strengths[use] / strengths[use].sum())
