"""What was heard, kept as FLAC beside a score, in step with its ticks."""

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from installation.score import TICKS_PER_SECOND

SLACK = 0.25
"""Seconds by which sound may come early or late: a sound card delivers in bursts."""

Samples = NDArray[np.float32]


class SoundKept:
    """Writes the sound of every tick to `path`. Where it is lost silence fills the gap, so that films stay in step.

    `failed` says why it ended early, where it did.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.failed = ""
        self._file: soundfile.SoundFile | None = None
        self._ticks = 0
        self._written = 0

    def add(self, samples: Samples, sample_rate: int) -> None:
        """Append the sound of the next tick, shape (n, channels) or, where there is none, (0, any)."""
        self._ticks += 1
        if self.failed or (self._file is None and len(samples) == 0):
            return
        try:
            self._write(samples, sample_rate)
        except (OSError, RuntimeError) as error:
            self.failed = f"{self.path}: the sound is not recorded any more: {error}"

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def _write(self, samples: Samples, sample_rate: int) -> None:
        if self._file is None:
            self._file = soundfile.SoundFile(self.path, "w", sample_rate, samples.shape[1], format="FLAC")
        file = self._file
        if len(samples) and (sample_rate, samples.shape[1]) != (file.samplerate, file.channels):
            raise RuntimeError("the sound input is another one now")
        early = self._written + len(samples) - self._ticks * sample_rate // TICKS_PER_SECOND
        if -early > SLACK * sample_rate:
            self._append(np.zeros((-early, file.channels), np.float32))
        if early <= SLACK * sample_rate:
            self._append(samples)
        if self._ticks % TICKS_PER_SECOND == 0:
            file.flush()

    def _append(self, samples: Samples) -> None:
        if self._file is not None and len(samples):
            self._file.write(samples)
            self._written += len(samples)
