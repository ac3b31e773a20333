"""How much of a voice's sound has no place in it: compared with the same voice at ten times the sample rate."""

import numpy as np
from numpy.typing import NDArray

from installation.sound.notes import SAMPLE_RATE, Timbre
from installation.sound.voices.master import LOWEST
from installation.sound.voices.rack import Rack
from installation.sound.voices.state import glides

FINER = 10
STRETCH = 0.4
"""Seconds of a note that are looked at."""
SPREAD = 0.03
"""Share of its frequency by which a partial may lie elsewhere: a stiff string's do, at another rate."""
BESIDE = 8
"""Bins by which it may lie elsewhere at least: the window's main lobe, and the drift of an oscillator."""
LOUDER = 10.0
"""How often its power may be that of the finer rendering: grains of one pitch meet in other phases there."""


def note(timbre: Timbre, pitch: float, velocity: float, rate: int, seconds: float) -> NDArray[np.float64]:
    """Return the left side of one note, dry, shape (samples,), at this sample rate."""
    rack, tick = Rack((timbre,), rate, 2), rate // 60
    rack.begin(0, 0, pitch, velocity, (0.5, 0.5), glides(), chance=3)
    blocks = []
    for _ in range(round(60 * seconds)):
        rack.clear(tick)
        rack.render(np.zeros(1, np.int64), glides())
        blocks.append(rack.dry[0].copy())
    return np.concatenate(blocks)


def _power(samples: NDArray[np.float64], size: int, bins: int) -> NDArray[np.float64]:
    """Return the mean power spectrum of stretches of this size, side lobes 92 dB below (Harris 1978, Welch 1967)."""
    angle = 2 * np.pi * np.arange(size) / size
    window = 0.35875 - 0.48829 * np.cos(angle) + 0.14128 * np.cos(2 * angle) - 0.01168 * np.cos(3 * angle)
    starts = range(0, len(samples) - size + 1, size // 2)
    spectra = [np.fft.rfft(samples[start : start + size] * window)[:bins] for start in starts]
    return np.mean(np.abs(spectra) ** 2, axis=0) / size**2


def aliased(timbre: Timbre, pitch: float, velocity: float = 1.0) -> float:
    """Return the power, in dB of the note's, of what the finer rendering does not have within a few bins of it."""
    # The noise of breath differs from rendering to rendering: only the mean of many stretches tells anything.
    seconds = 4.0 if timbre.kind == "breath" else STRETCH
    size = round(STRETCH * SAMPLE_RATE)
    bins = size // 2
    coarse = note(timbre, pitch, velocity, SAMPLE_RATE, seconds)
    fine = note(timbre, pitch, velocity, FINER * SAMPLE_RATE, seconds)
    heard, true = _power(coarse, size, bins), _power(fine, FINER * size, bins)
    heard[: round(LOWEST * STRETCH)] = 0.0  # The master takes it away.
    true *= np.sum(heard) / np.sum(true)
    frequency = np.arange(bins)
    reach = np.maximum(BESIDE, SPREAD * frequency).astype(int)
    near = np.array([true[max(0, at - by) : at + by + 1].max() for at, by in zip(frequency, reach, strict=True)])
    return float(10 * np.log10(np.sum(heard * (heard > LOUDER * near)) / np.sum(heard) + 1e-15))
