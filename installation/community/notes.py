"""Notes: what is held on keyboards and pads, how it sounds together, and what each of them feels."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.community.following import TICK, finite
from installation.score import TICKS_PER_SECOND, Event

MOST_HELD = 128
LONGEST_HELD = 120 * TICKS_PER_SECOND
"""Ticks after which a note was forgotten, not held: its release was lost."""
CONSONANCE = (1.0, -1.0, -0.4, 0.35, 0.7, 0.6, -0.3, 0.9, 0.3, 0.7, -0.1, -0.7)
"""How consonant two tones are, -1 to 1, by the semitones between them within an octave.

The order is that of Malmberg's ratings (1918), which later ones confirm: octave, fifth, major third and sixth, fourth,
minor third and sixth, minor seventh, tritone, major second, major seventh, minor second.
"""
_MODE_SHARE = 0.35
"""How much of a note's valence is the mode of what was played lately; the rest is consonance."""
_FORGETTING = math.exp(-TICK / 8.0)
"""What is left, after a tick, of what was played lately."""
_BEND = 2.0
"""Semitones of a whole pitch bend: General MIDI's default."""
_MAJOR_AND_MINOR = (
    (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
)
"""Key profiles of Krumhansl and Kessler (1982)."""
_APART = np.array(_MAJOR_AND_MINOR) - np.mean(_MAJOR_AND_MINOR, axis=1, keepdims=True)
_PROFILES = np.stack([np.roll(_APART / np.linalg.norm(_APART, axis=1)[:, None], tonic, 1) for tonic in range(12)], 1)
"""Both on each of the twelve tonics, of mean 0 and length 1, shape (2, 12, 12)."""


@dataclass
class _Held:
    pitch: float
    struck: float
    """How hard, 0 to 1."""
    pressed: float = 0.0
    """How hard it is held down since, 0 to 1."""
    age: int = 0


class Notes:
    """The notes that are held, by their names, and the pitch classes that were played lately.

    `struck` has the names of those that were struck since the last step, `released` of those let go.
    """

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._lately = np.zeros(12)
        self.struck: list[str] = []
        self.released: list[str] = []

    def hear(self, event: Event) -> None:
        """Take an event of source "note"; what makes no sense is not heard."""
        numbers = event.numbers
        if len(numbers) == 2 and numbers[1] > 0.0:
            if event.name in self._held or len(self._held) < MOST_HELD:
                self._held[event.name] = _Held(_pitch(numbers[0]), min(1.0, numbers[1]))
                self.struck.append(event.name)
        elif len(numbers) == 2 and event.name in self._held:
            del self._held[event.name]
            self.released.append(event.name)
        elif len(numbers) == 3 and event.name in self._held:
            pitch, pressure, bend = numbers
            note = self._held[event.name]
            note.pitch = _pitch(pitch + _BEND * min(1.0, max(-1.0, bend)))
            note.pressed = min(1.0, max(0.0, pressure))

    def step(self) -> None:
        """Let a tick pass, before its events are heard."""
        self.struck, self.released = [], []
        self._lately *= _FORGETTING
        for name, note in list(self._held.items()):
            note.age += 1
            self._lately[round(note.pitch) % 12] += TICK
            if note.age > LONGEST_HELD:
                del self._held[name]
                self.released.append(name)

    @property
    def pitches(self) -> tuple[float, ...]:
        """MIDI numbers of what is held, the lowest first."""
        return tuple(sorted(note.pitch for note in self._held.values()))

    def feelings(self) -> dict[str, tuple[float, float]]:
        """Return valence and arousal of each note that is held, by its name.

        Arousal is how hard it was struck or is pressed; valence is how consonant it is with what is held beside it,
        and the mode of what was played lately.
        """
        if not self._held:
            return {}
        pitches = np.array([note.pitch for note in self._held.values()])
        shared = consonances(pitches) * (1.0 - _MODE_SHARE) + _MODE_SHARE * mode(self._lately)
        felt = zip(self._held.items(), np.clip(shared, -1.0, 1.0).tolist(), strict=True)
        return {name: (valence, 2.0 * max(note.struck, note.pressed) - 1.0) for (name, note), valence in felt}

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        held = {name: [note.pitch, note.struck, note.pressed, note.age] for name, note in self._held.items()}
        return {"held": held, "lately": self._lately.tolist()}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        rows = {str(name): tuple(map(finite, row)) for name, row in dict(state["held"]).items()}
        held = {
            name: _Held(_pitch(pitch), min(1.0, max(0.0, struck)), min(1.0, max(0.0, pressed)), int(age))
            for name, (pitch, struck, pressed, age) in rows.items()
        }
        lately = np.array([max(0.0, finite(share)) for share in state["lately"]])
        if len(lately) != 12 or len(held) > MOST_HELD:
            raise ValueError(f"expected twelve pitch classes and at most {MOST_HELD} notes")
        self._held, self._lately, self.struck, self.released = held, lately, [], []


def _pitch(number: float) -> float:
    return min(136.0, max(0.0, number))


def consonances(pitches: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each of these MIDI numbers how consonant it is with the others, -1 to 1; 0 for one alone."""
    count = len(pitches)
    if count < 2:
        return np.zeros(count)
    apart = np.round(np.abs(pitches[:, None] - pitches[None])).astype(int)
    table = np.where(np.eye(count, dtype=bool), 0.0, np.array(CONSONANCE)[apart % 12])
    rows: NDArray[np.float64] = table.sum(axis=1) / (count - 1)
    return rows


def mode(weights: NDArray[np.float64]) -> float:
    """Return -1 (minor) to 1 (major) of so much of each pitch class from C on; 0 for fewer than three of them.

    It is the best correlation with a major key profile less that with a minor one, three times over, since two related
    keys differ by a third at the most.
    """
    if np.count_nonzero(weights > 0.05 * float(weights.max(initial=0.0))) < 3:
        return 0.0
    apart = weights - weights.mean()
    major, minor = (_PROFILES @ apart).max(axis=1).tolist()
    return min(1.0, max(-1.0, 3.0 * (major - minor) / math.sqrt(float(apart @ apart))))
