"""Nutrient Symphony: an instrument for each of seven biomes."""

from installation.sound.notes import Timbre
from installation.sound.worlds.table import Choir, Loop, Melody, Place, World

_BIOMES: tuple[Place, ...] = (
    (0.12, 0.70), (0.345, 0.88), (0.60, 0.59), (0.93, 0.82), (0.20, 0.22), (0.51, 0.09), (0.86, 0.25),
)  # fmt: skip
"""Where the picture's biomes lie: reeds, clumps, a sun, rings, a thicket, dunes, cells."""

# Timbre: kind, brightness, detune, attack, decay, sustain, release, noise, fold, width.
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
    melody=Melody(
        (0, 2, 4, 7, 6, 4, 5, 4),
        (1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 3.0),
        (
            ("sun", _BIOMES[2]),
            ("reed", _BIOMES[0]),
            ("cells", _BIOMES[6]),
            ("rings", _BIOMES[3]),
            ("thicket", _BIOMES[4]),
            ("reed", _BIOMES[0]),
            ("sun", _BIOMES[2]),
        ),
        60.0,
        passed=True,
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
