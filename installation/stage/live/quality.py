"""The picture's quality follows the machine: the highest level that holds the frame rate, without fluttering.

Pure: it knows how long frames took and no clock. It climbs level by level while there is room to spare, settles
below the first level that is too heavy, and bars that one for a minute, then for two, four and so on.
"""

import logging
import statistics
from collections.abc import Sequence

from installation.gpu.renderer import is_software

SCREEN_RATE = 60.0
SOFTWARE_RATE = 24.0
"""Frames a second aimed at where nobody said otherwise: on a GPU, and where the CPU draws."""

WINDOW_SECONDS = 1.0
"""Length of a measurement: about a second of frames, and at least FEWEST_FRAMES of them."""
FEWEST_FRAMES = 8
SKIPPED_FRAMES = 4
"""Frames after a change of level that are not measured: the first ones allocate and warm up."""
ROOM_TO_CLIMB = 0.75
"""Share of a frame's time that a level may take if the next one, about a third heavier, is to be tried."""
HEAVY_WINDOWS = 2
"""Windows in a row that must be too heavy before a settled level is left: one may be another program's fault."""
FIRST_BAR = 60.0
LONGEST_BAR = 7200.0
"""Seconds for which a level that was too heavy is not tried again; each time twice as long as the last."""

_log = logging.getLogger(__name__)


def target_rate(renderer: str, wanted: float | None) -> float:
    """Return the frames a second to hold: what was asked for, else what suits the renderer."""
    if wanted is not None:
        return wanted
    return SOFTWARE_RATE if is_software(renderer) else SCREEN_RATE


class AutoQuality:
    """Chooses among `levels`, lowest first, so that a frame takes less than 1 / `rate` seconds.

    `level` is the choice; `settled` tells whether the search is over; `overloaded` whether even the lowest
    level is too heavy, so that world time slips (logged once).
    """

    def __init__(self, levels: Sequence[str], rate: float, start: str) -> None:
        if start not in levels:
            raise ValueError(f"quality = {start}: expected one of {', '.join(levels)}")
        self.levels = tuple(levels)
        self.settled = False
        self.overloaded = False
        self._rate = rate
        self._index = self.levels.index(start)
        self._seconds = 0.0
        self._heavy = 0
        self._said = False
        self._barred: dict[int, float] = {}
        self._bar = dict.fromkeys(range(len(self.levels)), FIRST_BAR)
        self._begin()

    @property
    def level(self) -> str:
        """The level to draw at."""
        return self.levels[self._index]

    def measure(self, cost: float, elapsed: float) -> str:
        """Take in a frame and return the level for the next: `cost` is its work, `elapsed` all its time, in s."""
        self._seconds += elapsed
        self._skip -= 1
        if self._skip < 0:
            self._costs.append(cost)
            self._window += elapsed
        if self._window >= WINDOW_SECONDS and len(self._costs) >= FEWEST_FRAMES:
            # Ticks do not come evenly (two or three a frame at 24 a second), so the mean tells, less its outliers.
            self._costs.sort()
            share = statistics.fmean(self._costs[: max(1, len(self._costs) * 19 // 20)]) * self._rate
            self._begin(skip=0)
            self._decide(share)
        return self.level

    def _decide(self, share: float) -> None:
        """Act on a window in which a frame's work took `share` of the time that a frame may take."""
        if share > 1.0:
            self._too_heavy()
            return
        self._heavy = 0
        self.overloaded = False
        higher = self._index + 1
        if share <= ROOM_TO_CLIMB and higher < len(self.levels) and self._barred.get(higher, 0.0) <= self._seconds:
            self.settled = False
            self._go(higher)
        else:
            self.settled = True

    def _too_heavy(self) -> None:
        self._heavy += 1
        if self._index == 0:
            self._overload()
        elif not self.settled or self._heavy >= HEAVY_WINDOWS:
            self._barred[self._index] = self._seconds + self._bar[self._index]
            self._bar[self._index] = min(LONGEST_BAR, 2.0 * self._bar[self._index])
            self._go(self._index - 1)

    def _overload(self) -> None:
        self.settled = True
        if self._heavy < HEAVY_WINDOWS or self.overloaded:
            return
        self.overloaded = True
        if not self._said:
            self._said = True
            _log.warning("even the quality %s does not hold %g frames a second here", self.level, self._rate)

    def _go(self, index: int) -> None:
        self._index = index
        self._heavy = 0
        self._begin()

    def _begin(self, skip: int = SKIPPED_FRAMES) -> None:
        self._costs: list[float] = []
        self._window = 0.0
        self._skip = skip
