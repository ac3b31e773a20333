"""Breath: wind in tuned pipes and mouths. Grain: a cloud of short grains around a pitch."""

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
    BRIGHTNESS,
    CONTROL,
    DETUNE,
    DRONE_PITCH,
    ENDLESS_BREATH,
    GRAINS,
    TEMPO,
)
from installation.sound.voices.tables import SIZE

# Multiples of the pitch at which grains sound: octaves mostly, now and then a fifth above one.
MULTIPLES = np.array([1.0, 1.0, 2.0, 1.0, 2.0, 4.0, 0.5, 3.0])


@part
def start_air(voice: Any) -> None:
    voice.filters[:] = 0.0
    voice.phases[:] = 0.0
    voice.grains[:] = 0.0
    voice.next_grain = 0.0
    for k in range(4):
        voice.chance, number = noise(voice.chance)
        voice.drifts[k] = number * math.pi


@part
def band_gain(centre: float, damping: float, rate: float) -> float:
    """Return what brings white noise behind a bandpass to a root mean square of about 1/2."""
    return 0.87 * damping * math.sqrt(rate / (math.pi * centre * damping))


@part
def breath(
    voice: Any, timbre: Any, waves: Array, glide: Array, env: Array, out: Array, begin: int, rate: float, work: Array
) -> None:
    """Write samples from `begin` on to out, shape (2, samples); `work` has shape (2, CONTROL)."""
    n = env.size
    state = voice.filters.reshape(2, 10)
    for first in range(begin, n, CONTROL):
        last = min(first + CONTROL, n)
        count = last - first
        if env[first] + env[last - 1] == 0.0:
            continue
        share = first / n
        pitch = between(glide, DRONE_PITCH, share) + 12.0 if voice.role == ENDLESS_BREATH else voice.pitch
        brightness = min(1.0, max(0.0, timbre.brightness + between(glide, BRIGHTNESS, share) - 0.5))
        for k, slow in ((0, 0.11), (1, 0.077), (2, 0.31), (3, 0.19)):
            voice.drifts[k] += slow * 2.0 * math.pi * count / rate
        sway = math.sin(voice.drifts[0])
        flutter = math.sin(voice.drifts[2]) * math.sin(voice.drifts[3])
        detune = (timbre.detune + between(glide, DETUNE, share)) * 0.5
        frequency = hertz(pitch) * ratio(detune * sway + 2.0 * flutter)
        level = 0.5 * (env[first] + env[last - 1])
        narrow = 0.02 + 0.5 * timbre.noise * timbre.noise
        pipe = filter_coefficients(frequency, narrow, rate)
        over = filter_coefficients(2.0 * frequency, narrow, rate)
        # A vowel between "oo" and "ah" by its two formants, opening and closing with the breath.
        opened = 0.6 * brightness + 0.25 * level + 0.15 * sway
        first_at, second_at = 290.0 * 2.0 ** (1.5 * opened), 780.0 * 2.0 ** (1.3 * opened + 0.12 * flutter)
        first_formant = filter_coefficients(first_at, 0.3, rate)
        second_formant = filter_coefficients(second_at, 0.22, rate)
        g_pipe = 0.62 * band_gain(frequency, narrow, rate) * (1.0 - 0.55 * timbre.noise)
        g_over = 0.2 * (0.4 + brightness) * band_gain(2.0 * frequency, narrow, rate) * (1.0 - 0.6 * timbre.noise)
        g_first = (0.05 + 0.5 * timbre.noise) * band_gain(first_at, 0.3, rate) * 0.7
        g_second = (
            g_first / band_gain(first_at, 0.3, rate) * band_gain(second_at, 0.22, rate) * (0.2 + 0.3 * brightness)
        )
        work[:, :count] = 0.0
        tone = 0.75 * (1.0 - timbre.noise) * (1.0 + 0.25 * flutter)
        mix = min(1.0, brightness * level * 1.2)
        table = table_level(frequency)
        voice.phases[0] = add_pair(
            waves[0, table], waves[1, table], mix, voice.phases[0], frequency * SIZE / rate, tone, tone, work, count
        )
        dark = 1.0 - math.exp(-2.0 * math.pi * (2600.0 + 4500.0 * brightness + frequency) / rate)
        for i in range(count):
            for side in range(2):
                voice.chance, white = noise(voice.chance)
                memory = state[side]
                memory[8] += dark * (white - memory[8])  # Twice, so that nothing hisses: air in a room does not.
                memory[9] += dark * (memory[8] - memory[9])
                _, one, memory[0], memory[1] = filtered(memory[9], memory[0], memory[1], pipe)
                _, two, memory[2], memory[3] = filtered(memory[9], memory[2], memory[3], over)
                _, oo, memory[4], memory[5] = filtered(memory[9], memory[4], memory[5], first_formant)
                _, ah, memory[6], memory[7] = filtered(memory[9], memory[6], memory[7], second_formant)
                air = g_pipe * one + g_over * two + g_first * oo + g_second * ah
                out[side, first + i] = env[first + i] * (work[side, i] + air)


