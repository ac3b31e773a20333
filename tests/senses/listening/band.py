"""A little band that plays in several styles at any tempo: music of which we know every beat.

What a style plays in a bar is a table; hands are late or early by a few milliseconds and never twice as loud.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 44100
Samples = NDArray[np.float64]

MINOR, MAJOR, SEVENTH, MINOR_SEVENTH = (0, 3, 7), (0, 4, 7), (0, 4, 7, 10), (0, 3, 7, 10)
POP = ((9, MINOR), (5, MAJOR), (0, MAJOR), (7, MAJOR))
JAZZ = ((2, MINOR_SEVENTH), (7, SEVENTH), (0, MAJOR), (9, SEVENTH))
LATENESS = 0.006
"""Standard deviation in seconds of where a hit falls."""


@dataclass(frozen=True)
class Style:
    """What is played in a bar of `beats`: for each instrument where (in beats), how loud, and how often."""

    beats: int
    hits: tuple[tuple[str, tuple[float, ...], float, float], ...]
    chords: tuple[tuple[int, tuple[int, ...]], ...] = POP


EIGHTHS = tuple(0.5 * n for n in range(8))
SHUFFLED = tuple(beat + place for beat in range(4) for place in (0.0, 2 / 3))
STYLES = {
    "rock": Style(4, (
        ("kick", (0, 2), 1, 1), ("kick", (2.5,), 0.8, 0.6), ("snare", (1, 3), 1, 1), ("hat", EIGHTHS, 0.8, 1),
        ("bass", EIGHTHS, 0.7, 1), ("chord", (0,), 1, 1),
    )),
    "ballad": Style(4, (
        ("kick", (0, 2), 1, 1), ("snare", (1, 3), 1, 1), ("hat", tuple(0.25 * n for n in range(16)), 0.6, 1),
        ("hat", (0, 1, 2, 3), 0.5, 1), ("bass", (0, 1, 2, 3), 0.8, 1), ("chord", (0,), 1, 1),
    )),
    "punk": Style(4, (
        ("kick", (0, 2), 1, 1), ("snare", (1, 3), 1, 1), ("hat", (0, 1, 2, 3), 1, 1), ("bass", EIGHTHS, 0.7, 1),
        ("stab", EIGHTHS, 0.7, 1),
    )),
    "disco": Style(4, (
        ("kick", (0, 1, 2, 3), 1, 1), ("snare", (1, 3), 0.8, 1), ("hat", (0.5, 1.5, 2.5, 3.5), 1.2, 1),
        ("hat", tuple(0.25 + 0.5 * n for n in range(8)), 0.5, 1), ("bass", EIGHTHS, 0.8, 1), ("chord", (0,), 1, 1),
    )),
    "shuffle": Style(4, (
        ("kick", (0, 2), 1, 1), ("snare", (1, 3), 1, 1), ("hat", SHUFFLED, 0.9, 1), ("bass", SHUFFLED, 0.8, 1),
        ("chord", (0,), 1, 1),
    )),
    "twelve-eight": Style(4, (
        ("kick", (0, 2), 1, 1), ("snare", (1, 3), 1, 1), ("hat", tuple(n / 3 for n in range(12)), 0.9, 1),
        ("bass", (0, 1, 2, 3), 0.8, 1), ("chord", (0,), 1, 1),
    )),
    "swing": Style(4, (
        ("ride", (0, 1, 2, 3), 1, 1), ("ride", (1 + 2 / 3, 3 + 2 / 3), 0.7, 1), ("hat", (1, 3), 0.8, 1),
        ("kick", (0, 1, 2, 3), 0.15, 1), ("snare", (0.67, 1.67, 2.67, 3.67), 0.35, 0.25),
        ("bass", (0, 1, 2, 3), 0.9, 1), ("stab", (0, 1, 2, 3), 1, 0.2), ("stab", (0.67, 2.67), 1, 0.3),
    ), JAZZ),
    "latin": Style(4, (
        ("hat", EIGHTHS, 0.8, 1), ("snare", (0, 1.5, 3), 0.5, 1), ("kick", (0, 2), 0.6, 1), ("bass", (1.5, 3.5), 1, 1),
        ("stab", (0, 1.5, 2, 3), 1, 0.6),
    ), JAZZ),
    "waltz": Style(3, (
        ("bass", (0,), 1.2, 1), ("kick", (0,), 0.6, 1), ("stab", (1, 2), 1.2, 1), ("hat", (1, 2), 0.6, 1),
        ("melody", (0, 1, 2), 1, 0.5),
    )),
    "jazz waltz": Style(3, (
        ("ride", (0, 1, 2), 1, 1), ("ride", (1 + 2 / 3,), 0.6, 1), ("hat", (2,), 0.8, 1), ("kick", (0,), 0.3, 1),
        ("bass", (0,), 1, 1), ("stab", (0, 1, 2), 1, 0.2), ("stab", (0.67, 1.67), 1, 0.2),
    ), JAZZ),
    "piano": Style(4, (
        ("chord", (0,), 1.2, 1), ("chord", (1, 2, 3), 0.8, 1), ("bass", (0, 2), 0.8, 1),
        ("melody", (0.5, 1.5, 2.5, 3.5), 0.7, 1),
    )),
}  # fmt: skip


class Band:
    """Plays; the same seed plays the same."""

    def __init__(self, seed: int = 0) -> None:
        self.random = np.random.default_rng(seed)
        self.instruments: dict[str, Callable[[int, tuple[int, ...], float], Samples]] = {
            "kick": lambda root, chord, beat: self.kick(),
            "snare": lambda root, chord, beat: self.snare(),
            "hat": lambda root, chord, beat: self.hat(),
            "ride": lambda root, chord, beat: self.ride(),
            "bass": lambda root, chord, beat: 0.25 * note(36 + root, 0.6 * beat, 0.4 * beat, 5),
            "chord": lambda root, chord, beat: 0.07 * self.chord(root, chord, 2.0 * beat),
            "stab": lambda root, chord, beat: 0.07 * self.chord(root, chord, 0.4 * beat),
            "melody": lambda root, chord, beat: 0.1 * note(72 + root + int(self.random.choice(chord)), beat, 0.3),
        }

    def play(self, style: str, tempo: float, seconds: float) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Return sound, at RATE, and the times of its beats in seconds."""
        table, beat = STYLES[style], 60.0 / tempo
        start = float(self.random.uniform(0.0, 0.4))
        sound = np.zeros(int((seconds + 4.0) * RATE))
        beats = np.arange(start, seconds, beat)
        for bar in range(-(-len(beats) // table.beats)):
            root, chord = table.chords[bar % len(table.chords)]
            for instrument, places, loud, often in table.hits:
                for place in places:
                    second = start + (bar * table.beats + place) * beat
                    if second < seconds and self.random.random() < often:
                        hit = loud * self.random.uniform(0.7, 1.1) * self.instruments[instrument](root, chord, beat)
                        add(sound, hit, second + LATENESS * self.random.standard_normal())
        sound = sound[: int(seconds * RATE)]
        return (0.7 * sound / np.abs(sound).max()).astype(np.float32), beats

    def kick(self) -> Samples:
        time = times(0.35)
        return 0.8 * np.sin(2 * np.pi * (50 * time + 1.5 * (1 - np.exp(-time / 0.03)))) * decay(time, 0.12)

    def snare(self) -> Samples:
        time = times(0.25)
        skin, wires = np.sin(2 * np.pi * 190 * time) * decay(time, 0.06), self.noise(time, 800) * decay(time, 0.09)
        return 0.35 * skin + 0.22 * wires

    def hat(self) -> Samples:
        time = times(0.1)
        return 0.12 * self.noise(time, 6000) * decay(time, 0.025)

    def ride(self) -> Samples:
        time = times(0.6)
        bell = sum(np.sin(2 * np.pi * pitch * time) for pitch in (3150, 4230, 5400, 6900, 8200))
        return 0.03 * bell * decay(time, 0.25) + 0.06 * self.noise(time, 5000) * decay(time, 0.02)

    def clap(self) -> Samples:
        """Two hands, of no two people alike."""
        time = times(0.15)
        burst = self.noise(time, float(self.random.uniform(700, 1200)), float(self.random.uniform(2500, 4500)))
        return 0.3 * burst * (np.exp(-time / 0.006) + 0.1 * np.exp(-time / 0.05))

    def chord(self, root: int, chord: tuple[int, ...], seconds: float) -> Samples:
        return np.sum([note(60 + root + tone, 1.5 * seconds, seconds) for tone in chord], axis=0)

    def noise(self, time: Samples, low: float, high: float = 20000.0) -> Samples:
        spectrum = np.fft.rfft(self.random.standard_normal(len(time)))
        frequencies = np.maximum(np.fft.rfftfreq(len(time), 1 / RATE), 1.0)
        sound = np.fft.irfft(spectrum / (1 + (low / frequencies) ** 6) / (1 + (frequencies / high) ** 6), len(time))
        return sound / sound.std()


def note(pitch: float, seconds: float, fades: float, harmonics: int = 8, rate: int = RATE) -> Samples:
    """A plucked note of a MIDI number."""
    time = times(seconds, rate)
    frequency = 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)
    sound = sum(np.sin(2 * np.pi * k * frequency * time) / k**1.2 for k in range(1, harmonics + 1))
    return sound * decay(time, fades) * np.minimum(1.0, (seconds - time) / 0.02)


def add(sound: Samples, hit: Samples, second: float) -> None:
    """Add a hit to a sound, from `second` on, as far as there is room."""
    start = max(0, int(second * RATE))
    sound[start : start + len(hit)] += hit[: max(0, len(sound) - start)]


def decay(time: Samples, seconds: float) -> Samples:
    return np.minimum(1.0, time / 0.002) * np.exp(-time / seconds)


def times(seconds: float, rate: int = RATE) -> Samples:
    return np.arange(int(seconds * rate)) / rate


def clicks(tempo: float, seconds: float, jitter: float = 0.0, seed: int = 0) -> tuple[Samples, NDArray[np.float64]]:
    """A click train of a tempo, each click late or early by `jitter` seconds (standard deviation), and its times."""
    band = Band(seed)
    sound = np.zeros(int(seconds * RATE))
    due = np.arange(0.3, seconds - 0.1, 60.0 / tempo)
    struck = due + jitter * band.random.standard_normal(len(due))
    time = times(0.03)
    for second in struck:
        add(sound, 0.4 * np.sin(2 * np.pi * 1500 * time) * decay(time, 0.006), second)
    return sound, due
