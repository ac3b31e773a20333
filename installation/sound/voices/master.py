"""The last steps before the loudspeakers: no DC, even loudness, and a soft limiter that hears between the samples."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.sound.voices.kernels import kernel
from installation.sound.voices.loudness import OFFSET, lufs, weigh, weighting
from installation.sound.voices.state import LEVEL

Array = NDArray[Any]

LOUDNESS = -23.0
"""LUFS that the mix is led to, before the level that people choose (EBU R 128)."""
REACH = 6.0
"""dB by which the mix is raised or lowered at most for that."""
SPEED = 0.6
"""dB a second at most: a swell stays a swell."""
MEMORY = 10.0
"""Seconds over which the loudness is taken; a beginning counts as if as much had been as loud as it should."""
GATE = 10.0
"""A moment that is this much quieter than the rest says a third as much: rests and endings stay quiet."""
QUIETEST = -50.0
"""LUFS below which nothing is led at all."""

CEILING = 10 ** (-1.7 / 20)
KNEE = 0.45
"""From this amplitude on the limiter bends, softly; it never lets more than CEILING through."""
AHEAD = 0.0015
"""Seconds by which the limiter hears what comes."""
RECOVERY = 0.18
"""Seconds in which it lets go."""
LOWEST = 9.0
"""Hz: what lies below is no sound."""
PHASES, TAPS = 4, 16


def _between() -> NDArray[np.float64]:
    """Return the filters that give four values for each sample, those between two included, shape (PHASES, TAPS)."""
    at = np.arange(PHASES)[:, None] / PHASES - np.arange(TAPS)[None, :] + TAPS // 2 - 1
    taps = np.sinc(at) * np.cos(np.pi * at / (TAPS + 2)) ** 2
    return np.ascontiguousarray(taps / taps.sum(axis=1, keepdims=True))


class Limiter:
    """Keeps true peaks below -1 dBTP, softly, and takes DC away; it is late by `delay` samples."""

    def __init__(self, sample_rate: float, outputs: int) -> None:
        self.rate = float(sample_rate)
        ahead = math.ceil(AHEAD * sample_rate)
        self.delay = ahead + TAPS // 2
        self.taps = _between()
        self.blocked = np.zeros((outputs, 2))
        self.waiting = np.zeros((outputs, self.delay))
        self.recent = np.zeros((outputs, TAPS))
        self.targets = np.ones(ahead + 1)
        self.gains = np.ones(ahead)
        self.numbers = np.array([0.0, 1.0, float(ahead)])  # targets below 1, the gain held, the sum of the gains
        self.places = np.zeros(3, np.int64)

    def limit(self, mix: Array, out: Array, first: float = 1.0, last: float = 1.0) -> None:
        """Write mix, shape (outputs, samples), to out, (samples, outputs), with a gain that goes from first to last."""
        limit(
            mix, out, first, last, self.taps, self.blocked, self.waiting, self.recent, self.targets, self.gains,
            self.numbers, self.places, self.rate,
        )  # fmt: skip


class Master:
    """Takes the mix of all voices to the outputs; it is late by `delay` samples."""

    def __init__(self, sample_rate: float, outputs: int) -> None:
        self.limiter = Limiter(sample_rate, outputs)
        self.delay, self.rate = self.limiter.delay, self.limiter.rate
        self.filters = weighting(self.rate)
        self.weighted = np.zeros((outputs, 2, 2))
        self.room = np.zeros((outputs, 0))
        self.momentary = 0.0
        self.power = 10 ** ((LOUDNESS - OFFSET) / 10)
        self.lead = 0.0
        """dB by which the mix is raised now."""

    def finish(self, mix: Array, glide: Array, out: Array) -> None:
        """Write mix, shape (outputs, samples), to out, (samples, outputs), float32."""
        first = self.lead
        self._listen(mix)
        gains = 10 ** (first / 20) * glide[LEVEL, 0], 10 ** (self.lead / 20) * glide[LEVEL, 1]
        self.limiter.limit(mix, out, *gains)

    def _listen(self, mix: Array) -> None:
        """Follow the loudness of the mix as it comes from the voices, and lead it a step towards LOUDNESS."""
        if self.room.shape != mix.shape:
            self.room = np.zeros(mix.shape)
        weigh(mix, self.filters, self.weighted, self.room)
        seconds = mix.shape[1] / self.rate
        power = float(np.vdot(self.room, self.room)) / mix.shape[1]
        self.momentary += (power - self.momentary) * min(1.0, seconds / 0.4)
        loudness = lufs(self.momentary)
        if loudness < QUIETEST:
            return
        rests = loudness < lufs(self.power) - GATE
        self.power += (self.momentary - self.power) * min(1.0, seconds / (MEMORY * (3.0 if rests else 1.0)))
        wanted = max(-REACH, min(REACH, LOUDNESS - lufs(self.power)))
        self.lead += max(-SPEED * seconds, min(SPEED * seconds, wanted - self.lead))


@kernel
def limit(
    mix: Array, out: Array, first: float, last: float, taps: Array, blocked: Array, waiting: Array, recent: Array,
    targets: Array, gains: Array, numbers: Array, places: Array, rate: float,
) -> None:  # fmt: skip
    """Write the mix with its gain, without DC and limited, to out: a sample of it leaves when its peak is long known.

    The gain that a sample may have is held for the time ahead and then averaged over it, so that it has come down
    smoothly by the time that the sample leaves.
    """
    outputs, n = mix.shape
    keep = math.exp(-2.0 * math.pi * LOWEST / rate)
    recover = 1.0 - math.exp(-1.0 / (RECOVERY * rate))
    below, held, total = numbers[0], numbers[1], numbers[2]
    target_at, gain_at, wait_at = places[0], places[1], places[2]
    slope = (last - first) / n
    for i in range(n):
        peak = 0.0
        for output in range(outputs):
            x = mix[output, i] * (first + slope * i)
            if not math.isfinite(x):
                x = 0.0
            y = x - blocked[output, 0] + keep * blocked[output, 1] + 1e-20
            blocked[output, 0], blocked[output, 1] = x, y
            row = recent[output]
            for tap in range(TAPS - 1, 0, -1):
                row[tap] = row[tap - 1]
            row[0] = y
            for phase in range(PHASES):
                value = 0.0
                for tap in range(TAPS):
                    value += taps[phase, tap] * row[tap]
                peak = max(peak, abs(value))
        target = 1.0
        if peak > KNEE:
            target = (KNEE + (CEILING - KNEE) * math.tanh((peak - KNEE) / (CEILING - KNEE))) / peak
        leaving = targets[target_at]
        targets[target_at] = target
        target_at = (target_at + 1) % targets.size
        below += (1.0 if target < 1.0 else 0.0) - (1.0 if leaving < 1.0 else 0.0)
        least = 1.0
        if below > 0.5:
            for k in range(targets.size):
                least = min(least, targets[k])
        held = min(least, held + (1.0 - held) * recover)
        total += held - gains[gain_at]
        gains[gain_at] = held
        gain_at = (gain_at + 1) % gains.size
        gain = min(1.0, total / gains.size)
        for output in range(outputs):
            y = waiting[output, wait_at]
            waiting[output, wait_at] = recent[output, 0]
            out[i, output] = min(0.89, max(-0.89, y * gain))
        wait_at = (wait_at + 1) % waiting.shape[1]
    numbers[0], numbers[1], numbers[2] = below, held, total
    places[0], places[1], places[2] = target_at, gain_at, wait_at
