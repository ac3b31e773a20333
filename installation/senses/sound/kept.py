"""What was heard, kept as FLAC beside a score, in step with its ticks.

Every tick of the score has exactly its sixtieth of a second in the file, whatever comes from the sound card: so a
film of the score hears each sound where it was answered, also after hours. The show never waits for the disk.
"""

import queue
import threading
from io import FileIO
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from installation.score import TICKS_PER_SECOND, ScoreError

SLACK = 0.25
"""Seconds of sound that may wait for their tick at most: a sound card delivers in bursts."""
WINDOW_TICKS = 15
"""What has waited through so many ticks was no burst: the world has slipped, or the card's clock is fast."""
RAMP = 0.005
"""Seconds over which a cut or a gap is faded, so that it does not click."""
UNWRITTEN = 60
"""Seconds that may wait for a slow disk."""
MOST_CHANNELS = 8
"""As many as FLAC can hold; what has more is mixed into one."""

Samples = NDArray[np.float32]

_END: Samples = np.zeros((0, 1), np.float32)


class TickSound:
    """Cuts sound that comes as it pleases into `sample_rate` / 60 samples a tick, without drift.

    A tick with too few samples is filled up with silence. What is too much waits for the coming ticks, up to SLACK;
    what would keep waiting is cut out. Samples have the shape (n, `channels`).
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self.sample_rate, self.channels = sample_rate, channels
        self._ticks = 0
        self._waiting: Samples = np.zeros((0, channels), np.float32)
        self._last: Samples = np.zeros(channels, np.float32)
        self._least = 0
        self._gap = False

    def tick(self, samples: Samples) -> Samples:
        """Take what came in a tick and return what is that tick's."""
        ended = self._ticks * self.sample_rate // TICKS_PER_SECOND
        self._ticks += 1
        count = self._ticks * self.sample_rate // TICKS_PER_SECOND - ended
        waiting = np.concatenate([self._waiting, samples])
        found, self._waiting = waiting[:count], waiting[count:]
        self._least = min(self._least, len(self._waiting))
        self._cut(self._excess())
        return self._filled(found, count)

    def _excess(self) -> int:
        """Return how many of the samples that wait are too many."""
        excess = len(self._waiting) - round(SLACK * self.sample_rate)
        tick = self.sample_rate // TICKS_PER_SECOND
        if self._ticks % WINDOW_TICKS == 0:
            if self._least > tick:
                excess = max(excess, self._least - tick // 2)
            self._least = len(self._waiting)
        return max(0, excess)

    def _cut(self, excess: int) -> None:
        if not excess:
            return
        # The old sound fades into the new one, which begins later.
        old, self._waiting = self._waiting, self._waiting[excess:].copy()
        count = min(excess, len(self._waiting), round(RAMP * self.sample_rate))
        share = _rising(count)
        self._waiting[:count] = share * self._waiting[:count] + (1.0 - share) * old[:count]
        self._least = len(self._waiting)

    def _filled(self, found: Samples, count: int) -> Samples:
        """Return what was found, filled up to `count` samples, faded where silence begins and ends."""
        ramp, missing = round(RAMP * self.sample_rate), count - len(found)
        if self._gap and len(found):
            found = found.copy()
            rising = min(ramp, len(found))
            found[:rising] *= _rising(rising)
            self._gap = False
        if missing:
            self._gap = True
            silence = np.zeros((missing, self.channels), np.float32)
            falling = min(ramp, missing)
            silence[:falling] = (1.0 - _rising(falling)) * (found[-1] if len(found) else self._last)
            found = np.concatenate([found, silence])
        self._last = found[-1]
        return found


def _rising(count: int) -> Samples:
    return np.linspace(0.0, 1.0, count + 1, dtype=np.float32)[1:, None]


class Fitting:
    """Brings sound to one sample rate and number of channels: a device that comes back may have others.

    Rates are brought together by linear interpolation, which is plain, but keeps in step over hours.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._rate, self._channels = sample_rate, channels
        self._other_rate = sample_rate
        self._begin()

    def _begin(self) -> None:
        self._before: Samples = np.zeros((1, self._channels), np.float32)
        self._place = 0.0
        """Where in the coming block the next sample lies; -1 is the last sample of the block before."""

    def fit(self, samples: Samples, sample_rate: int) -> Samples:
        """Return a block, shape (n, any), as (m, channels) at the one rate; what is not finite becomes silence."""
        samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
        if samples.shape[1] != self._channels:
            samples = np.repeat(samples.mean(axis=1, keepdims=True), self._channels, axis=1)
        if sample_rate != self._other_rate:
            self._other_rate = sample_rate
            self._begin()
        if sample_rate == self._rate or len(samples) == 0:
            return samples
        step = sample_rate / self._rate
        count = max(0, int((len(samples) - 1 - self._place) // step) + 1)
        places = self._place + step * np.arange(count)
        known = np.concatenate([self._before, samples])
        self._before, self._place = samples[-1:], self._place + step * count - len(samples)
        columns = [np.interp(places, np.arange(-1, len(samples)), known[:, n]) for n in range(self._channels)]
        return np.stack(columns, axis=1).astype(np.float32)


class SoundKept:
    """Writes the sound of every tick to `path`, in a thread of its own. ScoreError where it cannot be written.

    `failed` says why it ended early, where it did. A process that is killed leaves a file that ends a second or so
    before: a FLAC file's head holds its length, so that is brought up to date once a second.
    """

    def __init__(self, path: Path, sample_rate: int, channels: int) -> None:
        self.path = path
        self.failed = ""
        channels = channels if channels <= MOST_CHANNELS else 1
        self._fitting, self._sound = Fitting(sample_rate, channels), TickSound(sample_rate, channels)
        try:
            path.open("wb").close()
            self._file = soundfile.SoundFile(path, "w", sample_rate, channels, subtype="PCM_16", format="FLAC")
        except OSError as error:
            raise ScoreError(f"{path}: cannot be written: {error.strerror}") from None
        except soundfile.LibsndfileError as error:
            raise ScoreError(f"{path}: cannot be written: {error.error_string}") from None
        self._unwritten: queue.Queue[Samples] = queue.Queue()
        self._writer = threading.Thread(target=self._write, name="writing sound", daemon=True)
        self._writer.start()

    def add(self, samples: Samples, sample_rate: int) -> None:
        """Append the sound of the next tick, shape (n, channels), or (0, any) where there is none; never waits."""
        if self.failed:
            return
        if self._unwritten.qsize() > UNWRITTEN * TICKS_PER_SECOND:
            self._fail("the disk is too slow")
            self.end()
            return
        self._unwritten.put(self._sound.tick(self._fitting.fit(samples, sample_rate)))

    def end(self) -> None:
        """End the file, without waiting for it."""
        self._unwritten.put(_END)

    def close(self) -> None:
        """End the file and wait until it is written; a disk that hangs is left behind after some seconds."""
        self.end()
        self._writer.join(10.0)

    def _fail(self, reason: object) -> None:
        self.failed = f"{self.path}: the sound is not recorded any more: {reason}"

    def _write(self) -> None:
        try:
            with self._file, FileIO(self.path, "r+b") as head:
                ticks = 0
                while len(samples := self._unwritten.get()):
                    self._file.write(samples)
                    ticks += 1
                    if ticks % TICKS_PER_SECOND == 0:
                        self._file.flush()
                        _note_length(head, self._file.frames)
        except (OSError, RuntimeError) as error:
            self._fail(error)


def _note_length(head: FileIO, samples: int) -> None:
    """Write into the head of a FLAC file that is not finished how many samples can be read from it.

    The encoder holds back what does not fill a block yet. Places of the numbers: RFC 9639, section 8.2.
    """
    head.seek(0)
    start = head.read(26)
    block = max(1, int.from_bytes(start[10:12], "big"))
    whole = (samples - 1) // block * block
    head.seek(21)
    head.write(((start[21] & 0xF0) << 32 | whole).to_bytes(5, "big"))
