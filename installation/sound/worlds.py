"""The five worlds as instruments: what each sounds with, how high, where, and by which chords.

A world has choirs, which breathe its chords; loops, which go round in cycles of unlike lengths; a bass; a drone and a
breath that never end; and a timbre of its own for each thing that happens in it. Its keynote is the story's
(`Moment.pulse`). Places are shares of the frame, from the lower left, and those of the picture.
"""

from typing import NamedTuple

from installation.sound.notes import Timbre

Place = tuple[float, float]


class Choir(NamedTuple):
    """Voices that hold the chord: in a register from `low` to `high`, so many beats after the chord begins.

    `sway` says to which side they drift apart when the world is divided: -1 down, 1 up, 0 not at all.
    """

    timbre: str
    voices: int
    low: float
    high: float
    place: Place
    offset: float = 0.0
    sway: float = 0.0
    level: float = 1.0


class Loop(NamedTuple):
    """A line that goes round: `steps` of a quarter of a beat, times `stretch`, make a cycle.

    `drift` is how much faster it goes than the others when nobody keeps together, as a share; `chordal` is the share
    of its steps that keep to the chord; a note is held for `held` steps.
    """

    timbre: str
    steps: int
    stretch: float
    drift: float
    low: float
    high: float
    place: Place
    density: float = 1.0
    level: float = 1.0
    held: float = 1.6
    chordal: float = 0.6


class World(NamedTuple):
    """What a world plays with; `timbres` by name.

    `drone` is how far the drone lies from the keynote, in semitones. `roots` are the degrees of the chords of a phrase
    after each other, 0 the keynote, and `shape` is a chord, in degrees above its root, the most important first.
    `events` gives for everything that may happen the timbre, the register and the velocity; `answer` are timbre and
    register of the world's own voice.
    """

    timbres: dict[str, Timbre]
    drone: float
    roots: tuple[int, ...]
    shape: tuple[int, ...]
    choirs: tuple[Choir, ...]
    bass: Choir
    loops: tuple[Loop, ...]
    events: dict[str, tuple[str, float, float, float]]
    answer: tuple[str, float, float]


# Timbre: kind, brightness, detune, attack, decay, sustain, release, noise, fold, width.
ECOVERSE = World(
    timbres={
        "drone": Timbre("drone", 0.30, 7.0, 4.0, 1.0, 1.0, 6.0, 0.06, 0.10, 0.7),
        "air": Timbre("breath", 0.34, 0.0, 3.0, 1.0, 1.0, 4.0, 1.0, 0.0, 1.0),
        "bottles": Timbre("pad", 0.36, 6.0, 1.4, 2.0, 0.85, 3.0, 0.30, 0.04, 0.8),
        "bottle": Timbre("breath", 0.55, 4.0, 0.06, 0.7, 0.25, 0.9, 0.45, 0.05, 0.3),
        "tin": Timbre("bell", 0.55, 9.0, 0.001, 0.9, 0.0, 0.9, 0.12, 0.62, 0.3),
        "can": Timbre("pluck", 0.48, 5.0, 0.002, 0.7, 0.0, 0.5, 0.20, 0.40, 0.25),
        "wire": Timbre("pluck", 0.38, 4.0, 0.004, 1.6, 0.0, 1.2, 0.05, 0.12, 0.4),
        "bass": Timbre("bass", 0.28, 3.0, 0.35, 2.5, 0.7, 2.5, 0.03, 0.12, 0.1),
        "rust": Timbre("grain", 0.45, 12.0, 0.01, 0.3, 0.4, 0.4, 0.55, 0.30, 0.7),
    },
    drone=-12.0,
    roots=(0, 3, 5, 4),
    shape=(0, 4, 2, 6),
    choirs=(
        Choir("bottles", 3, 52.0, 69.0, (0.655, 0.5), 0.0),
        Choir("bottles", 2, 64.0, 78.0, (0.3, 0.4), 4.0, level=0.7),
    ),
    bass=Choir("bass", 1, 33.0, 45.0, (0.655, 0.1), level=0.7),
    loops=(
        Loop("wire", 10, 1.0, 0.043, 57.0, 74.0, (0.42, 0.35), 1.0, 0.8, 2.5),
        Loop("bottle", 14, 2.0, -0.061, 52.0, 69.0, (0.62, 0.3), 1.1, 0.8, 3.0, 0.8),
        Loop("tin", 9, 1.0, 0.083, 69.0, 88.0, (0.7, 0.62), 0.8, 0.55, 1.0),
        Loop("can", 11, 1.0, -0.037, 57.0, 76.0, (0.58, 0.45), 0.9, 0.6, 1.0, 0.5),
        Loop("wire", 16, 1.0, 0.029, 64.0, 81.0, (0.85, 0.5), 0.7, 0.6, 2.0),
    ),
    events={
        "charge": ("wire", 64.0, 86.0, 0.5),
        "flower": ("tin", 76.0, 93.0, 0.4),
        "serum": ("bottle", 57.0, 76.0, 0.6),
        "touch": ("can", 60.0, 79.0, 0.5),
        "tile": ("tin", 64.0, 84.0, 0.5),
        "work": ("can", 69.0, 88.0, 0.28),
        "growth": ("rust", 72.0, 92.0, 0.2),
        "mark": ("tin", 57.0, 81.0, 0.6),
    },
    answer=("bottle", 52.0, 76.0),
)

