"""What a voice remembers from one tick to the next: one row of an array for each, so that kernels can reach it."""

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from installation.sound.notes import Kind, Timbre

KINDS: tuple[str, ...] = get_args(Kind)
PAD, PLUCK, BELL, BASS, BREATH, GRAIN, DRONE = (
    KINDS.index(name) for name in ("pad", "pluck", "bell", "bass", "breath", "grain", "drone")
)
POOL = 32
"""Voices for notes."""
ENDLESS = 4
"""Voices behind them for the drone and the breath of `Controls`: two each, so that timbres can fade over."""
MOST_OUTPUTS = 8
CONTROL = 32
"""Samples for which frequencies, filters and the like are held: 0.7 ms."""
OSCILLATORS = 6
MODES = 12
GRAINS = 12

FREE, ATTACK, DECAY, RELEASE = range(4)
"""The stages of a voice."""
NOTE, ENDLESS_DRONE, ENDLESS_BREATH = range(3)
"""The roles of a voice."""

CALIBRATED = np.arange(24.0, 109.0, 12.0)
"""Pitches at which the level of each timbre is made even."""

TIMBRE = np.dtype(
    [("kind", "i4"), *((name, "f8") for name in Timbre._fields[1:]), ("gains", "f8", (len(CALIBRATED),))], align=True
)
VOICE = np.dtype(
    [
        ("stage", "i4"),
        ("role", "i4"),
        ("kind", "i4"),
        ("timbre", "i4"),
        ("wait", "i8"),  # samples until it begins
        ("held", "i8"),  # samples until it is released
        ("fade", "i8"),  # samples over which it gives way, 0: it does not
        ("chance", "i8"),  # state of its generator of noise
        ("pitch", "f8"),
        ("velocity", "f8"),
        ("level", "f8"),  # gain by velocity and calibration
        ("attack", "f8"),  # how far the attack has come, 0..1
        ("envelope", "f8"),
        ("peak", "f8"),  # of the last tick
        ("gains", "f8", (2, MOST_OUTPUTS)),  # left and right to the outputs
        ("sends", "f8", (2, 2)),  # left and right to the reverb
        ("phases", "f8", (OSCILLATORS,)),
        ("drifts", "f8", (OSCILLATORS + 2,)),
        ("filters", "f8", (20,)),
        ("modes", "f8", (4, 2, MODES)),  # real, imaginary, and the turn of each, a side each
        ("strings", "f8", (2, 6)),
        ("places", "i8", (2,)),
        ("grains", "f8", (GRAINS, 6)),  # phase, step, age, length, left, right
        ("next_grain", "f8"),
    ],
    align=True,
)

GLIDES = ("drone_pitch", "drone_level", "breath_level", "detune", "brightness", "space", "tempo", "level")
DRONE_PITCH, DRONE_LEVEL, BREATH_LEVEL, DETUNE, BRIGHTNESS, SPACE, TEMPO, LEVEL = range(len(GLIDES))
"""The rows of the controls that glide from a tick's beginning to its end."""


def timbre_rows(timbres: tuple[Timbre, ...]) -> NDArray[np.void]:
    """Return the timbres as an array of TIMBRE, each number within what its kind can do."""
    rows = np.zeros(len(timbres), TIMBRE)
    for row, timbre in zip(rows, timbres, strict=True):
        row["kind"] = KINDS.index(timbre.kind)
        for name in ("brightness", "sustain", "noise", "fold", "width"):
            row[name] = min(1.0, max(0.0, getattr(timbre, name)))
        row["detune"] = min(100.0, max(0.0, timbre.detune))
        for name, least in (("attack", 0.002), ("decay", 0.02), ("release", 0.02)):
            row[name] = min(60.0, max(least, getattr(timbre, name)))
    rows["gains"] = 1.0
    return rows


def glides() -> NDArray[np.float64]:
    """Return controls that change nothing, shape (len(GLIDES), 2): at a tick's beginning and end."""
    rows = np.zeros((len(GLIDES), 2))
    for row, value in ((DRONE_PITCH, 36.0), (BRIGHTNESS, 0.5), (TEMPO, 60.0), (LEVEL, 1.0)):
        rows[row] = value
    return rows
