"""Band-limited waves: for each timbre a soft and a bright one, in tables for each half octave.

No oscillator here can alias: a table holds only the overtones that stay below 20 kHz at the highest frequency at which
it is played. The voices go from the soft wave to the bright one with their envelope.
"""

import functools
import math

import numpy as np
from numpy.typing import NDArray

from installation.sound.notes import Timbre

SIZE = 2048
LEVELS = 19
LOWEST = 27.5
"""Hz: the highest frequency at which the first table is played; each further one goes half an octave higher."""
LIMIT = 20_000.0
"""Hz: no overtone lies above it."""
# The resonances of a body, Hz, width in octaves and share: a chest and a mouth more than a box, for what is sung.
BODY = ((420.0, 0.45, 1.6), (980.0, 0.4, 1.1), (2600.0, 0.5, 0.7), (3300.0, 0.4, 0.35))
SLOPES = {"pad": (2.1, 1.15), "bass": (2.4, 1.3), "drone": (1.9, 1.0), "breath": (3.0, 2.2), "grain": (3.4, 1.8)}
"""The powers of their number by which overtones fall, in the soft and in the bright wave."""
EMBODIED = {"pad": 0.8, "drone": 1.0, "bass": 0.25}


def _folded(depth: float, count: int) -> NDArray[np.float64]:
    """Return the amplitudes of a sine folded by a sine, a little off its centre: glass and metal."""
    angle = np.arange(4 * SIZE) * (2 * np.pi / (4 * SIZE))
    return np.abs(np.fft.rfft(np.sin(depth * np.sin(angle) + 0.4)))[1 : count + 1] / (2 * SIZE)


def _body(frequencies: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    gains = np.ones_like(frequencies)
    for centre, width, gain in BODY:
        gains += share * gain * np.exp(-0.5 * (np.log2(frequencies / centre) / width) ** 2)
    return gains


def _wave(kind: str, bright: bool, fold: float, brightness: float, level: int) -> NDArray[np.float32]:
    """Return one table, shape (SIZE + 1,), its root mean square 1/2; the last sample is the first once more."""
    highest = LOWEST * 2 ** (level / 2)
    count = max(1, min(SIZE // 3, int(LIMIT / highest)))
    number = np.arange(1, count + 1, dtype=float)
    slope = SLOPES[kind][bright] - 0.3 * (brightness - 0.5)
    dice = np.random.default_rng([len(kind), ord(kind[0]), bright])  # The same instrument at every start.
    unequal = np.exp(0.25 * dice.standard_normal(SIZE)[:count])
    angles = dice.uniform(0, 2 * np.pi, SIZE)[:count] * (kind != "bass")
    amplitudes = number**-slope * unequal * _body(number * highest * 0.84, EMBODIED.get(kind, 0.0))
    depth = fold * (4.5 if bright else 1.6)
    folds = _folded(depth, count) / max(1e-9, float(np.max(_folded(depth, count)))) if depth > 0 else amplitudes
    amplitudes = (1 - fold) * amplitudes / amplitudes.max() + fold * folds
    spectrum = np.zeros(SIZE // 2 + 1, complex)
    spectrum[1 : count + 1] = amplitudes * np.exp(1j * angles) * -1j
    wave = np.fft.irfft(spectrum)
    wave *= 0.5 / math.sqrt(float(np.mean(wave**2)))
    return np.append(wave, wave[0]).astype(np.float32)


@functools.lru_cache(maxsize=64)
def _waves(kind: str, fold: float, brightness: float) -> NDArray[np.float32]:
    """Return the soft and the bright tables, shape (2, LEVELS, SIZE + 1)."""
    return np.array(
        [[_wave(kind, bright, fold, brightness, level) for level in range(LEVELS)] for bright in (False, True)]
    )


def tables(timbres: tuple[Timbre, ...]) -> NDArray[np.float32]:
    """Return the waves of all timbres, shape (timbres, 2, LEVELS, SIZE + 1); those of strings and bells are silent."""
    result = np.zeros((len(timbres), 2, LEVELS, SIZE + 1), np.float32)
    for rows, timbre in zip(result, timbres, strict=True):
        if timbre.kind in SLOPES:
            rows[:] = _waves(timbre.kind, round(timbre.fold, 2), round(timbre.brightness, 2))
    return result
