"""What was played, in memory that the player writes and the senses read: the installation is not to hear itself."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

FRAMES = 1 << 17
"""So many are remembered: 2.7 s at 48 kHz."""
CHANNELS = 2
"""More outputs are added up in two: every other one, as they stand in the ring."""
_SPARE = 4096
"""Of the oldest frames so many may be overwritten while they are read."""
_HEADER = np.dtype([("opening", "<i8"), ("newest", "<i8"), ("rate", "<f8")])
_BYTES = _HEADER.itemsize + FRAMES * CHANNELS * 4


class Played:
    """Written by one process and read by others; positions count frames from the first one on.

    Frames are written before they are counted, so that nobody reads what is not there yet.
    """

    def __init__(self, path: Path) -> None:
        """Share the file at `path`, as `make_file` made it."""
        memory = np.memmap(path, np.uint8, "r+", shape=(_BYTES,))
        self._header = memory[: _HEADER.itemsize].view(_HEADER)
        self._frames = memory[_HEADER.itemsize :].view(np.float32).reshape(FRAMES, CHANNELS)

    @property
    def rate(self) -> float:
        """The sample rate in Hz; 0 before anything was played."""
        return float(self._header["rate"][0])

    def newest(self) -> tuple[int, int]:
        """Return how often a device was opened, and the position behind the newest frame."""
        return int(self._header["opening"][0]), int(self._header["newest"][0])

    def read(self, begin: int, count: int) -> Sound:
        """Return `count` frames, shape (count, 2), from a position on; silence for what is not there."""
        newest = self.newest()[1]
        frames = np.zeros((count, CHANNELS), np.float32)
        first, last = max(begin, newest - FRAMES + _SPARE, 0), min(begin + count, newest)
        while first < last:
            at = first % FRAMES
            step = min(last - first, FRAMES - at)
            frames[first - begin : first - begin + step] = self._frames[at : at + step]
            first += step
        return frames

    def begin(self, rate: float) -> None:
        """Say that a device was opened with this sample rate."""
        self._header["rate"] = rate
        self._header["opening"] += 1

    def add(self, block: Sound) -> None:
        """Append what a device plays, shape (n, channels), n less than FRAMES; it allocates next to nothing."""
        newest, done = int(self._header["newest"][0]), 0
        while done < len(block):
            at = (newest + done) % FRAMES
            count = min(len(block) - done, FRAMES - at)
            self._put(self._frames[at : at + count], block[done : done + count])
            done += count
        self._header["newest"] = newest + done

    def _put(self, frames: Sound, block: Sound) -> None:
        if block.shape[1] <= CHANNELS:
            frames[:] = block
            return
        for side in range(CHANNELS):
            np.sum(block[:, side::CHANNELS], axis=1, out=frames[:, side])


def make_file() -> Path:
    """Make a file that holds silence, in memory where the system has files there; OSError where none can be made."""
    memory = Path("/dev/shm")
    folder = memory if os.access(memory, os.W_OK) else None
    handle, name = tempfile.mkstemp(prefix="living-mosaic-played-", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.truncate(_BYTES)
    return Path(name)


def remove_file(path: Path) -> None:
    """Remove it; who shares it still may go on."""
    with suppress(OSError):
        path.unlink()
