"""Grooves that nobody has heard before: eleven kinds of music, each drawn at random, at any tempo, by hands that drift.

For the bench alone: what is heard of them says how well the tracker does with music that it was not made with.
"""

from collections.abc import Callable, Iterator

import numpy as np
from band import JAZZ, LATENESS, POP, RATE, SHUFFLED, Band, Style, add
from numpy.typing import NDArray

Random = np.random.Generator
QUARTERS = (0.0, 1.0, 2.0, 3.0)
EIGHTHS = tuple(0.5 * n for n in range(8))
THIRDS = tuple(n / 3 for n in range(12))
SIXTEENTHS = tuple(0.25 * n for n in range(16))
OFFBEATS = (0.5, 1.5, 2.5, 3.5)
DRIFT = 0.006
"""Standard deviation of the length of a beat, as a share of it."""


def rock(random: Random) -> Style:
    """Syncopated rock or funk: a kick that falls anywhere, snares on two and four."""
    kick = (0.0, *(place for place in (0.75, 1.5, 1.75, 2.0, 2.5, 2.75, 3.5, 3.75) if random.random() < 0.3))
    hats = (QUARTERS, EIGHTHS, EIGHTHS, SIXTEENTHS, OFFBEATS)[random.integers(5)]
    comping = ((0.0,), (0.0, 1.5, 3.0), (1.0, 3.0), OFFBEATS, EIGHTHS)[random.integers(5)]
    return Style(4, (
        ("kick", kick, 1, 0.95), ("snare", (1, 3), 1.1, 0.97), ("hat", hats, random.uniform(0.5, 1.2), 0.97),
        ("snare", (0.75, 1.75, 2.25, 3.75), 0.25, 0.3), ("bass", kick, random.uniform(0.6, 1.0), 0.9),
        ("stab", comping, random.uniform(0.6, 1.3), 0.95), ("melody", EIGHTHS, 1, 0.3),
    ), POP)  # fmt: skip


def swing(random: Random) -> Style:
    return Style(4, (
        ("ride", QUARTERS, 1, 1), ("ride", (1 + 2 / 3, 3 + 2 / 3), 0.7, 0.9), ("hat", (1, 3), 0.7, 1),
        ("bass", QUARTERS, random.uniform(0.6, 1.0), 0.98), ("snare", SHUFFLED[1::2], 0.4, 0.3),
        ("stab", SHUFFLED, 1, 0.25), ("melody", SHUFFLED, 1, 0.5),
    ), JAZZ)  # fmt: skip


def shuffle(random: Random) -> Style:
    walk = (SHUFFLED, QUARTERS)[random.integers(2)]
    return Style(4, (
        ("kick", (0, 2), 1, 1), ("snare", (1, 3), 1, 1), ("hat", SHUFFLED, 0.9, 1), ("bass", walk, 0.8, 0.95),
        ("chord", (0,), 1, 1), ("melody", SHUFFLED, 1, 0.4),
    ))  # fmt: skip


def four_on_the_floor(random: Random) -> Style:
    bass = (OFFBEATS, EIGHTHS, (0.0, 0.75, 1.5, 2.5, 3.25))[random.integers(3)]
    return Style(4, (
        ("kick", QUARTERS, 1.1, 1), ("snare", (1, 3), 0.7, random.integers(2)), ("bass", bass, 0.9, 1),
        ("hat", OFFBEATS, random.uniform(0.8, 1.6), 1), ("stab", (0.0, 1.5, 3.0), 1, 1),
    ))  # fmt: skip


def half_time(random: Random) -> Style:
    return Style(4, (
        ("kick", (0,), 1, 1), ("kick", OFFBEATS, 0.8, 0.3), ("snare", (2,), 1.2, 1), ("hat", EIGHTHS, 0.8, 1),
        ("hat", QUARTERS, 0.4, 1), ("bass", (0, 1.5, 2, 3.5), 0.8, 0.8), ("chord", (0,), 1, 1),
        ("melody", EIGHTHS, 1, 0.4),
    ))  # fmt: skip


def loud_offbeat(random: Random) -> Style:
    """Reggae, ska or polka: the chords are louder than the beats."""
    kick = ((2.0,), QUARTERS, (0.0, 2.0))[random.integers(3)]
    return Style(4, (
        ("stab", OFFBEATS, random.uniform(1.0, 1.8), 1), ("kick", kick, 1.1, 1), ("bass", QUARTERS, 1, 0.8),
        ("snare", (2,) if kick == (2.0,) else (1, 3), 0.9, 1), ("hat", EIGHTHS, 0.8, 1), ("melody", EIGHTHS, 1, 0.3),
    ))  # fmt: skip


def waltz(random: Random) -> Style:
    return Style(3, (
        ("bass", (0,), 1.2, 1), ("kick", (0,), 0.6, 1), ("stab", (1, 2), random.uniform(0.9, 1.3), 1),
        ("hat", (1, 2), 0.6, random.integers(2)), ("melody", EIGHTHS[:6], 1, 0.45),
    ))  # fmt: skip