NUTRIENT_NETWORK = World(
    timbres={
        "drone": Timbre("drone", 0.26, 5.0, 4.0, 1.0, 1.0, 6.0, 0.03, 0.04, 0.8),
        "air": Timbre("breath", 0.28, 0.0, 3.0, 1.0, 1.0, 4.0, 1.0, 0.0, 1.0),
        "left choir": Timbre("pad", 0.44, 9.0, 1.6, 2.0, 0.9, 3.2, 0.08, 0.02, 0.5),
        "right choir": Timbre("pad", 0.38, 11.0, 1.9, 2.0, 0.9, 3.4, 0.12, 0.06, 0.5),
        "kora": Timbre("pluck", 0.46, 3.0, 0.003, 2.0, 0.0, 1.4, 0.03, 0.05, 0.35),
        "blossom": Timbre("bell", 0.42, 3.0, 0.006, 2.4, 0.0, 2.0, 0.0, 0.10, 0.4),
        "lamp": Timbre("bell", 0.30, 4.0, 0.02, 3.6, 0.0, 3.0, 0.0, 0.04, 0.5),
        "bass": Timbre("bass", 0.24, 3.0, 0.5, 3.0, 0.75, 3.0, 0.02, 0.05, 0.1),
        "snap": Timbre("grain", 0.5, 14.0, 0.002, 0.18, 0.2, 0.25, 0.6, 0.2, 0.4),
    },
    drone=-12.0,
    roots=(0, 4, 5, 3),
    shape=(0, 2, 4, 8),
    choirs=(
        Choir("left choir", 3, 50.0, 66.0, (0.14, 0.55), 0.0, -1.0),
        Choir("right choir", 3, 55.0, 71.0, (0.86, 0.55), 4.0, 1.0),
    ),
    bass=Choir("bass", 1, 38.0, 50.0, (0.5, 0.1), level=0.55),
    loops=(
        Loop("kora", 12, 1.0, 0.031, 57.0, 76.0, (0.22, 0.4), 1.0, 0.8, 2.5),
        Loop("kora", 14, 1.0, -0.047, 62.0, 81.0, (0.78, 0.4), 1.0, 0.7, 2.5),
        Loop("lamp", 18, 2.0, 0.059, 62.0, 81.0, (0.12, 0.7), 0.8, 0.6, 2.0, 0.9),
        Loop("lamp", 22, 2.0, -0.071, 66.0, 84.0, (0.88, 0.7), 0.8, 0.6, 2.0, 0.9),
        Loop("blossom", 16, 1.0, 0.087, 74.0, 91.0, (0.5, 0.8), 0.6, 0.5, 1.0),
    ),
    events={
        "charge": ("kora", 62.0, 84.0, 0.45),
        "flower": ("blossom", 74.0, 92.0, 0.42),
        "serum": ("lamp", 60.0, 79.0, 0.55),
        "touch": ("kora", 62.0, 81.0, 0.5),
        "tile": ("lamp", 66.0, 86.0, 0.5),
        "crossing": ("kora", 57.0, 76.0, 0.4),
        "wave": ("kora", 50.0, 86.0, 0.5),
        "tear": ("snap", 62.0, 78.0, 0.35),
        "mark": ("lamp", 50.0, 86.0, 0.65),
    },
    answer=("left choir", 57.0, 78.0),
)

