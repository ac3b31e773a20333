"""Thaloria: glass, rubbed, struck and dripping."""

from installation.sound.notes import Timbre
from installation.sound.worlds.table import Choir, Loop, Melody, World

# Timbre: kind, brightness, detune, attack, decay, sustain, release, noise, fold, width.
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
    melody=Melody(
        (0, 4, 6, 8, 7, 4, 9),
        (1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 4.0),
        (("glass", (0.35, 0.5)), ("drop", (0.7, 0.6)), ("rod", (0.55, 0.75))),
        66.0,
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
