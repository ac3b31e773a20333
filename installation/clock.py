"""Clocks: how many ticks of the world a frame needs, and how far it lies past the last of them.

Ticks are contiguous. The first frame of either clock asks for one tick, so that there is a state to draw.
"""

import logging
import math
from collections.abc import Callable
from fractions import Fraction

from installation.score import TICKS_PER_SECOND

MAX_TICKS_PER_FRAME = 4

_log = logging.getLogger(__name__)


class WallClock:
    """The clock of a live show. `now` returns monotonic seconds, such as `time.perf_counter`.

    Where four ticks a frame are not enough, world time slips behind the wall clock, and stays behind:
    catching up would make the next frame late too. `slipped` is the sum of what was lost, in seconds.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.slipped = 0.0
        self._now = now
        self._last: float | None = None
        self._owed = 1.0
        self._next_line = 1.0

    def advance(self) -> tuple[int, float]:
        """Return the ticks to do before this frame, 0 to 4, and the fraction of a tick after them, 0 to 1."""
        now = self._now()
        if self._last is not None:
            self._owed += max(0.0, now - self._last) * TICKS_PER_SECOND
        self._last = now
        whole = math.floor(self._owed)
        self._owed -= whole
        ticks = min(whole, MAX_TICKS_PER_FRAME)
        if whole > ticks:
            self._slip((whole - ticks) / TICKS_PER_SECOND)
        return ticks, self._owed

    def _slip(self, seconds: float) -> None:
        self.slipped += seconds
        # A machine that is a little too slow slips at every frame, for weeks: each line waits for twice as much.
        if self.slipped >= self._next_line:
            _log.warning("world time has slipped %.1f s behind the wall clock", self.slipped)
            self._next_line = 2.0 * self.slipped


class FilmClock:
    """The clock of a film: frame n stands at exactly n / fps seconds, whatever the computer does.

    `fps` may be a whole number, a decimal or a Fraction; ValueError where it is not above 0.
    """

    def __init__(self, fps: int | float | Fraction) -> None:
        # Through its decimal digits: 29.97 means 2997/100, not the nearest binary number.
        rate = Fraction(str(fps))
        if rate <= 0:
            raise ValueError(f"frames per second: {fps}: expected a number above 0")
        self._ticks_per_frame = TICKS_PER_SECOND / rate
        self._position = Fraction(1)
        self._done = 0

    def advance(self) -> tuple[int, float]:
        """Return the ticks to do before this frame, and the fraction of a tick after them, 0 to 1."""
        whole = math.floor(self._position)
        ticks, fraction = whole - self._done, self._position - whole
        self._done = whole
        self._position += self._ticks_per_frame
        return ticks, float(fraction)