PURIFICATION = World(
    timbres={
        "drone": Timbre("drone", 0.18, 6.0, 5.0, 1.0, 1.0, 7.0, 0.04, 0.14, 0.6),
        "air": Timbre("breath", 0.18, 0.0, 3.0, 1.0, 1.0, 4.0, 1.0, 0.0, 1.0),
        "low voices": Timbre("pad", 0.24, 10.0, 2.2, 2.5, 0.9, 4.0, 0.10, 0.10, 0.6),
        "high voices": Timbre("pad", 0.34, 8.0, 2.8, 2.5, 0.85, 4.5, 0.16, 0.02, 0.9),
        "stone": Timbre("pluck", 0.28, 5.0, 0.008, 2.2, 0.0, 1.8, 0.06, 0.16, 0.4),
        "bowl": Timbre("bell", 0.30, 6.0, 0.09, 5.0, 0.0, 4.0, 0.02, 0.14, 0.6),
        "sub": Timbre("bass", 0.16, 2.0, 0.8, 4.0, 0.8, 4.0, 0.0, 0.10, 0.0),
        "cluster": Timbre("grain", 0.24, 18.0, 0.08, 0.8, 0.5, 0.8, 0.5, 0.35, 0.6),
        "petal": Timbre("bell", 0.46, 3.0, 0.01, 2.8, 0.0, 2.4, 0.0, 0.04, 0.5),
    },
    drone=-12.0,
    roots=(0, 0, 5, 3),
    shape=(0, 4, 7, 8),
    choirs=(
        Choir("low voices", 3, 40.0, 57.0, (0.5, 0.5), 0.0, -0.6),
        Choir("high voices", 2, 59.0, 74.0, (0.5, 0.75), 4.0, 0.6, 0.85),
    ),
    bass=Choir("sub", 1, 28.0, 40.0, (0.5, 0.5), level=0.75),
    loops=(
        Loop("stone", 13, 2.0, 0.037, 47.0, 64.0, (0.35, 0.4), 1.0, 0.8, 2.5, 0.8),
        Loop("bowl", 17, 4.0, -0.053, 52.0, 71.0, (0.65, 0.6), 1.6, 0.7, 2.0, 0.9),
        Loop("stone", 11, 2.0, -0.067, 52.0, 69.0, (0.62, 0.3), 0.8, 0.7, 2.5, 0.7),
        Loop("petal", 19, 1.0, 0.079, 71.0, 88.0, (0.4, 0.7), 0.5, 0.45, 1.0, 0.9),
    ),
    events={
        "charge": ("stone", 52.0, 71.0, 0.5),
        "flower": ("petal", 71.0, 90.0, 0.45),
        "serum": ("bowl", 57.0, 74.0, 0.55),
        "touch": ("stone", 52.0, 71.0, 0.5),
        "tile": ("bowl", 59.0, 79.0, 0.5),
        "cluster": ("cluster", 43.0, 62.0, 0.26),
        "wave": ("low voices", 40.0, 76.0, 0.55),
        "mark": ("bowl", 52.0, 83.0, 0.6),
    },
    answer=("high voices", 52.0, 74.0),
)

_BIOMES: tuple[Place, ...] = (
    (0.12, 0.70), (0.345, 0.88), (0.60, 0.59), (0.93, 0.82), (0.20, 0.22), (0.51, 0.09), (0.86, 0.25),
)  # fmt: skip
"""Where the picture's biomes lie: reeds, clumps, a sun, rings, a thicket, dunes, cells."""

