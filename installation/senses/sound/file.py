"""A sound file, heard at exactly sixty ticks a second, and played aloud where somebody wants to hear it."""

import re
import threading
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from installation.score import TICKS_PER_SECOND, Event
from installation.senses.listening import Listener
from installation.senses.sound.devices import close_aside, find_device, patiently, portaudio
from installation.senses.sound.source import SoundInError, Source

EXPECTED = "expected a whole WAV, FLAC, OGG, MP3 or AIFF file"

Samples = NDArray[np.float32]


class FileSource(Source):
    """Hears the file at `path`: tick n takes the samples from n to n + 1 sixtieths of a second, without drift.

    Where `loop`, it begins again at its end, otherwise silence follows. `play_on` names an output to play it
    on as the ticks go by ("" is the system's default one; None: not aloud). `length` is in ticks.
    SoundInError where the file is missing, foreign or truncated.
    """

    def __init__(self, path: Path | str, play_on: str | None = None, loop: bool = True) -> None:
        super().__init__()
        self.path = Path(path)
        self.name = self.path.name
        self._file = _open_whole(self.path)
        self.sample_rate = int(self._file.samplerate)
        self.sound_format = self.sample_rate, int(self._file.channels)
        self.frames = int(self._file.frames)
        self.length = -(-self.frames * TICKS_PER_SECOND // self.sample_rate)
        self._loop = loop
        self._damaged = False
        self._first_tick: int | None = None
        self._listener = Listener(self.sample_rate)
        self._loudspeaker: Loudspeaker | None = None
        if play_on is not None:
            try:
                self._loudspeaker = patiently(lambda: Loudspeaker(play_on, self.sample_rate, self._file.channels))
            except SoundInError as error:
                self._say(f"{self.name} is not heard aloud: {error}")

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return the features of this tick of the file; the first tick that is asked for is its beginning."""
        if self._first_tick is None:
            self._first_tick = tick
        samples = self.take(tick - self._first_tick)
        if self._loudspeaker is not None:
            self._loudspeaker.play(samples)
        self._keep(samples, self.sample_rate)
        self._listener.hear(samples)
        return self._listener.events(tick)

    def close(self) -> None:
        """Close the file and the output."""
        super().close()
        self._file.close()
        if self._loudspeaker is not None:
            self._loudspeaker.close()

    def take(self, tick: int) -> Samples:
        """Return the samples of one tick, from 0 for the file's first.

        The shape is (n, channels); there is silence after the end and where the file is damaged.
        """
        start = tick * self.sample_rate // TICKS_PER_SECOND
        missing = (tick + 1) * self.sample_rate // TICKS_PER_SECOND - start
        silence = np.zeros((missing, self._file.channels), np.float32)
        pieces: list[Samples] = []
        while missing > 0 and (self._loop or start < self.frames):
            piece = self._read(start % self.frames, missing)
            if len(piece) == 0:
                break
            pieces.append(piece)
            start += len(piece)
            missing -= len(piece)
        return np.concatenate([*pieces, silence[:missing]])

    def _read(self, start: int, count: int) -> Samples:
        try:
            if self._file.tell() != start:
                self._file.seek(start)
            samples: Samples = self._file.read(count, dtype="float32", always_2d=True)
            return samples
        except (soundfile.LibsndfileError, RuntimeError) as error:
            if not self._damaged:
                self._say(f"{self.name} is damaged at {start / self.sample_rate:.1f} s; there it is silent: {error}")
            self._damaged = True
            return np.zeros((0, self._file.channels), np.float32)


class Loudspeaker:
    """Plays what `play` is given on the output called `device`, as it comes; SoundInError where there is none."""

    QUEUED = 0.25  # seconds that may wait: where ticks come in a rush, the oldest sound is dropped
    START = 0.05  # seconds gathered before the first sound, and again after a gap: frames do not come evenly

    def __init__(self, device: str, sample_rate: int, channels: int) -> None:
        self._rate = sample_rate
        self._waiting: deque[Samples] = deque()
        self._lock = threading.Lock()
        self._started = False
        found = find_device(device, "output")
        sounddevice = portaudio()
        try:
            self._stream = sounddevice.OutputStream(
                device=found.index, samplerate=sample_rate, channels=channels, dtype="float32", callback=self._fill
            )
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise SoundInError(f'the sound output "{found.name}" cannot be opened: {error}') from None

    def play(self, samples: Samples) -> None:
        """Queue samples, shape (n, channels); never waits."""
        with self._lock:
            self._waiting.append(samples)
            while self._queued() > self.QUEUED * self._rate:
                self._waiting.popleft()

    def close(self) -> None:
        """Stop at once; a hung output is left behind after half a second."""
        close_aside(self._stream, 0.5)

    def _queued(self) -> int:
        return sum(map(len, self._waiting))

    def _fill(self, output: Samples, frames: int, moment: Any, status: Any) -> None:
        output.fill(0.0)
        filled = 0
        with self._lock:
            self._started = self._started or self._queued() >= self.START * self._rate
            while self._started and filled < frames:
                if not self._waiting:
                    self._started = False
                    break
                block = self._waiting.popleft()
                count = min(len(block), frames - filled)
                output[filled : filled + count] = block[:count]
                filled += count
                if count < len(block):
                    self._waiting.appendleft(block[count:])


def _open_whole(path: Path) -> soundfile.SoundFile:
    """Open a sound file and make sure that its end is there."""
    if not path.is_file():
        raise SoundInError(f"{path}: {'this is no file' if path.exists() else 'there is no such file'}; {EXPECTED}")
    try:
        path.open("rb").close()
        file = soundfile.SoundFile(path)
    except OSError as error:
        raise SoundInError(f"{path}: cannot be read: {error.strerror}") from None
    except (soundfile.LibsndfileError, TypeError):
        # TypeError: a file called .raw, of which nobody can tell the format.
        raise SoundInError(f"{path}: not a sound file that can be read; {EXPECTED}") from None
    fault = _fault(path, file)
    if fault:
        file.close()
        raise SoundInError(f"{path}: {fault}; {EXPECTED}")
    return file


def _fault(path: Path, file: soundfile.SoundFile) -> str:
    """What is wrong with an open file, or nothing."""
    if file.frames <= 0:
        return "holds no sound"
    if not 8000 <= file.samplerate <= 384000:
        return f"its sample rate is {file.samplerate} Hz"
    try:
        file.seek(file.frames - 1)
        truncated = len(file.read(1)) == 0
        file.seek(0)
    except (soundfile.LibsndfileError, RuntimeError):
        truncated = True
    return "is truncated" if truncated or _missing_bytes(file) or _unfinished_ogg(path, file) else ""


def _missing_bytes(file: soundfile.SoundFile) -> bool:
    """Whether the header promises more than there is. A size near 2 GiB or above is a stream's "unknown"."""
    sizes = re.findall(r": (\d+) \(should be (\d+)\)", file.extra_info)
    return any(int(actual) + 1024 < int(promised) < 0x7FFF0000 for promised, actual in sizes)


def _unfinished_ogg(path: Path, file: soundfile.SoundFile) -> bool:
    """Whether the last page of an Ogg file lacks the mark of the end (RFC 3533: header type 4)."""
    if file.format != "OGG":
        return False
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 131072))
        tail = stream.read()
    last = tail.rfind(b"OggS")
    return last < 0 or len(tail) < last + 6 or not tail[last + 5] & 4
