"""Harmony: a mode that grows brighter and darker by one degree at a time, and the chords in it."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from installation.community.following import finite

MODES = ("Lydian", "Ionian", "Mixolydian", "Dorian", "Aeolian", "Phrygian", "Locrian")
"""From the brightest to the darkest, each with one degree a semitone lower than the one before (circle of fifths)."""
_LYDIAN = (0, 2, 4, 6, 7, 9, 11)
_LOWERED = (3, 6, 2, 5, 1, 4)
"""Which degree is lowered on each step from Lydian to Locrian."""
_JUST = (0.0, 12.0, 4.0, 16.0, -14.0, -2.0, -10.0, 2.0, 14.0, -16.0, 18.0, -12.0)
"""Cents from equal temperament to just intonation for each semitone above the root: 1, 16/15, 9/8, 6/5, 5/4, 4/3,
45/32, 3/2, 8/5, 5/3, 9/5, 15/8."""
_FIFTH = 7
_OPEN_BELOW = 47.5
"""MIDI number below which chords are open."""
_APART = ((45.0, 11.5), (52.0, 6.5), (60.0, 2.5))
"""Semitones that the next voice of a choir lies above one that is lower than a pitch, at least."""


def scale(mode: int) -> tuple[int, ...]:
    """Return the seven degrees of a mode of `MODES`, in semitones above the tonic."""
    degrees = list(_LYDIAN)
    for degree in _LOWERED[:mode]:
        degrees[degree] -= 1
    return tuple(degrees)


def mode_for(valence: float) -> float:
    """Return the mode that a valence of -1 to 1 asks for: 0 Lydian to 6 Locrian, with decimals."""
    return 3.0 - 3.0 * max(-1.0, min(1.0, valence))


class Harmony:
    """The tonic (a MIDI number), the mode and the chord of a world at one time."""

    def __init__(self, tonic: float, valence: float, roots: Sequence[int], shape: Sequence[int]) -> None:
        self.tonic = tonic
        self.mode = round(mode_for(valence))
        self.root = 0
        """The degree that the chord stands on."""
        self._roots, self._shape = roots, shape
        self._pitches: dict[tuple[bool, float, float], tuple[float, ...]] = {}

    def new_phrase(self, valence: float, tonic: float) -> None:
        """Go one degree towards the mode that a valence asks for, and to this tonic, at a phrase's boundary."""
        wanted = mode_for(valence)
        # Half way between two modes it stays in the one that it is in.
        if abs(wanted - self.mode) > 0.6:
            self.mode += 1 if wanted > self.mode else -1
        self.new_key(tonic)

    def new_key(self, tonic: float) -> None:
        """Go to this tonic, and stay in the mode."""
        self.tonic = tonic
        self._pitches = {}

    def new_chord(self, number: int) -> None:
        """Go to the chord of this number in the phrase; where its fifth would be diminished, to the tonic's."""
        root = self._roots[number % len(self._roots)]
        degrees = scale(self.mode)
        fifth = (degrees[(root + 4) % 7] - degrees[root]) % 12
        self.root = root if fifth == _FIFTH else 0
        self._pitches = {}

    def contains(self, pitch: float) -> bool:
        """Return whether the tone that is nearest to a pitch lies in the mode."""
        return round(pitch - self.tonic) % 12 in scale(self.mode)

    def scale_pitches(self, low: float, high: float) -> tuple[float, ...]:
        """Return the pitches of the mode in a register, the lowest first; never none."""
        return self._within(False, low, high)

    def chord_pitches(self, low: float, high: float) -> tuple[float, ...]:
        """Return the pitches of the chord in a register, the lowest first; never none."""
        return self._within(True, low, high)

    def nearest(self, pitch: float, chordal: bool = False) -> float:
        """Return the pitch of the mode, or of the chord, that is nearest to a pitch."""
        found = self._find(chordal, pitch - 7.0, pitch + 7.0)
        return min(found, key=lambda one: abs(one - pitch))

    def degree(self, number: int, low: float) -> float:
        """Return the pitch of a degree of the mode, 0 the first keynote from the pitch `low` on; below 0 under it."""
        octaves, step = divmod(number, 7)
        return low + (self.tonic - low) % 12.0 + scale(self.mode)[step] + 12.0 * octaves

    def open(self, pitch: float) -> float:
        """Return a pitch as it is clear: low down only the chord's root and fifth are not mud."""
        if pitch >= _OPEN_BELOW:
            return pitch
        clear = [self.root_pitch, self.root_pitch + _FIFTH]
        return min((one + 12.0 * round((pitch - one) / 12.0) for one in clear), key=lambda one: abs(one - pitch))

    @property
    def root_pitch(self) -> float:
        """The chord's root, a MIDI number within the octave above the tonic."""
        return self.tonic + scale(self.mode)[self.root]

    def just(self, pitch: float, share: float) -> float:
        """Return a pitch as pure above the chord's root, so far as `share` says: 0 equally tempered, 1 just."""
        above = round(pitch - self.root_pitch) % 12
        return pitch + 0.01 * share * _JUST[above]

    def voicing(self, before: Sequence[float], count: int, low: float, high: float) -> list[float]:
        """Return `count` pitches of the chord, each as near as can be to the voice of the chord before it."""
        free = list(self.chord_pitches(low, high))
        if len(before) != count:
            before = [low + (high - low) * (place + 0.5) / count for place in range(count)]
        voices: list[float] = []
        for pitch in before:
            # Where there is no room left for another tone, two voices share one.
            choice = min(free or voices, key=lambda one: abs(one - pitch))
            voices.append(choice)
            free = [one for one in free if abs(one - choice) > _apart(min(one, choice))]
        return sorted(voices)

    def state(self) -> list[float]:
        """Return all that is remembered from one tick to the next."""
        return [self.tonic, self.mode, self.root]

    def resume(self, state: Iterable[Any]) -> None:
        """Remember what a `state` says; ValueError or TypeError where it is none."""
        tonic, mode, root = map(finite, state)
        self.tonic, self.mode, self.root = tonic, min(6, max(0, int(mode))), int(root) % 7
        self._pitches = {}

    def _within(self, chordal: bool, low: float, high: float) -> tuple[float, ...]:
        key = chordal, low, high
        if key not in self._pitches:
            # A register of an octave holds each of them, so that there is always one.
            self._pitches[key] = self._find(chordal, low, max(high, low + 12.0))
        return self._pitches[key]

    def _find(self, chordal: bool, low: float, high: float) -> tuple[float, ...]:
        degrees = scale(self.mode)
        classes = {degrees[(self.root + step) % 7] for step in self._shape} if chordal else set(degrees)
        first, last = math.ceil(low - self.tonic), math.floor(high - self.tonic)
        return tuple(self.tonic + up for up in range(first, last + 1) if up % 12 in classes)


def _apart(lower: float) -> float:
    """Return how far apart two voices must be at least, in semitones, by the pitch of the lower one."""
    return next((apart for below, apart in _APART if lower < below), 0.5)
