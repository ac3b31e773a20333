"""Levels: how loud it is, as the ear weighs it, and where that stands within what this room is used to.

Loudness weighting: ITU-R BS.1770-5 (K-weighting), momentary over 400 ms and short-term over 3 s as in EBU Tech 3341.
"""

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.score import BANDS as BAND_FEATURES

BANDS: tuple[tuple[str, float, float], ...] = (
    ("sub", 20.0, 60.0),
    ("bass", 60.0, 250.0),
    ("low mid", 250.0, 500.0),
    ("mid", 500.0, 2000.0),
    ("high mid", 2000.0, 4000.0),
    ("presence", 4000.0, 6000.0),
    ("air", 6000.0, 20000.0),
)
"""Name, lower and upper edge in Hz of `band_1` to `band_7`."""
LEVELS = ("loudness", *BAND_FEATURES)
"""What a level is measured of, in dB below full scale: the K-weighted whole, then each band."""
LEVELS_PER_SECOND = 30
"""How often levels are taken: of a window as long as theirs, more often tells nothing new."""
QUIETEST = -70.0
"""LUFS below which there is nothing: the absolute gate of BS.1770."""

# Ranges in dB below full scale, for each of LEVELS. Treble carries less power in every music.
_FLOORS = np.array([-58.0, -60.0, -58.0, -60.0, -60.0, -66.0, -70.0, -72.0])
_NOISE_MOST = np.array([-44.0, -44.0, -44.0, -46.0, -46.0, -52.0, -56.0, -58.0])
_TOPS = np.array([-24.0, -30.0, -24.0, -26.0, -26.0, -34.0, -40.0, -42.0])
_TOP_LEAST = _TOPS - 14.0
_HEADROOM = 3.0  # dB kept above a lasting level, so that a swell in loud music still shows
_NOISE_MARGIN = 6.0  # dB that a sound must stand out of the room's noise
_LEAST_SPAN = 18.0  # dB between what counts as nothing and what counts as full
_SWELL = 3.0  # dB by which a room's noise may swell above what it was at calibration
_SWELLS = 6.0  # dB by which noise that was there before may swell: ventilation has stages
_STANDS_OUT = 0.5  # s after which what stands out of a noise all the time shows that it is none
_MOST_FLUTTER = 6.0  # dB by which a moment of a noise may be louder than the noise
_ABOVE_FLUTTER = 4.0  # dB by which a moment must be louder still to be a sound
_REMEMBERED, _FEW_ONSETS = 2.0, 2.2  # s, and onsets in them, that music surely has and noise has not
_LEAST_EVENNESS, _EVENNESS_SECONDS = 0.5, 0.1  # how even the spectrum of noise of any colour is at least
_LONG_FLUTTER = 18.0  # dB by which a moment of a noise that was heard for long may be louder: rumble is weighed less
_DIGITAL_SILENCE = -120.0  # dB
_UNCHANGED_SECONDS, _UNCHANGED_MEMORY = 12.0, 4.0  # s of noise that has not changed, and in which it is judged
_STEADY_EVENNESS, _LEAST_CHANGE = 0.58, 1.8  # how even such noise is, and dB by which it changes from moment to moment
_NO_NOISE = 20.0  # dB a second by which it is taken for less from then on


@dataclass(frozen=True)
class Calibration:
    """What is known of a room and its microphone: dB below full scale, one number for each of LEVELS.

    `noise` is the room when nobody speaks, `loud` what somebody who talks or claps in it reaches.
    """

    noise: tuple[float, ...]
    loud: tuple[float, ...]

    def __post_init__(self) -> None:
        for name, levels in (("noise", self.noise), ("loud", self.loud)):
            if len(levels) != len(LEVELS) or not all(-200.0 <= level <= 10.0 for level in levels):
                raise ValueError(f"{name}: expected {len(LEVELS)} levels in dB, -200 to 10")


