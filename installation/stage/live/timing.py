"""How long things take: frames, and the way from a sound to its light."""

import os
import time
from collections import deque
from dataclasses import dataclass

import numpy as np

_IMPORTED = time.perf_counter()
_KEPT = 1 << 16


class Durations:
    """The last 65,536 durations, in seconds."""

    def __init__(self) -> None:
        self._values = np.zeros(_KEPT, np.float32)
        self.count = 0

    def add(self, seconds: float) -> None:
        """Take in one duration."""
        self._values[self.count % _KEPT] = seconds
        self.count += 1

    def percentiles_ms(self) -> dict[str, float] | None:
        """Return the median and the 95th percentile in ms, as "p50" and "p95"; None where nothing was measured."""
        if self.count == 0:
            return None
        median, high = np.percentile(self._values[: min(self.count, _KEPT)], (50, 95)) * 1e3
        return {"p50": round(float(median), 2), "p95": round(float(high), 2)}


class FrameRate:
    """The frames a second over the last second or so."""

    def __init__(self) -> None:
        self._moments: deque[float] = deque(maxlen=256)

    def add(self, now: float) -> None:
        """A frame was shown at `now`, in seconds."""
        self._moments.append(now)
        while now - self._moments[0] > 1.5 and len(self._moments) > 2:
            self._moments.popleft()

    @property
    def value(self) -> float:
        """Frames a second; 0 before the second frame."""
        if len(self._moments) < 2:
            return 0.0
        return (len(self._moments) - 1) / max(1e-9, self._moments[-1] - self._moments[0])


class Pace:
    """Lets frames come no faster than `rate` a second, where no screen paces them; `now` as time.perf_counter."""

    def __init__(self, rate: float | None) -> None:
        self._period = 1.0 / rate if rate else 0.0
        self._due: float | None = None

    def wait(self) -> None:
        """Sleep until the next frame is due. After a delay frames go on from there and do not hurry."""
        now = time.perf_counter()
        if self._due is not None and now < self._due:
            time.sleep(self._due - now)
        self._due = max(now, (self._due or now)) + self._period


@dataclass(frozen=True)
class Summary:
    """How a run went. Durations in ms as {"p50", "p95"}, None where nothing was measured; first light in s."""

    frames: int
    ticks: int
    seconds: float
    fps: float
    frame_ms: dict[str, float] | None
    work_ms: dict[str, float] | None
    """A frame's work alone, without waiting for the screen."""
    sound_to_light_ms: dict[str, float] | None
    """From the callback that brought the newest sound to the swap that showed it."""
    first_light_s: float | None
    """From the start of the process to the first frame that was not black."""
    slipped_s: float
    held_frames: int
    """Pictures that the guard held, in part or whole."""
    segments: int
    world: str
    phase: str
    size: tuple[int, int]
    quality: str
    renderer: str
    sound_in: str
    sound_out: dict[str, float | str] | None = None
    """The device, and how it fared: gaps, underflows of the device, voices reset, a tick's rendering in ms at p99."""


def process_age() -> float:
    """Return the seconds since this process started; where the system does not tell, since this module was read."""
    try:
        with open("/proc/self/stat", encoding="utf-8") as file:
            # The program's name, in brackets, may hold spaces; the start is the twentieth number after it.
            started = int(file.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return time.perf_counter() - _IMPORTED
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started
