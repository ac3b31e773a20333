"""A performance with its voice: each tick's moment, and the samples that it sings in it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from installation.files import OutputError, check_writable
from installation.score import Event
from installation.sound.notes import SAMPLE_RATE, SAMPLES
from installation.sound.singer import Singer
from installation.stage.performance import Performance
from installation.stage.soundtrack import Soundtrack
from installation.stage.vitals import figures
from installation.story import Moment

KINDS = {".wav": "WAV", ".flac": "FLAC"}
"""The sound files that can be sung into, by their suffix."""
_MOST_WAV_BYTES = 4_000_000_000
"""A WAV that may become longer is written as RF64, which may be."""
_BYTES_A_SAMPLE = 3


class Voice:
    """Sings a performance, tick by tick, into a sound file of 24 bits where one is given.

    Like the story it knows the vitals of some ticks ago, so that a film sings what a run sang. Its samples lie
    exactly at their ticks: those of tick t from t * 800 on; what else is heard in them is in `soundtrack`, where
    there is one. OutputError where the file cannot be written.
    """

    def __init__(
        self,
        performance: Performance,
        path: Path | None = None,
        outputs: int = 2,
        ticks: int = 0,
        soundtrack: Soundtrack | None = None,
    ) -> None:
        self._performance = performance
        header = performance.header
        self.singer = Singer(header.seed, header.aspect, outputs)
        self.path = path
        self._soundtrack = soundtrack
        self._file = _open(path, outputs, ticks) if path is not None else None

    def tick(self, events: Sequence[Event]) -> tuple[Moment, NDArray[np.float32]]:
        """Let a tick of the performance pass; return its moment and its samples, shape (n, outputs)."""
        vitals = self._performance.world.delayed_vitals()
        moment = self._performance.tick(events)
        return moment, self._keep(self.singer.step(moment.tick, moment, figures(moment, vitals)))

    def finish(self) -> NDArray[np.float32]:
        """Return the last samples and close the file."""
        last = self._keep(self.singer.finish())
        if self._soundtrack is not None:
            last = np.concatenate([last, self._write(self._soundtrack.finish())])
        if self._file is not None:
            self._file.close()
        return last

    def _keep(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        return self._write(samples if self._soundtrack is None else self._soundtrack.add(samples))

    def _write(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._file is not None:
            try:
                self._file.write(samples)
            except (OSError, soundfile.SoundFileError) as error:
                raise OutputError(f"{self.path}: cannot be written: {error}") from None
        return samples


def _open(path: Path, outputs: int, ticks: int) -> soundfile.SoundFile:
    check_writable(path)
    kind = KINDS[path.suffix.lower()]
    if kind == "WAV" and ticks * SAMPLES * outputs * _BYTES_A_SAMPLE > _MOST_WAV_BYTES:
        kind = "RF64"
    return soundfile.SoundFile(path, "w", SAMPLE_RATE, outputs, "PCM_24", format=kind)
