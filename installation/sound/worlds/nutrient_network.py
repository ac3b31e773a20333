"""Nutrient Network: two choirs and plucked strings on two banks, lamps and blossoms."""

from installation.sound.notes import Timbre
from installation.sound.worlds.table import Choir, Loop, Melody, World

# Timbre: kind, brightness, detune, attack, decay, sustain, release, noise, fold, width.
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
    melody=Melody(
        (0, 2, 4, 3, 4, 2, 1, 0),
        (1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 3.0),
        (("kora", (0.16, 0.5)), ("lamp", (0.84, 0.6)), ("blossom", (0.5, 0.75))),
        62.0,
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