class Range:
    """The recent range of several levels: what is this room's noise, and what is loud in it.

    The noise estimate falls within a second and rises slowly, so it rests on the gaps between sounds; it is
    capped, so that loud music without gaps does not become "noise". The top rises with the sound within a
    few tenths of a second and sinks over half a minute. A calibration sets the floor below which nothing of
    this room is a sound, and how loud people are in it. `low` is the level in dB at which the whole counts as 0.
    """

    def __init__(self, calibration: Calibration | None = None) -> None:
        self._floors, self._noise_most, self._top_least = _FLOORS, _NOISE_MOST, _TOP_LEAST
        # Start by taking the room for noisy: an installation that is switched on does not flare up.
        self.noise = _NOISE_MOST.copy()
        self.top = _TOPS.copy()
        self.measured = calibration is not None
        if calibration is not None:
            noise, loud = np.array(calibration.noise), np.array(calibration.loud)
            # A microphone that is turned down has a lower floor than the usual one; digital silence has none.
            self._floors = np.maximum(noise + _NOISE_MARGIN, _FLOORS - _LEAST_SPAN)
            self._noise_most = np.maximum(_NOISE_MOST, noise + _SWELL)
            self._top_least = np.minimum(_TOP_LEAST, np.maximum(loud, noise + _NOISE_MARGIN + _LEAST_SPAN))
            self.noise = np.maximum(noise, self._floors - _NOISE_MARGIN)
            self.top = np.maximum(loud + _HEADROOM, self._top_least)
        self._noise_least = self._floors - _NOISE_MARGIN
        self._tell_whole(self._low())

    def _low(self) -> NDArray[np.float64]:
        """Return the levels in dB that count as 0, shape (8,)."""
        low: NDArray[np.float64] = np.maximum(self.noise + _NOISE_MARGIN, self._floors)
        return low

    def _tell_whole(self, low: NDArray[np.float64]) -> None:
        self.low, self._top = float(low[0]), float(self.top[0])

    def spans(self, low: float) -> tuple[float, float]:
        """Return the levels in dB at which a sound stands out of the room, and of `low`, not at all, and fully."""
        low = max(self.low, low)
        return low, max(self._top + 3.0, low + _LEAST_SPAN)

    def place(self, levels: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
        """Follow `levels` (dB, shape (8,)) for `seconds` and return where they stand, 0..1."""
        above = levels - self.noise
        noise, top = self.noise, self.top
        noise += np.minimum(above * min(1.0, seconds / 0.4), 0.6 * seconds)
        np.minimum(np.maximum(noise, self._noise_least, out=noise), self._noise_most, out=noise)
        missing = levels + _HEADROOM - top
        top += np.maximum(missing * min(1.0, seconds / 0.3), -0.5 * seconds)
        low = self._low()
        np.maximum(top, np.maximum(self._top_least, low + _LEAST_SPAN), out=top)
        self._tell_whole(low)
        placed: NDArray[np.float64] = (levels - low) / (top - low)
        return np.minimum(np.maximum(placed, 0.0, out=placed), 1.0, out=placed)


class Beginning:
    """What sounded when listening began, and goes on: the room's own noise, however loud, as long as it has no gap.

    `level` in dB is that of the noise, -inf without one. It is none any more where it falls, and is taken for less
    where something stands out of it all the time: then it was music that had begun before. `loud` says whether it is
    louder than the noise of any ordinary room.

    Digital silence is no room: what comes after it begins then, and is answered as anything is that begins; but where
    it is noise and stays, it is the room's own, too. And so is what begins later, as ventilation or rain does, where it
    has been noise without a change for long.
    """

    def __init__(self) -> None:
        self.level = self._most = -math.inf
        self._evenness = 1.0
        self._standing_out = 0.0
        self._flutter = -_MOST_FLUTTER
        self._onsets = 0.0
        self._usual, self._spread, self._usual_evenness, self._unchanged = 0.0, _MOST_FLUTTER, 0.0, 0.0
        self._highest = -math.inf

    def hear(self, onset: bool, seconds: float) -> None:
        """Take whether something begins; what begins again and again within seconds is music, and no noise."""
        self._onsets = self._onsets * math.exp(-seconds / _REMEMBERED) + onset
        if self._onsets > _FEW_ONSETS:
            self.level = self._most = -math.inf

    def low(self, level: float) -> float:
        """Return the level in dB from which on a moment is more than that noise; `level` is that of a moment."""
        self._highest = max(level, self._highest)
        flutter = level - self.level
        if self._flutter < flutter < _MOST_FLUTTER:
            self._flutter = flutter
        return self.level + self._flutter + _ABOVE_FLUTTER

    @property
    def is_room(self) -> bool:
        """Whether what goes on is taken for the noise of a room."""
        return self.level > -math.inf

    def compare(self, evenness: float, seconds: float) -> None:
        """Take how much like noise so many seconds are, 0 to 1: what is none is no room's."""
        self._usual_evenness += (evenness - self._usual_evenness) * min(1.0, seconds / _UNCHANGED_MEMORY)
        self._evenness += (evenness - self._evenness) * min(1.0, seconds / _EVENNESS_SECONDS)
        if self._evenness < _LEAST_EVENNESS:
            self.level = self._most = -math.inf

    @property
    def loud(self) -> bool:
        return self.level > float(_NOISE_MOST[0])

    def start(self, level: float) -> None:
        """Take a level in dB, with which listening begins."""
        self.level, self._most = level, level + _SWELLS
        self._evenness, self._standing_out, self._flutter = 1.0, 0.0, -_MOST_FLUTTER

    def _stay(self, level: float, seconds: float) -> None:
        """Take what has been the same noise for long for the room's."""
        share, away = seconds / _UNCHANGED_MEMORY, abs(level - self._usual)
        if away > 2.0 * _MOST_FLUTTER:
            self._usual, away = level, _MOST_FLUTTER
        self._usual += (level - self._usual) * share
        self._spread += (away - self._spread) * share
        self._highest -= seconds  # A clap is forgotten.
        same = self._spread < _LEAST_CHANGE and self._usual_evenness > _STEADY_EVENNESS and away < _MOST_FLUTTER
        self._unchanged = self._unchanged + seconds if same else 0.0
        if self._unchanged > _UNCHANGED_SECONDS and level > self.level + _SWELLS:
            self.start(self._usual)
            self._flutter = min(_LONG_FLUTTER, self._highest - self._usual)

    def follow(self, level: float, seconds: float) -> None:
        """Take the level in dB of so many seconds."""
        self._stay(level, seconds)
        above = level - self.level
        self.level += above * min(1.0, seconds / 0.4) if above < 0.0 else 0.6 * seconds
        self._standing_out += ((above > _NOISE_MARGIN) - self._standing_out) * min(1.0, seconds / _STANDS_OUT)
        if self._standing_out > 0.5:
            self.level = max(_DIGITAL_SILENCE, self.level - _NO_NOISE * seconds)
        self.level = min(self.level, self._most)


class Loudness:
    """Momentary (400 ms) and short-term (3 s) loudness in LUFS, from the K-weighted mean squares."""

    def __init__(self) -> None:
        self._squares = deque([0.0] * (3 * LEVELS_PER_SECOND), maxlen=3 * LEVELS_PER_SECOND)
        self._momentary = round(0.4 * LEVELS_PER_SECOND)

    def hear(self, mean_square: float) -> None:
        """Take the next K-weighted mean square, 1 for a full-scale square wave."""
        self._squares.append(mean_square)

    def measure(self) -> tuple[float, float]:
        """Return momentary and short-term loudness, LUFS, -70 to 0."""
        squares = list(self._squares)
        recent = sum(squares[-self._momentary :]) / self._momentary, sum(squares) / len(squares)
        momentary, short_term = (min(0.0, max(QUIETEST, decibel(square) - 0.691)) for square in recent)
        return momentary, short_term


def decibel(power: float) -> float:
    """Return a power in dB, at least -120."""
    return 10.0 * math.log10(max(power, 1e-12))


def decibels(powers: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return powers in dB, at least -120."""
    return 10.0 * np.log10(np.maximum(powers.astype(np.float64), 1e-12))


def loudness_weight(frequencies: NDArray[np.float64]) -> NDArray[np.float32]:
    """Power weights of ITU-R BS.1770's K-weighting, from its analogue prototypes (exact to .1 dB below 15 kHz)."""
    steep = frequencies / 38.135
    high_pass = steep**4 / ((1.0 - steep**2) ** 2 + (steep / 0.5003) ** 2)
    gain = 10.0 ** (4.0 / 20.0)
    s = 1j * frequencies / 1681.97
    shelf = np.abs((gain * s**2 + gain**0.4997 * s / 0.7072 + 1.0) / (s**2 + s / 0.7072 + 1.0)) ** 2
    return (high_pass * shelf).astype(np.float32)


def band_starts(size: int, sample_rate: float) -> NDArray[np.intp]:
    """First bin of each band, and of what lies above the last, for a spectrum of `size` samples; shape (8,)."""
    edges = np.array([BANDS[0][1], *(upper for _, _, upper in BANDS)])
    return np.minimum(np.ceil(edges * size / sample_rate), size // 2).astype(np.intp)
