"""A soundtrack with the voice in it: music or a room that was recorded, and what the installation sings to it."""

import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.sound.notes import SAMPLE_RATE
from installation.sound.voices.master import Limiter
from installation.sound.voices.meter import Meter

Sound = NDArray[np.float32]
LOUDEST = -18.0
"""LUFS that a soundtrack is taken down to where it is louder, so that the voice at -23 is heard in it."""
_BLOCK = SAMPLE_RATE


class Soundtrack:
    """Adds a sound file to what is sung, sample by sample from the first one on, with no true peak above -1 dBTP.

    Whatever ffmpeg reads will do; it is heard in stereo, and silence follows its end.
    """

    def __init__(self, path: Path, ffmpeg: str = "ffmpeg") -> None:
        self.gain = _gain(path, ffmpeg)
        self._decoder = _Decoder(path, ffmpeg)
        self._limiter = Limiter(SAMPLE_RATE, 2)
        self._early = self._limiter.delay

    def add(self, sung: Sound) -> Sound:
        """Return what is sung with as much of the soundtrack, shape (n, 2); the first samples come later."""
        mix = sung.copy()
        heard = self._decoder.read(len(sung))
        mix[: len(heard)] += self.gain * heard
        return self._limited(mix)

    def finish(self) -> Sound:
        """Return the samples that are left, and close the file."""
        self._decoder.close()
        return self._limited(np.zeros((self._limiter.delay, 2), np.float32))

    def _limited(self, samples: Sound) -> Sound:
        if not len(samples):
            return samples
        out = np.empty((len(samples), 2), np.float32)
        self._limiter.limit(np.ascontiguousarray(samples.T, dtype=np.float64), out)
        dropped = min(self._early, len(out))
        self._early -= dropped
        return out[dropped:]


class _Decoder:
    """A sound file as ffmpeg reads it: in stereo at the installation's own rate."""

    def __init__(self, path: Path, ffmpeg: str) -> None:
        decoded = "-f", "f32le", "-ac", "2", "-ar", str(SAMPLE_RATE), "-"
        command = [ffmpeg, "-nostdin", "-v", "quiet", "-i", str(path), "-map", "0:a:0", *decoded]
        # In a group of its own: Ctrl-C is for the film, which then ends it in good order.
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)

    def read(self, count: int) -> Sound:
        """Return the next samples, shape (n, 2), n as many as `count` or as there are."""
        assert self._process.stdout is not None
        found = np.frombuffer(self._process.stdout.read(8 * count), "<f4")
        return found[: len(found) // 2 * 2].reshape(-1, 2)

    def close(self) -> None:
        """End the reading, wherever it is."""
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.kill()
        self._process.wait()


def _gain(path: Path, ffmpeg: str) -> float:
    """Return the gain that brings a soundtrack down to LOUDEST; 1 where it is no louder."""
    decoder, meter = _Decoder(path, ffmpeg), Meter(SAMPLE_RATE, 2)
    while len(block := decoder.read(_BLOCK)):
        meter.hear(block)
    decoder.close()
    return float(min(1.0, 10.0 ** ((LOUDEST - meter.integrated) / 20.0)))