NUTRIENT_SYMPHONY = World(
    timbres={
        "drone": Timbre("drone", 0.30, 5.0, 4.0, 1.0, 1.0, 6.0, 0.05, 0.05, 0.9),
        "air": Timbre("breath", 0.42, 0.0, 2.0, 1.0, 1.0, 3.0, 1.0, 0.0, 1.0),
        "strings": Timbre("pad", 0.42, 10.0, 1.2, 2.0, 0.9, 2.8, 0.05, 0.03, 0.9),
        "reed": Timbre("breath", 0.60, 5.0, 0.05, 0.6, 0.5, 0.5, 0.25, 0.18, 0.2),
        "drum": Timbre("pluck", 0.30, 6.0, 0.002, 0.6, 0.0, 0.5, 0.18, 0.10, 0.2),
        "sun": Timbre("pad", 0.50, 7.0, 0.25, 1.5, 0.6, 1.4, 0.04, 0.05, 0.4),
        "rings": Timbre("bell", 0.44, 4.0, 0.004, 2.4, 0.0, 2.0, 0.0, 0.12, 0.4),
        "thicket": Timbre("pluck", 0.52, 4.0, 0.002, 1.4, 0.0, 1.0, 0.04, 0.08, 0.3),
        "dunes": Timbre("bass", 0.32, 4.0, 0.08, 1.4, 0.3, 1.2, 0.05, 0.10, 0.2),
        "cells": Timbre("pluck", 0.44, 3.0, 0.002, 1.0, 0.0, 0.8, 0.02, 0.22, 0.3),
        "bass": Timbre("bass", 0.28, 3.0, 0.3, 2.5, 0.7, 2.5, 0.02, 0.08, 0.1),
        "dust": Timbre("grain", 0.5, 16.0, 0.01, 0.4, 0.4, 0.5, 0.6, 0.15, 0.9),
    },
    drone=-12.0,
    roots=(0, 5, 3, 4),
    shape=(0, 4, 2, 8),
    choirs=(
        Choir("strings", 3, 52.0, 69.0, (0.60, 0.59), 0.0),
        Choir("strings", 2, 62.0, 76.0, (0.30, 0.5), 4.0, level=0.7),
    ),
    bass=Choir("bass", 1, 36.0, 48.0, (0.51, 0.09), level=0.6),
    loops=(
        Loop("thicket", 12, 1.0, 0.041, 60.0, 77.0, _BIOMES[4], 1.0, 0.8, 2.0),
        Loop("reed", 15, 1.0, -0.033, 62.0, 79.0, _BIOMES[0], 0.8, 0.65, 2.5, 0.8),
        Loop("sun", 20, 2.0, 0.027, 55.0, 72.0, _BIOMES[2], 0.8, 0.7, 3.0, 0.9),
        Loop("rings", 9, 2.0, 0.067, 72.0, 89.0, _BIOMES[3], 0.9, 0.55, 1.0, 0.8),
        Loop("cells", 13, 1.0, -0.059, 67.0, 86.0, _BIOMES[6], 0.8, 0.6, 1.0, 0.6),
        Loop("dunes", 11, 2.0, -0.049, 36.0, 53.0, _BIOMES[5], 0.8, 0.7, 2.0, 0.9),
        Loop("drum", 16, 1.0, 0.073, 48.0, 65.0, _BIOMES[1], 0.9, 0.6, 1.0, 0.9),
    ),
    events={
        "charge": ("thicket", 64.0, 84.0, 0.45),
        "flower": ("rings", 74.0, 92.0, 0.4),
        "serum": ("sun", 60.0, 77.0, 0.5),
        "touch": ("cells", 64.0, 84.0, 0.5),
        "tile": ("rings", 66.0, 86.0, 0.5),
        "tear": ("dust", 55.0, 79.0, 0.45),
        "mend": ("rings", 72.0, 91.0, 0.4),
        "mark": ("rings", 60.0, 88.0, 0.6),
    },
    answer=("sun", 55.0, 79.0),
)

