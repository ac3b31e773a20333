"""Pad, bass and drone: six detuned oscillators that drift, through a filter on each side, with some breath in it."""

import math
from typing import Any

import numpy as np

from installation.sound.voices.kernels import part
from installation.sound.voices.parts import (
    Array,
    add_pair,
    between,
    filter_coefficients,
    filtered,
    hertz,
    noise,
    ratio,
    table_level,
)
from installation.sound.voices.state import (
    BASS,
    BRIGHTNESS,
    CONTROL,
    DETUNE,
    DRONE,
    DRONE_PITCH,
    ENDLESS_DRONE,
    OSCILLATORS,
    TEMPO,
)
from installation.sound.voices.tables import SIZE

# Where each oscillator lies: in the share of the detuning, and in the room from left (0) to right (1).
SPREAD = np.array([-0.14, 0.12, -0.55, 0.61, 1.0, -0.94])
SIDE = np.array([0.06, 0.94, 0.82, 0.18, 0.3, 0.7])
# Multiples of the pitch and levels, for the pad, the bass and the drone. One oscillator leads on each side, so that
# the others colour the tone and do not put it out in their beats.
MULTIPLES = np.array([[1.0, 1, 1, 1, 1, 1], [1.0, 1, 1, 1, 0.5, 2], [1.0, 1, 1, 0.5, 2, 3]])
LEVELS_OF = np.array([[1.0, 1, 0.5, 0.5, 0.38, 0.38], [1.0, 1, 0, 0, 0.35, 0.38], [1.0, 1, 0.45, 0.5, 0.34, 0.15]])
# Hz: no two oscillators drift alike, and none returns to where it was while somebody listens.
DRIFTS = np.array([0.071, 0.113, 0.173, 0.049, 0.089, 0.137, 0.061, 0.043])
MAKE_UP = 0.42


@part
def start_wave(voice: Any) -> None:
    for k in range(OSCILLATORS):
        voice.chance, number = noise(voice.chance)
        voice.phases[k] = (number + 1.0) * 0.4999 * SIZE
    for k in range(DRIFTS.size):
        voice.chance, number = noise(voice.chance)
        voice.drifts[k] = number * math.pi
    voice.filters[:] = 0.0


@part
def wave(
    voice: Any, timbre: Any, waves: Array, glide: Array, env: Array, out: Array, begin: int, rate: float, work: Array
) -> None:
    """Write samples from `begin` on to out, shape (2, samples); `work` has shape (2, CONTROL)."""
    n = env.size
    row = 1 if voice.kind == BASS else (2 if voice.kind == DRONE else 0)
    state = voice.filters
    wide = math.sqrt(timbre.width)
    for first in range(begin, n, CONTROL):
        last = min(first + CONTROL, n)
        count = last - first
        share = first / n
        level, next_level = env[first], env[last - 1]
        if level + next_level == 0.0:
            continue
        pitch = between(glide, DRONE_PITCH, share) if voice.role == ENDLESS_DRONE else voice.pitch
        frequency = hertz(pitch)
        detune = timbre.detune + between(glide, DETUNE, share)
        brightness = min(1.0, max(0.0, timbre.brightness + between(glide, BRIGHTNESS, share) - 0.5))
        for k in range(DRIFTS.size):
            voice.drifts[k] += DRIFTS[k] * 2.0 * math.pi * count / rate
        # The filter breathes with the music: once in sixteen beats, and a little by itself.
        beats = 2.0 * math.pi * between(glide, TEMPO, share) / 60.0 / 16.0 * count / rate
        voice.drifts[6] += beats
        sway = 0.3 * math.sin(voice.drifts[6]) + 0.2 * math.sin(voice.drifts[7])
        mix = min(1.0, max(0.0, level * (0.2 + 0.6 * brightness + 0.3 * voice.velocity) + 0.2 * sway * brightness))
        work[:, :count] = 0.0
        for k in range(OSCILLATORS):
            gain = LEVELS_OF[row, k] * MAKE_UP
            if gain == 0.0:
                continue
            drift = math.sin(voice.drifts[k])
            if row == 2:  # The drone's overtones come and go, each in its own time.
                gain *= 1.0 + (0.15 if k < 2 else 0.55) * drift
            cents = detune * SPREAD[k] + drift * (1.0 + 0.3 * detune)
            own = frequency * MULTIPLES[row, k] * ratio(cents)
            if MULTIPLES[row, k] < 1.0:  # What no loudspeaker in a gallery gives back would only take its strength.
                gain *= min(1.0, max(0.0, (own - 32.0) / 16.0))
            step = own * SIZE / rate
            table = table_level(own)
            place = 0.5 + (SIDE[k] - 0.5) * wide
            phase = voice.phases[k]
            soft, bright = waves[0, table], waves[1, table]
            left, right = gain * (1.0 - place), gain * place
            voice.phases[k] = add_pair(soft, bright, mix, phase, step, left, right, work, count)
        open_to = frequency * 2.0 ** (1.2 + 4.8 * brightness * (0.35 + 0.45 * level + 0.2 * voice.velocity) + sway)
        cutoff = min(15_000.0, max(120.0, open_to))
        low = filter_coefficients(cutoff, 1.25, rate)
        air = filter_coefficients(min(6000.0, max(500.0, 3.0 * frequency)), 0.9, rate)
        # White noise holds less in any band the more samples a second has.
        breath = 0.25 * timbre.noise * math.sqrt(rate / 48_000.0)
        for i in range(count):
            e = env[first + i]
            for side in range(2):
                x = work[side, i]
                if breath > 0.001:
                    voice.chance, white = noise(voice.chance)
                    _, band, state[8 + 2 * side], state[9 + 2 * side] = filtered(
                        white, state[8 + 2 * side], state[9 + 2 * side], air
                    )
                    x += breath * band
                once, _, state[2 * side], state[2 * side + 1] = filtered(x, state[2 * side], state[2 * side + 1], low)
                out[side, first + i] = once * e
