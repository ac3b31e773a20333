"""Ecoverse: bottles that are blown, tin, cans and wire."""

from installation.sound.notes import Timbre
from installation.sound.worlds.table import Choir, Loop, Melody, World

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
    melody=Melody(
        (0, 4, 3, 1, 2, 0),
        (2.0, 1.0, 1.0, 2.0, 1.0, 3.0),
        (("bottle", (0.6, 0.4)), ("wire", (0.4, 0.5)), ("tin", (0.72, 0.7))),
        57.0,
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
