"""Pluck: two strings that are plucked as one, a side each (Karplus and Strong 1983, Jaffe and Smith 1983).

A string is a delay as long as its period, with a filter that takes some of it away each time round; `fold` makes it
stiff, so that its overtones spread like those of a metal rod.
"""

import math
from typing import Any

from installation.sound.voices.kernels import part
from installation.sound.voices.parts import Array, filter_coefficients, filtered, hertz, noise, ratio
from installation.sound.voices.state import BRIGHTNESS, DETUNE

LOSS, STIFF, GAIN, DELAY, LOW, PASSED = range(6)
"""The columns of VOICE's strings: three coefficients, the delay in samples, and the states of the two filters."""
BODY_LOW, BODY_HIGH = 118.0, 247.0
"""Hz: the two lowest resonances of the body."""
WIDTHS = 11
"""In the excitation no pulse is wider than this share of the string's period, 1 / WIDTHS."""


@part
def start_string(voice: Any, timbre: Any, lines: Array, glide: Array, rate: float) -> None:
    """Draw the strings aside, into lines of shape (2, samples): a pulse and its reflection, and a scratch of noise."""
    brightness = min(1.0, max(0.0, timbre.brightness + glide[BRIGHTNESS, 1] - 0.5))
    hardness = min(1.0, 0.3 + 0.5 * brightness + 0.4 * voice.velocity)
    voice.chance, chance = noise(voice.chance)
    for side in range(2):
        cents = (0.5 * timbre.detune + 0.7) * (2 * side - 1) + glide[DETUNE, 1] * chance
        frequency = hertz(voice.pitch) * ratio(cents)
        period = rate / frequency
        # How bright it still is after a second falls with what each round takes away; low strings go round less often.
        bend = 2.0 * math.pi * min(0.4, (1500.0 + 9000.0 * brightness + 1.5 * frequency) / rate)
        angle = 2.0 * math.pi * frequency / rate
        kept = 10.0 ** (-3.0 * period / (rate * timbre.decay))
        loss = min(math.exp(-bend), most_loss(kept, angle))
        lag = math.atan2(loss * math.sin(angle), 1.0 - loss * math.cos(angle)) / angle
        stiff = -0.55 * timbre.fold * min(1.0, 48_000.0 / rate)
        passed = allpass_delay(stiff, angle)
        held = (1.0 - loss) / math.sqrt(1.0 - 2.0 * loss * math.cos(angle) + loss * loss)
        string = voice.strings[side]
        string[:] = 0.0
        string[LOSS], string[STIFF] = loss, stiff
        string[DELAY] = max(3.0, min(lines.shape[1] - 4.0, period - lag - passed))
        string[GAIN] = min(0.99999, kept / (held * cubic_gain(string[DELAY] % 1.0, angle)))
        draw_aside(voice, lines[side], period, rate, hardness, timbre.noise, frequency, 0.17 - 0.06 * side)
        voice.places[side] = int(period) + 1
    voice.filters[:] = 0.0


@part
def most_loss(kept: float, angle: float) -> float:
    """Return the pole of the lowpass that keeps the square root of `kept` at this angle: more would be too short."""
    q = 2.0 * (1.0 - math.cos(angle)) / (1.0 / kept - 1.0)
    return 0.5 * (2.0 + q - math.sqrt((2.0 + q) ** 2 - 4.0))


@part
def cubic(share: float) -> tuple[float, float, float, float]:
    """Return Lagrange's cubic between four samples, for a share of the way from the second to the third."""
    d = 1.0 + share
    return (
        -(d - 1.0) * (d - 2.0) * (d - 3.0) / 6.0,
        d * (d - 2.0) * (d - 3.0) / 2.0,
        -d * (d - 1.0) * (d - 3.0) / 2.0,
        d * (d - 1.0) * (d - 2.0) / 6.0,
    )