@part
def sow(voice: Any, timbre: Any, glide: Array, share: float, brightness: float, rate: float) -> None:
    """Begin a grain, and say when the next one begins."""
    voice.chance, when = noise(voice.chance)
    voice.chance, which = noise(voice.chance)
    voice.chance, tune = noise(voice.chance)
    voice.chance, side = noise(voice.chance)
    voice.chance, loud = noise(voice.chance)
    # Sixteen a beat in the mean; with little noise they keep to an even patter, with much they rain.
    apart = 60.0 / max(20.0, between(glide, TEMPO, share)) / 16.0
    voice.next_grain += rate * apart * (1.0 + timbre.noise * 0.95 * when)
    for slot in range(GRAINS):
        grain = voice.grains[slot]
        if grain[3] > 0.0:
            continue
        multiple = MULTIPLES[int((which + 1.0) * 0.4999 * MULTIPLES.size)]
        cents = (timbre.detune + between(glide, DETUNE, share)) * tune
        frequency = min(9000.0, hertz(voice.pitch) * multiple * ratio(cents))
        length = (0.05 + 0.16 * (1.0 - timbre.fold)) * (1.0 + 0.5 * when) * (1.3 - 0.6 * brightness)
        grain[0], grain[1], grain[2] = 0.0, frequency * SIZE / rate, 0.0
        grain[3] = max(length, 3.0 / frequency) * rate
        level = (0.55 + 0.35 * loud) / math.sqrt(multiple)
        place = 0.5 + 0.5 * side * timbre.width
        grain[4], grain[5] = level * (1.0 - place), level * place
        return


@part
def grains(
    voice: Any, timbre: Any, waves: Array, glide: Array, env: Array, out: Array, begin: int, rate: float, work: Array
) -> None:
    """Write samples from `begin` on to out, shape (2, samples); `work` has shape (2, CONTROL)."""
    n = env.size
    rise = 0.45 - 0.37 * timbre.fold  # The share of a grain in which it swells: mist, or drops.
    for first in range(begin, n, CONTROL):
        last = min(first + CONTROL, n)
        count = last - first
        share = first / n
        brightness = min(1.0, max(0.0, timbre.brightness + between(glide, BRIGHTNESS, share) - 0.5))
        voice.next_grain -= count
        if voice.next_grain <= 0.0:
            sow(voice, timbre, glide, share, brightness, rate)
        for slot in range(GRAINS):
            grain = voice.grains[slot]
            if grain[3] <= 0.0:
                continue
            table = table_level(grain[1] * rate / SIZE)
            work[:, :count] = 0.0
            grain[0] = add_pair(
                waves[0, table], waves[1, table], brightness, grain[0], grain[1], grain[4], grain[5], work, count
            )
            for i in range(count):
                t = (grain[2] + i) / grain[3]
                u = min(t / rise, 1.0) if t < rise else max(0.0, (1.0 - t) / (1.0 - rise))
                window = u * u * (3.0 - 2.0 * u) * env[first + i]
                if t > rise:
                    window *= 1.0 - timbre.fold * (1.0 - u)
                out[0, first + i] += window * work[0, i]
                out[1, first + i] += window * work[1, i]
            grain[2] += count
            if grain[2] >= grain[3]:
                grain[3] = 0.0