def latin(random: Random) -> Style:
    return Style(4, (
        ("hat", EIGHTHS, 0.8, 1), ("snare", (0, 1.5, 3), 0.6, 1), ("kick", (0, 1.5, 2, 3.5), 0.7, 0.9),
        ("bass", (0, 1.5, 2, 3.5), 1, 0.95), ("stab", (0, 1, 1.5, 2.5, 3.5), 1, 0.8), ("melody", EIGHTHS, 1, 0.35),
    ), JAZZ)  # fmt: skip


def metal(random: Random) -> Style:
    kick = (EIGHTHS, (0.0, 0.5, 2.0, 2.5))[random.integers(2)]
    return Style(4, (
        ("kick", kick, 0.9, 1), ("snare", (1, 3), 1, 1), ("ride", QUARTERS, 1, 1), ("bass", EIGHTHS, 0.7, 1),
        ("stab", (EIGHTHS, SIXTEENTHS)[random.integers(2)], 1, 0.95),
    ))  # fmt: skip


def rubato(random: Random) -> Style:
    return Style(4, (
        ("chord", (0,), 1.2, 1), ("chord", (1, 2, 3), 0.8, 0.7), ("bass", (0, 2), 0.9, 1),
        ("melody", EIGHTHS, 0.9, 0.6),
    ))  # fmt: skip


def twelve_eight(random: Random) -> Style:
    """Slow blues, gospel or soul: three strokes to a beat."""
    kick = (0.0, 2.0, *(place for place in THIRDS if place % 1.0 and random.random() < 0.15))
    hats, comping = ((THIRDS, THIRDS, QUARTERS)[random.integers(3)] for _ in range(2))
    return Style(4, (
        ("kick", kick, 1, 0.95), ("snare", (1, 3), 1.1, 0.97), ("hat", hats, random.uniform(0.5, 1.1), 0.97),
        ("bass", kick, random.uniform(0.6, 1.0), 0.9), ("chord", (0,), 1, 1), ("stab", comping, 0.7, 0.9),
        ("melody", THIRDS, 1, 0.3),
    ), POP)  # fmt: skip


KINDS: tuple[tuple[Callable[[Random], Style], float, float], ...] = (
    (rock, 66, 200), (swing, 100, 250), (shuffle, 70, 170), (four_on_the_floor, 95, 150), (half_time, 100, 180),
    (loud_offbeat, 70, 170), (waltz, 80, 200), (latin, 90, 210), (metal, 120, 230), (rubato, 60, 130),
    (twelve_eight, 55, 110),
)  # fmt: skip
"""How to draw one, and between which tempi in BPM."""


def grooves(
    first: int = 0, each: int = 3, seconds: float = 20.0
) -> Iterator[tuple[str, NDArray[np.float32], NDArray[np.float64]]]:
    """Give so many grooves of each kind from the `first` on: a name, the sound at RATE, and the times of its beats."""
    for kind, (draw, slowest, fastest) in enumerate(KINDS):
        for number in range(first, first + each):
            random = np.random.default_rng(100 * kind + number)
            tempo = float(np.exp(random.uniform(np.log(slowest), np.log(fastest))))
            slow = 0.03 if draw is rubato else 0.0
            yield f"{draw.__name__.replace('_', ' ')} {tempo:.0f}", *play(draw(random), tempo, seconds, slow, number)


def play(
    style: Style, tempo: float, seconds: float, slow: float, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Play a style by hands whose beat drifts, and swells and ebbs by a share of `slow` every nine seconds."""
    band = Band(seed)
    beats, away = [float(band.random.uniform(0.0, 0.4))], 0.0
    while beats[-1] < seconds + 4.0:
        away = 0.8 * away + DRIFT * band.random.standard_normal()
        beats.append(beats[-1] + 60.0 / tempo * (1.0 + away + slow * np.sin(2 * np.pi * beats[-1] / 9.0)))
    times, sound = np.array(beats), np.zeros(int((seconds + 8.0) * RATE))
    late = 0.5 * LATENESS + 0.01 * 60.0 / tempo
    for bar in range((len(times) - 1) // style.beats):
        root, chord = style.chords[bar % len(style.chords)]
        for instrument, places, loud, often in style.hits:
            for place in places:
                second = float(np.interp(bar * style.beats + place, np.arange(len(times)), times))
                if second < seconds and band.random.random() < often:
                    hit = band.instruments[instrument](root, chord, 60.0 / tempo)
                    add(
                        sound,
                        loud * band.random.uniform(0.6, 1.15) * hit,
                        second + late * band.random.standard_normal(),
                    )
    sound = sound[: int(seconds * RATE)]
    return (0.7 * sound / np.abs(sound).max()).astype(np.float32), times[times < seconds]
