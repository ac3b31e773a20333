"""The ring: samples between the player, which renders them, and the device's callback, which only copies them."""

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.sound.engine.played import Played

Sound = NDArray[np.float32]

SECONDS = 1.0
START = 0.08
"""Seconds gathered before the first sound, and again after a gap: ticks come in bursts, one for each picture."""
RAMP = 0.005
"""Seconds in which the sound sets in and ends: no click, even where there are no samples to fade."""
AUDIBLE = 1e-4
"""What ends at a smaller amplitude than this ends in silence, and leaves no gap."""


class Ring:
    """Written by one thread and read by one other, without a lock: each moves an end of its own."""

    def __init__(self, channels: int, sample_rate: float, played: Played | None = None) -> None:
        """Make an empty ring; who listens is told in `played` what goes to the device."""
        self._told = played
        self._samples = np.zeros((round(SECONDS * sample_rate), channels), np.float32)
        self._start = round(START * sample_rate)
        self._rise = np.linspace(0.0, 1.0, round(RAMP * sample_rate), dtype=np.float32)[:, None]
        self._fall = self._rise[::-1].copy()
        self._last = np.zeros(channels, np.float32)
        self._fallen = len(self._fall)
        """How much of the fall from the last sample is done."""
        self._playing = False
        self._written = self._read = 0
        self.gaps = 0
        """How often the samples ran out while there was sound."""
        self.underflows = 0
        """How often the device itself ran out."""
        self.called = False
        """Whether the device has asked for sound yet."""
        self.last_call = time.perf_counter()

    @property
    def waiting(self) -> int:
        """How many samples wait to be played."""
        return self._written - self._read

    def write(self, samples: Sound) -> None:
        """Append samples, shape (n, channels); what does not fit is left out."""
        length = len(self._samples)
        count = min(len(samples), length - self.waiting)
        start = self._written % length
        first = min(count, length - start)
        self._samples[start : start + first] = samples[:first]
        self._samples[: count - first] = samples[first:count]
        self._written += count

    def fill(self, output: Sound, frames: int, moment: Any, status: Any) -> None:
        """Fill a device's block: the callback of a stream. It allocates nothing and waits for nobody."""
        self.last_call, self.called = time.perf_counter(), True
        if status and status.output_underflow:
            self.underflows += 1
        rising = not self._playing and self.waiting >= self._start
        if rising:
            self._playing, self._fallen = True, len(self._fall)
        filled = min(frames, self.waiting) if self._playing else 0
        if filled:
            self._copy(output, filled)
        if rising:
            risen = min(filled, len(self._rise))
            np.multiply(output[:risen], self._rise[:risen], out=output[:risen])
        if filled < frames:
            self._fade(output[filled:])
        if self._told is not None:
            self._told.add(output)

    def _copy(self, output: Sound, count: int) -> None:
        length = len(self._samples)
        start = self._read % length
        first = min(count, length - start)
        output[:first] = self._samples[start : start + first]
        output[first:count] = self._samples[: count - first]
        self._last[:] = output[count - 1]
        self._read += count

    def _fade(self, output: Sound) -> None:
        """Fall from the last sample to silence, and stay there."""
        if self._playing:
            self._playing, self._fallen = False, 0
            self.gaps += bool(self._last.max() > AUDIBLE or self._last.min() < -AUDIBLE)
        falling = min(len(output), len(self._fall) - self._fallen)
        fall = self._fall[self._fallen : self._fallen + falling]
        np.multiply(fall, self._last, out=output[:falling])
        output[falling:] = 0.0
        self._fallen += falling
