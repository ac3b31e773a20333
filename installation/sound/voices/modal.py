"""Bell: modes that ring and die away, each twice and a little apart, so that they beat; struck, or slowly bowed.

`fold` says of what it is made: glass (0), bronze (.5) or tin (1).
"""

import math
from typing import Any

import numpy as np

from installation.sound.voices.kernels import part
from installation.sound.voices.parts import Array, filter_coefficients, filtered, hertz, noise, ratio
from installation.sound.voices.state import BRIGHTNESS, DETUNE, MODES

# Multiples of the pitch. Neither has a third: the chord decides, not the bell.
RATIOS = np.array(
    [
        [1.0, 2.0, 3.003, 4.02, 5.04, 6.1, 7.19, 8.4, 9.7, 11.1, 12.6, 14.2],
        [0.5, 1.0, 1.504, 2.0, 2.51, 3.01, 4.03, 5.18, 6.09, 7.53, 9.21, 11.0],
        [1.0, 1.493, 2.31, 2.74, 3.37, 4.12, 4.86, 5.71, 6.93, 8.37, 10.2, 12.1],
    ]
)
LOUD = np.array(
    [
        [1.0, 0.42, 0.2, 0.13, 0.06, 0.05, 0.03, 0.025, 0.02, 0.012, 0.01, 0.008],
        [0.4, 1.0, 0.3, 0.62, 0.2, 0.3, 0.22, 0.14, 0.1, 0.07, 0.05, 0.03],
        [1.0, 0.5, 0.5, 0.42, 0.4, 0.33, 0.3, 0.24, 0.2, 0.15, 0.12, 0.09],
    ]
)
STAY = np.array([0.45, 0.6, 0.95])
"""The power of a mode's multiple by which it dies sooner."""
REAL, IMAGINARY, COSINE, SINE = range(4)


@part
def start_modes(voice: Any, timbre: Any, glide: Array, rate: float) -> None:
    """Set every mode's place and turn; what lies above 18 kHz stays silent."""
    brightness = min(1.0, max(0.0, timbre.brightness + glide[BRIGHTNESS, 1] - 0.5))
    voice.chance, chance = noise(voice.chance)
    frequency = hertz(voice.pitch) * ratio(glide[DETUNE, 1] * chance)
    made = 2.0 * timbre.fold
    lower = min(int(made), 1)
    share = made - lower
    # A soft mallet leaves the high modes asleep; a bow, which has a slow attack, wakes hardly more than the lowest.
    softness = 1.7 - 1.1 * brightness - 0.5 * voice.velocity + min(1.0, 3.0 * timbre.attack)
    stay = STAY[lower] + share * (STAY[lower + 1] - STAY[lower])
    for mode in range(MODES):
        multiple = RATIOS[lower, mode] ** (1.0 - share) * RATIOS[lower + 1, mode] ** share
        loud = LOUD[lower, mode] ** (1.0 - share) * LOUD[lower + 1, mode] ** share
        loud *= max(multiple, 1.0) ** -softness
        seconds = timbre.decay * max(multiple, 0.7) ** -stay * (440.0 / frequency) ** 0.3
        for side in range(2):
            voice.chance, chance = noise(voice.chance)
            # Doublets: the higher the mode the further apart, in hertz about as fast as slow breath.
            apart = (0.5 + 0.4 * timbre.detune * chance) * (2 * side - 1)
            own = frequency * multiple * ratio(apart)
            angle = 2.0 * math.pi * own / rate
            kept = 10.0 ** (-3.0 / (seconds * rate))
            loud_here = loud * (1.0 + 0.3 * chance) if own < 18_000.0 else 0.0
            # The sides begin in unlike phases, which makes the bell wide; the attack hides the step.
            begins = 1.4 * chance * side
            voice.modes[REAL, side, mode] = loud_here * math.cos(begins)
            voice.modes[IMAGINARY, side, mode] = loud_here * math.sin(begins)
            voice.modes[COSINE, side, mode] = kept * math.cos(angle)
            voice.modes[SINE, side, mode] = kept * math.sin(angle)
    voice.filters[:] = 0.0
    voice.filters[4] = timbre.noise * (0.3 + 0.7 * voice.velocity)


@part
def modes(voice: Any, timbre: Any, env: Array, out: Array, begin: int, rate: float) -> None:
    """Write samples from `begin` on to out, shape (2, samples)."""
    re, im, cosine, sine = voice.modes[0], voice.modes[1], voice.modes[2], voice.modes[3]
    for side in range(2):
        for i in range(begin, env.size):
            total = 0.0
            for mode in range(MODES):
                x, y = re[side, mode], im[side, mode]
                re[side, mode] = cosine[side, mode] * x - sine[side, mode] * y
                im[side, mode] = sine[side, mode] * x + cosine[side, mode] * y
                total += im[side, mode]
            out[side, i] = 0.4 * total
    state = voice.filters
    mallet, dies = state[4], math.exp(-1.0 / (0.006 * rate))
    band = filter_coefficients(1400.0 + 3000.0 * timbre.brightness, 1.0, rate)
    narrow = 0.5 * (1.0 - timbre.width) ** 2
    for i in range(begin, env.size):
        left, right = out[0, i], out[1, i]
        if mallet > 1e-4:
            voice.chance, white = noise(voice.chance)
            _, knock, state[0], state[1] = filtered(white * mallet, state[0], state[1], band)
            mallet *= dies
            left += 0.5 * knock
            right += 0.5 * knock
        out[0, i] = env[i] * (left + narrow * (right - left))
        out[1, i] = env[i] * (right + narrow * (left - right))
    state[4] = mallet
