"""What the kernels of all voices are made of: noise, filters, oscillators, the envelope."""

import math
from typing import Any

import numpy as np

from installation.sound.voices.kernels import part
from installation.sound.voices.state import ATTACK, BELL, DECAY, FREE, PLUCK, RELEASE
from installation.sound.voices.tables import LEVELS, LOWEST, SIZE

Array = np.ndarray[Any, np.dtype[Any]]


@part
def noise(chance: int) -> tuple[int, float]:
    """Return the generator's next state and a number in -1..1 (a linear congruential generator, Knuth's constants)."""
    chance = (chance * 1664525 + 1013904223) & 0xFFFFFFFF
    return chance, chance * (2.0 / 4294967296.0) - 1.0


@part
def between(glide: Array, row: int, share: float) -> float:
    """Return a control at this share of the tick."""
    return glide[row, 0] + (glide[row, 1] - glide[row, 0]) * share


@part
def hertz(pitch: float) -> float:
    return 440.0 * 2.0 ** ((pitch - 69.0) / 12.0)


@part
def ratio(cents: float) -> float:
    return 2.0 ** (cents / 1200.0)


@part
def filter_coefficients(cutoff: float, damping: float, rate: float) -> tuple[float, float, float]:
    """Return the three coefficients of a state-variable filter (Zavalishin 2012); damping is 1 / Q."""
    g = math.tan(math.pi * min(cutoff, 0.45 * rate) / rate)
    a1 = 1.0 / (1.0 + g * (g + damping))
    return a1, g * a1, g * g * a1


@part
def filtered(x: float, s1: float, s2: float, a: tuple[float, float, float]) -> tuple[float, float, float, float]:
    """Return lowpass, bandpass (its peak is Q) and the two new states."""
    v3 = x - s2
    v1 = a[0] * s1 + a[1] * v3
    v2 = s2 + a[1] * s1 + a[2] * v3
    return v2, v1, 2.0 * v1 - s1, 2.0 * v2 - s2


@part
def table_level(frequency: float) -> int:
    """Return which of the tables keeps all its overtones below the limit at this frequency."""
    level = math.ceil(2.0 * math.log2(max(frequency, 1.0) * 1.01 / LOWEST))
    return min(max(level, 0), LEVELS - 1)


@part
def add_pair(
    soft: Array, bright: Array, mix: float, phase: float, step: float, left: float, right: float, out: Array, n: int
) -> float:
    """Add n samples of an oscillator between two waves to both sides; return its phase in samples of the table."""
    for i in range(n):
        at = phase + step * (i + 1)
        whole = int(at)
        share = at - whole
        place = whole & (SIZE - 1)
        a = soft[place] + share * (soft[place + 1] - soft[place])
        b = bright[place] + share * (bright[place + 1] - bright[place])
        value = a + mix * (b - a)
        out[0, i] += left * value
        out[1, i] += right * value
    return (phase + step * n) % SIZE


@part
def draw_envelope(voice: Any, timbre: Any, env: Array, begin: int, rate: float) -> None:
    """Write the voice's envelope from sample `begin` on; strings and bells decay by themselves, and stay at 1."""
    n = env.size
    rings = voice.kind == PLUCK or voice.kind == BELL
    sustain = 1.0 if rings else timbre.sustain
    rise = 1.0 / (timbre.attack * rate)
    fall = math.exp(-4.6 / (timbre.decay * rate))  # 40 dB in the time of the decay
    end = math.exp(-6.9 / (timbre.release * rate))  # 60 dB in that of the release
    stage, level, attack, held = voice.stage, voice.envelope, voice.attack, voice.held
    for i in range(begin, n):
        if held <= 0 and stage != FREE:
            stage = RELEASE
        held -= 1
        if stage == ATTACK:
            attack += rise
            level = attack * attack * (3.0 - 2.0 * attack)
            if attack >= 1.0:
                level = 1.0
                stage = DECAY
        elif stage == DECAY:
            level = sustain + (level - sustain) * fall
        elif stage == RELEASE:
            level *= end
            if level < 1e-5:
                level = 0.0
                stage = FREE
        env[i] = level
    voice.stage, voice.envelope, voice.attack, voice.held = stage, level, attack, held