THALORIA = World(
    timbres={
        "drone": Timbre("drone", 0.40, 4.0, 4.0, 1.0, 1.0, 6.0, 0.05, 0.03, 1.0),
        "air": Timbre("breath", 0.55, 0.0, 3.0, 1.0, 1.0, 5.0, 1.0, 0.0, 1.0),
        "harmonica": Timbre("pad", 0.50, 4.0, 2.0, 2.0, 0.9, 4.0, 0.06, 0.0, 1.0),
        "ice": Timbre("pad", 0.60, 6.0, 2.6, 2.0, 0.8, 5.0, 0.14, 0.03, 1.0),
        "glass": Timbre("bell", 0.52, 3.0, 0.002, 3.2, 0.0, 2.6, 0.0, 0.06, 0.5),
        "rod": Timbre("bell", 0.60, 3.0, 0.001, 1.6, 0.0, 1.4, 0.0, 0.18, 0.5),
        "drop": Timbre("pluck", 0.56, 2.0, 0.002, 1.3, 0.0, 1.0, 0.0, 0.02, 0.4),
        "bass": Timbre("bass", 0.22, 2.0, 0.7, 3.0, 0.8, 3.5, 0.0, 0.03, 0.1),
        "nanobots": Timbre("grain", 0.70, 10.0, 0.004, 0.2, 0.4, 0.3, 0.25, 0.08, 1.0),
    },
    drone=0.0,
    roots=(0, 1, 4, 3),
    shape=(0, 4, 8, 2),
    choirs=(
        Choir("harmonica", 3, 54.0, 73.0, (0.64, 0.4), 0.0),
        Choir("ice", 2, 66.0, 83.0, (0.25, 0.6), 4.0, level=0.55),
    ),
    bass=Choir("bass", 1, 42.0, 54.0, (0.5, 0.05), level=0.3),
    loops=(
        Loop("glass", 15, 2.0, 0.033, 66.0, 83.0, (0.3, 0.5), 1.0, 0.7, 2.0, 0.8),
        Loop("drop", 13, 1.0, -0.051, 73.0, 90.0, (0.7, 0.6), 0.8, 0.6, 1.5),
        Loop("glass", 19, 2.0, 0.071, 73.0, 92.0, (0.88, 0.55), 0.8, 0.5, 2.0, 0.7),
        Loop("rod", 11, 1.0, 0.087, 78.0, 95.0, (0.5, 0.75), 0.6, 0.4, 1.0, 0.6),
    ),
    events={
        "charge": ("drop", 73.0, 93.0, 0.45),
        "flower": ("rod", 80.0, 97.0, 0.4),
        "serum": ("glass", 66.0, 83.0, 0.5),
        "touch": ("glass", 69.0, 90.0, 0.5),
        "tile": ("glass", 69.0, 93.0, 0.6),
        "nanobot": ("nanobots", 81.0, 100.0, 0.3),
        "mark": ("glass", 54.0, 90.0, 0.6),
    },
    answer=("glass", 62.0, 86.0),
)

TABLE: dict[str, World] = {
    "ecoverse": ECOVERSE,
    "nutrient_network": NUTRIENT_NETWORK,
    "purification": PURIFICATION,
    "nutrient_symphony": NUTRIENT_SYMPHONY,
    "thaloria": THALORIA,
}
_NAMES = [(world, name) for world in TABLE for name in TABLE[world].timbres]
TIMBRES: tuple[Timbre, ...] = tuple(TABLE[world].timbres[name] for world, name in _NAMES)
"""The timbres of all worlds after each other: what a note's `timbre` counts, so that two worlds can cross."""
INDICES: dict[tuple[str, str], int] = {pair: index for index, pair in enumerate(_NAMES)}
"""Where the timbre of a world and name stands among them."""


def world_of(name: str) -> World:
    """Return what a world plays with; a world of somebody's own plays as the first."""
    return TABLE.get(name, ECOVERSE)


def timbre_index(world: str, name: str) -> int:
    """Return where a timbre stands among `TIMBRES`."""
    return INDICES[(world if world in TABLE else "ecoverse", name)]
