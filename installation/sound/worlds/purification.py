"""Purification: low voices, stone and bowls over a tone that is more felt than heard."""

from installation.sound.notes import Timbre
from installation.sound.worlds.table import Choir, Loop, Melody, World

# Timbre: kind, brightness, detune, attack, decay, sustain, release, noise, fold, width.
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
    melody=Melody(
        (0, 1, -1, 0, 3, 2, 0),
        (2.0, 1.0, 1.0, 3.0, 2.0, 1.0, 4.0),
        (("stone", (0.4, 0.45)), ("bowl", (0.5, 0.5)), ("petal", (0.6, 0.7))),
        52.0,
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
