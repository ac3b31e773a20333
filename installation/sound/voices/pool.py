"""All voices of one tick: begins them, renders them one after another, and mixes them by place."""

import math
from typing import Any

import numpy as np

from installation.sound.voices.air import breath, grains, start_air
from installation.sound.voices.kernels import kernel, part
from installation.sound.voices.modal import modes, start_modes
from installation.sound.voices.parts import Array, draw_envelope
from installation.sound.voices.state import (
    ATTACK,
    BELL,
    BREATH,
    BREATH_LEVEL,
    DRONE_LEVEL,
    ENDLESS_DRONE,
    FREE,
    GRAIN,
    NOTE,
    PLUCK,
    SPACE,
)
from installation.sound.voices.string import LOW, PASSED, start_string, string
from installation.sound.voices.wave import start_wave, wave

SENDS = np.array([0.75, 0.62, 0.7, 0.22, 0.7, 0.85, 0.4])
"""How much of each kind goes to the reverb."""
SILENT = 2e-5
TINY = 1e-15
"""What is smaller is nothing: filters that die away must not reach the denormal numbers, which are slow."""
DENORMAL = 2.3e-308


@kernel
def begin_voice(voices: Array, index: int, timbres: Array, lines: Array, glide: Array, rate: float) -> None:
    """Make the voice ready; its timbre, pitch, velocity, chance, gains and times stand in its row already."""
    voice = voices[index]
    timbre = timbres[voice.timbre]
    voice.kind = timbre.kind
    voice.stage = ATTACK
    voice.fade = 0
    voice.attack = voice.envelope = voice.peak = 0.0
    if voice.kind == PLUCK:
        start_string(voice, timbre, lines[index], glide, rate)
    elif voice.kind == BELL:
        start_modes(voice, timbre, glide, rate)
    elif voice.kind == BREATH or voice.kind == GRAIN:
        start_air(voice)
    else:
        start_wave(voice)


@part
def odd(number: float) -> bool:
    return not math.isfinite(number) or 0.0 < abs(number) < DENORMAL


@part
def faulty(voice: Any) -> bool:
    """Tell whether the voice holds a number that is none, or denormal, and drop what is too small to be heard."""
    wrong = odd(voice.envelope) or odd(voice.pitch) or odd(voice.level)
    for k in range(voice.filters.size):
        wrong = wrong or odd(voice.filters[k])
        if abs(voice.filters[k]) < TINY:
            voice.filters[k] = 0.0
    for k in range(voice.phases.size):
        wrong = wrong or not math.isfinite(voice.phases[k])
    if voice.kind == PLUCK:
        for side in range(2):
            for k in range(voice.strings.shape[1]):
                wrong = wrong or odd(voice.strings[side, k])
            for k in (LOW, PASSED):
                if abs(voice.strings[side, k]) < TINY:
                    voice.strings[side, k] = 0.0
    if voice.kind == BELL:
        for side in range(2):
            for mode in range(voice.modes.shape[2]):
                x, y = voice.modes[0, side, mode], voice.modes[1, side, mode]
                wrong = wrong or odd(x) or odd(y)
                if abs(x) + abs(y) < TINY:
                    voice.modes[0, side, mode] = voice.modes[1, side, mode] = 0.0
    return wrong


@part
def give_way(voice: Any, env: Array) -> None:
    """Let a voice whose place is needed fade to nothing within this tick."""
    for i in range(env.size):
        env[i] *= 0.5 + 0.5 * math.cos(math.pi * min(1.0, i / voice.fade))
    voice.stage = FREE


@part
def mix(voice: Any, glide: Array, scratch: Array, dry: Array, send: Array) -> None:
    n = scratch.shape[1]
    row = DRONE_LEVEL if voice.role == ENDLESS_DRONE else BREATH_LEVEL
    first = 1.0 if voice.role == NOTE else glide[row, 0]
    last = 1.0 if voice.role == NOTE else glide[row, 1]
    first, last = first * voice.level, last * voice.level
    slope = (last - first) / n
    for output in range(dry.shape[0]):
        left, right = voice.gains[0, output], voice.gains[1, output]
        for i in range(n):
            dry[output, i] += (first + slope * i) * (left * scratch[0, i] + right * scratch[1, i])
    amount, space = SENDS[voice.kind], glide[SPACE, 0]
    opens = (glide[SPACE, 1] - space) / n
    for side in range(2):
        left, right = amount * voice.sends[0, side], amount * voice.sends[1, side]
        for i in range(n):
            gain = (first + slope * i) * (space + opens * i)
            send[side, i] += gain * (left * scratch[0, i] + right * scratch[1, i])


@kernel
def render_voices(
    voices: Array,
    chosen: Array,
    timbres: Array,
    waves: Array,
    lines: Array,
    glide: Array,
    env: Array,
    scratch: Array,
    work: Array,
    dry: Array,
    send: Array,
    rate: float,
) -> int:
    """Add the chosen voices to dry, shape (outputs, samples), and send, (2, samples); return how many were faulty.

    `env` (samples,), `scratch` (2, samples) and `work` (2, CONTROL) are room to work in. A voice that holds or makes
    a number that is none is silenced and reset: nothing of it is heard.
    """
    n = env.size
    faults = 0
    for number in range(chosen.size):
        index = chosen[number]
        voice = voices[index]
        if voice.stage == FREE:
            continue
        timbre = timbres[voice.timbre]
        begin = min(n, max(0, voice.wait))
        voice.wait -= begin
        wrong = faulty(voice)
        peak = 0.0
        if not wrong:
            env[:begin] = 0.0
            scratch[:] = 0.0
            draw_envelope(voice, timbre, env, begin, rate)
            if voice.fade > 0:
                give_way(voice, env)
            if voice.kind == PLUCK:
                string(voice, timbre, lines[index], env, scratch, begin, rate)
            elif voice.kind == BELL:
                modes(voice, timbre, env, scratch, begin, rate)
            elif voice.kind == BREATH:
                breath(voice, timbre, waves[voice.timbre], glide, env, scratch, begin, rate, work)
            elif voice.kind == GRAIN:
                grains(voice, timbre, waves[voice.timbre], glide, env, scratch, begin, rate, work)
            else:
                wave(voice, timbre, waves[voice.timbre], glide, env, scratch, begin, rate, work)
            total = 0.0
            for side in range(2):
                for i in range(n):
                    size = abs(scratch[side, i])
                    total += size
                    peak = max(peak, size)
            wrong = not math.isfinite(total)
        if wrong:
            faults += 1
            lines[index, :, :] = 0.0
            reset(voice)
            continue
        mix(voice, glide, scratch, dry, send)
        voice.peak = peak * voice.level
        rings = voice.kind == PLUCK or voice.kind == BELL
        if rings and voice.stage != ATTACK and peak < SILENT:
            voice.stage = FREE
    return faults


@part
def reset(voice: Any) -> None:
    voice.stage = FREE
    voice.envelope = voice.attack = voice.peak = voice.level = voice.pitch = 0.0
    voice.filters[:] = 0.0
    voice.modes[:] = 0.0
    voice.strings[:] = 0.0
    voice.phases[:] = 0.0
    voice.grains[:] = 0.0
