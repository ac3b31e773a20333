"""How long to wait until what ended is started again."""

SHORTEST, LONGEST = 0.02, 5.0
"""Seconds: at once after a crash, later where it keeps crashing."""
LONGER = 5.0
STEADY = 20.0
"""Seconds after which what crashes did not keep crashing."""


class Pauses:
    """The pause before each start: the longer, the more often it ended soon."""

    def __init__(self) -> None:
        self._pause = SHORTEST

    def after(self, lasted: float) -> float:
        """Return the pause in seconds after something that lasted so many."""
        if lasted > STEADY:
            self._pause = SHORTEST
        now, self._pause = self._pause, min(LONGEST, LONGER * self._pause)
        return now