@part
def cubic_gain(share: float, angle: float) -> float:
    """Return what it leaves of a tone at this angle per sample."""
    c = cubic(share)
    real = c[0] + c[1] * math.cos(angle) + c[2] * math.cos(2.0 * angle) + c[3] * math.cos(3.0 * angle)
    imaginary = c[1] * math.sin(angle) + c[2] * math.sin(2.0 * angle) + c[3] * math.sin(3.0 * angle)
    return math.hypot(real, imaginary)


@part
def allpass_delay(a: float, angle: float) -> float:
    """Return the phase delay in samples of y = a x + x' - a y' at an angle per sample."""
    top = math.atan2(-math.sin(angle), a + math.cos(angle))
    bottom = math.atan2(-a * math.sin(angle), 1.0 + a * math.cos(angle))
    return (bottom - top) / angle


@part
def draw_aside(
    voice: Any, line: Array, period: float, rate: float, hardness: float, scratch: float, frequency: float, at: float
) -> None:
    """Draw a string of this period in samples aside at the share `at` of its length."""
    count = int(period) + 1
    line[:] = 0.0
    # Seconds; a pulse this wide has nothing left at 20 kHz, so that nothing of it can alias.
    width = max(0.00007, (0.0011 - 0.00085 * hardness) * min(1.0, math.sqrt(220.0 / frequency)))
    width = min(width, 1.0 / (WIDTHS * frequency)) * rate
    mean = total = low = 0.0
    turn = 1.0 - math.exp(-2.0 * math.pi * (800.0 + 5000.0 * hardness) / rate)
    for j in range(count):
        pulse = math.exp(-0.5 * ((j - 0.3 * period) / width) ** 2)
        pulse -= math.exp(-0.5 * ((j - (0.3 + at) * period) / width) ** 2)
        voice.chance, white = noise(voice.chance)
        low += turn * (white - low)
        edge = math.sin(math.pi * j / count)  # Where the line closes to a ring there is no step.
        line[j] = pulse + scratch * low * edge * 2.0
        mean += line[j] / count
    for j in range(count):  # A string as a whole lies at rest.
        line[j] -= mean
        total += line[j] * line[j]
    scale = 0.35 / math.sqrt(max(total / count, 1e-9))
    for j in range(count):
        line[j] *= min(scale, 3.0)


@part
def string(voice: Any, timbre: Any, lines: Array, env: Array, out: Array, begin: int, rate: float) -> None:
    """Write samples from `begin` on to out, shape (2, samples)."""
    mask = lines.shape[1] - 1  # A line's length is a power of two.
    state = voice.filters
    low = filter_coefficients(BODY_LOW, 0.3, rate)
    high = filter_coefficients(BODY_HIGH, 0.25, rate)
    for side in range(2):
        line, row = lines[side], voice.strings[side]
        loss, stiff, gain, delay = row[LOSS], row[STIFF], row[GAIN], row[DELAY]
        lowed, passed, place = row[LOW], row[PASSED], voice.places[side]
        whole = int(delay)
        c0, c1, c2, c3 = cubic(delay - whole)
        for i in range(begin, env.size):
            at = place - whole + 1
            heard = c0 * line[at & mask] + c1 * line[(at - 1) & mask]
            heard += c2 * line[(at - 2) & mask] + c3 * line[(at - 3) & mask]
            lowed = (1.0 - loss) * heard + loss * lowed
            kept = gain * lowed
            turned = stiff * kept + passed
            passed = kept - stiff * turned
            line[place] = turned
            place = (place + 1) & mask
            out[side, i] = heard
        row[LOW], row[PASSED], voice.places[side] = lowed, passed, place
    narrow = 0.5 * (1.0 - timbre.width) ** 2
    for i in range(begin, env.size):
        left, right = out[0, i], out[1, i]
        _, chest, state[0], state[1] = filtered(left + right, state[0], state[1], low)
        _, box, state[2], state[3] = filtered(left + right, state[2], state[3], high)
        body = 0.06 * chest + 0.045 * box
        e = env[i]
        out[0, i] = e * (left + narrow * (right - left) + body)
        out[1, i] = e * (right + narrow * (left - right) + body)
