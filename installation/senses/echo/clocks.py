"""Finds how much faster one clock runs than another, from a delay between both that wanders.

Two sound cards, and two devices of a sound server, seldom agree: a few in a hundred thousand, or two in ten thousand.
Source: the slope is the median of those between all pairs, after P. Sen, "Estimates of the regression coefficient based
on Kendall's tau", Journal of the American Statistical Association 63 (1968), so that single looks may be wrong.
"""

from collections import deque

import numpy as np

LOOKS, ENOUGH = 16, 5
"""So many looks are remembered, and from so many on something is said."""
MOST = 1e-3
"""Clocks do not run further apart: that would be something else."""
SURE = 0.0004
"""Seconds by which half of the looks may lie beside the line that they are on."""


class Clocks:
    """Takes one look after the other; `drift` is by how much the delay grows in a second, 0 until that is known."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, float]] = deque(maxlen=LOOKS)
        self.drift = 0.0

    def forget(self) -> None:
        """Know no delay any more; the clocks are still the same."""
        self._looks.clear()

    def look(self, time: float, delay: float) -> None:
        """Take the delay that was found at a time, both in seconds."""
        self._looks.append((time, delay))
        if len(self._looks) < ENOUGH:
            return
        times, delays = np.array(self._looks).T
        one, other = np.triu_indices(len(times), 1)
        slope = float(np.median((delays[other] - delays[one]) / (times[other] - times[one])))
        beside = delays - slope * times
        if abs(slope) < MOST and float(np.median(np.abs(beside - np.median(beside)))) < SURE:
            self.drift = slope
