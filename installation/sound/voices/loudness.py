"""How loud sound is (ITU-R BS.1770-4, EBU R 128), and how high its true peaks are."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.sound.voices.kernels import kernel

Samples = NDArray[np.floating[Any]]
OFFSET = -0.691
ABSOLUTE_GATE = -70.0
SILENCE = -120.0
"""LUFS of nothing at all."""


def weighting(rate: float) -> NDArray[np.float64]:
    """Return the two biquads of the K-weighting, (2, 5): b0, b1, b2, a1, a2 at this sample rate.

    From the analogue filters behind BS.1770's tables for 48 kHz (Mansbridge 2012).
    """
    g = math.tan(math.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + g / q + g * g
    shelf = [(high + band * g / q + g * g) / a0, 2 * (g * g - high) / a0, (high - band * g / q + g * g) / a0]
    shelf += [2 * (g * g - 1) / a0, (1 - g / q + g * g) / a0]
    g, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + g / q + g * g
    return np.array([shelf, [1.0, -2.0, 1.0, 2 * (g * g - 1) / a0, (1 - g / q + g * g) / a0]])


@kernel
def weigh(samples: Samples, filters: Samples, state: Samples, out: Samples) -> None:
    """Filter samples, shape (channels, n), into out; state has shape (channels, 2, 2) and goes on."""
    for channel in range(samples.shape[0]):
        for i in range(samples.shape[1]):
            x = float(samples[channel, i])
            for stage in range(2):
                memory = state[channel, stage]
                y = filters[stage, 0] * x + memory[0]
                memory[0] = filters[stage, 1] * x - filters[stage, 3] * y + memory[1]
                memory[1] = filters[stage, 2] * x - filters[stage, 4] * y
                x = y
            out[channel, i] = x


def _powers(samples: Samples, rate: int, seconds: float, hop: float) -> NDArray[np.float64]:
    """Return the weighted power, summed over the channels, of each window; samples have shape (n, channels)."""
    channels = np.ascontiguousarray(samples.T, dtype=np.float64)
    weighted = np.empty_like(channels)
    weigh(channels, weighting(rate), np.zeros((len(channels), 2, 2)), weighted)
    sums = np.concatenate([[0.0], np.cumsum(np.sum(weighted**2, axis=0))])
    window = int(seconds * rate)
    starts = np.arange(0, max(1, len(sums) - window), max(1, int(hop * rate)))
    return (sums[np.minimum(starts + window, len(sums) - 1)] - sums[starts]) / window


def lufs(power: float) -> float:
    """Return the loudness of a weighted power."""
    return OFFSET + 10 * math.log10(power) if power > 1e-12 else SILENCE


def curve(samples: Samples, rate: int, seconds: float = 0.4, hop: float = 0.1) -> list[float]:
    """Return the loudness in LUFS of windows: momentary as it stands, short-term with 3 seconds."""
    return [lufs(float(power)) for power in _powers(samples, rate, seconds, hop)]


def integrated(samples: Samples, rate: int) -> float:
    """Return the gated loudness of all in LUFS; samples have shape (n, channels)."""
    powers = _powers(samples, rate, 0.4, 0.1)
    loud = powers[powers > 10 ** ((ABSOLUTE_GATE - OFFSET) / 10)]
    if not loud.size:
        return SILENCE
    return lufs(float(np.mean(loud[loud > 0.1 * np.mean(loud)])))


def true_peak(samples: Samples, oversampling: int = 8) -> float:
    """Return the highest absolute value between the samples too, in dBTP; samples have shape (n, channels)."""
    reach = 24
    offsets = np.arange(-reach, reach)
    highest = float(np.max(np.abs(samples), initial=0.0))
    for phase in range(1, oversampling):
        at = phase / oversampling - offsets - 1
        taps = np.sinc(at) * np.cos(np.pi * at / (2 * (reach + 1))) ** 2
        for channel in samples.T:
            highest = max(highest, float(np.max(np.abs(np.convolve(channel, taps, "same")), initial=0.0)))
    return 20 * math.log10(max(highest, 1e-9))
