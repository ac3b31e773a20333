"""A long dark room: a feedback delay network of sixteen lines (Jot 1991) behind diffusers (Schroeder 1962).

The lines are mixed by a Hadamard matrix, which keeps their energy, and read a little before or behind by slow sines,
so that no mode of the room is heard by itself. High tones die sooner than low ones.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.sound.voices.kernels import kernel
from installation.sound.voices.state import MOST_OUTPUTS, SPACE

LINES = 16
# Samples at 48 kHz: primes, so that no two echoes fall on each other.
LENGTHS = (1433, 1601, 1867, 2053, 2251, 2399, 2617, 2797, 3089, 3271, 3467, 3709, 3967, 4229, 4513, 4831)
DIFFUSERS = ((241, 0.7), (179, 0.7), (631, 0.62), (449, 0.62))
WAY = 1103
"""Samples at 48 kHz until the room first answers: 23 ms."""
SHORTEST, LONGEST = 1.1, 8.5
"""Seconds in which the room dies away by 60 dB, with no space and with all of it."""
DARKNESS = 0.34
"""High tones last for this share of it."""
DEPTH = 9.0
"""Samples by which a line is read before or behind its place."""
LEVEL = 0.5

Array = NDArray[Any]


def _signs() -> NDArray[np.float64]:
    """Return a Hadamard matrix (Sylvester 1867), shape (LINES, LINES), of -1 and 1."""
    matrix = np.ones((1, 1))
    while len(matrix) < LINES:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix


class Reverb:
    """The room for all voices; `add` it to what is dry."""

    def __init__(self, sample_rate: float, outputs: int) -> None:
        scale = sample_rate / 48_000
        self.rate = float(sample_rate)
        self.lengths = np.array([length * scale for length in LENGTHS])
        self.lines = np.zeros((LINES, 1 << math.ceil(math.log2(self.lengths.max() + 4 * DEPTH * scale))), np.float32)
        self.diffusers = np.zeros((2, len(DIFFUSERS), int(700 * scale)), np.float32)
        self.diffusion = np.array([(round(length * scale), gain) for length, gain in DIFFUSERS])
        self.way = np.zeros((2, round(WAY * scale)), np.float32)
        self.lows = np.zeros(LINES)
        self.highs = np.zeros((2, 2))
        self.sways = np.linspace(0, 2 * np.pi, LINES, endpoint=False)
        self.places = np.zeros(3, np.int64)
        self.work = np.zeros((6, LINES))
        # Each output hears the lines with signs of its own: all alike in level, none like another.
        self.signs = np.ascontiguousarray(_signs()[[5, 10, 3, 12, 6, 9, 15, 1]][: max(outputs, 1)])
        assert outputs <= MOST_OUTPUTS

    def add(self, send: Array, dry: Array, glide: Array) -> bool:
        """Add the room's answer to send, (2, samples), to dry, (outputs, samples); False where it had to be emptied."""
        if answer(
            send, dry, glide, self.lines, self.lengths, self.diffusers, self.diffusion, self.way, self.lows,
            self.highs, self.sways, self.places, self.signs, self.work, self.rate,
        ):  # fmt: skip
            return True
        for memory in (self.lines, self.diffusers, self.way, self.lows, self.highs):
            memory[:] = 0
        return False


@kernel
def answer(
    send: Array, dry: Array, glide: Array, lines: Array, lengths: Array, diffusers: Array, diffusion: Array,
    way: Array, lows: Array, highs: Array, sways: Array, places: Array, signs: Array, work: Array, rate: float,
) -> bool:  # fmt: skip
    """Add the answer to dry; return whether all that the room holds is finite."""
    n = send.shape[1]
    size = lines.shape[1]
    values, gains, damping, offsets, slopes = work[0], work[1], work[2], work[3], work[4]
    space = min(1.0, max(0.0, glide[SPACE, 1]))
    seconds = SHORTEST + (LONGEST - SHORTEST) * space * space
    for line in range(LINES):
        decay = -3.0 * lengths[line] / (rate * seconds)
        damping[line] = min(0.85, math.log(10.0) / 4.0 * -decay * (1.0 / (DARKNESS * DARKNESS) - 1.0))
        gains[line] = 10.0**decay * (1.0 - damping[line]) * 0.25  # 1/4 makes the matrix of signs orthonormal
        speed = 2.0 * math.pi * (0.09 + 0.037 * line) / rate
        depth = DEPTH * rate / 48_000.0
        offsets[line] = lengths[line] + depth * math.sin(sways[line])
        sways[line] = (sways[line] + speed * n) % (2.0 * math.pi)
        slopes[line] = (lengths[line] + depth * math.sin(sways[line]) - offsets[line]) / n
    place, on_way, round_ = places[0], places[1], places[2]
    high = math.exp(-2.0 * math.pi * 70.0 / rate)
    total = 0.0
    inputs = work[5]
    for i in range(n):
        for side in range(2):
            # What lies below 70 Hz would only hum in the room.
            x = float(send[side, i])
            highs[side, 1] = x - highs[side, 0] + high * highs[side, 1]
            highs[side, 0] = x
            x = float(way[side, on_way])
            way[side, on_way] = highs[side, 1]
            for k in range(diffusion.shape[0]):
                length, gain = int(diffusion[k, 0]) + 17 * side, diffusion[k, 1]
                at = round_ % length
                held = float(diffusers[side, k, at])
                fed = x - gain * held
                diffusers[side, k, at] = fed
                x = held + gain * fed
            inputs[side] = x
        on_way = (on_way + 1) % way.shape[1]
        round_ += 1
        for line in range(LINES):
            back = offsets[line] + slopes[line] * i
            whole = int(back)
            share = back - whole
            a = lines[line, (place - whole) & (size - 1)]
            b = lines[line, (place - whole - 1) & (size - 1)]
            lows[line] = gains[line] * (a + share * (b - a)) + damping[line] * lows[line] + 1e-20
            values[line] = lows[line]
        for output in range(dry.shape[0]):
            heard = 0.0
            for line in range(LINES):
                heard += signs[output, line] * values[line]
            dry[output, i] += LEVEL * heard
        half = 1
        while half < LINES:
            for first in range(0, LINES, 2 * half):
                for k in range(first, first + half):
                    a, b = values[k], values[k + half]
                    values[k], values[k + half] = a + b, a - b
            half *= 2
        for line in range(LINES):
            lines[line, place & (size - 1)] = values[line] + 0.35 * inputs[line & 1]
        total += abs(values[0])
        place += 1
    places[0], places[1], places[2] = place, on_way, round_
    return math.isfinite(total)
