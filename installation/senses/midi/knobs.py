"""A knob between the hand and the show: seven or fourteen bits, and no jump when it is not where the show is.

Soft takeover: a knob that stands elsewhere moves nothing until it has come to where the show stands; from then on it
holds that, until something else moves it.
"""

_NEAR = 2.5 / 127.0
"""How close a knob is where it meets what it moves: two steps of seven bits, and rounding."""
_ON_ITS_WAY = 1
"""Ticks in which what was sent may not have moved anything yet."""
_PRESSED = 64
_CLOSED, _OPEN = 0.55, 0.45
"""Positions past which a fader closes, and before which it opens again."""


class Knob:
    """A control change with a position, 0 to 1. `position` is None until it has been moved."""

    def __init__(self) -> None:
        self.position: float | None = None
        self._coarse, self._fine = 0, -1
        self._sent: float | None = None
        self._stood: float | None = None
        self._tick = 0
        """What it moved last to, where that stood before, and when."""

    @property
    def coarse(self) -> bool:
        """Whether it has 127 steps only."""
        return self._fine < 0

    def hear(self, value: int, fine: bool) -> float:
        """Take a value, 0 to 127, of the control or of its finer part, and return the position.

        One that never sent a finer part has 127 steps from end to end; the other 16383.
        """
        if fine:
            self._fine = value
        else:
            self._coarse, self._fine = value, min(0, self._fine)
        return self._coarse / 127.0 if self._fine < 0 else (self._coarse * 128 + self._fine) / 16383.0

    def takes(self, position: float, standing: float | None, tick: int) -> bool:
        """Move the knob in a tick; return whether that moves what stands at `standing` now. Without that, always."""
        before, self.position = self.position, position
        holds = standing is None or self._holds(standing, tick)
        if not holds and standing is not None:
            crossed = before is not None and min(before, position) <= standing <= max(before, position)
            holds = crossed or abs(position - standing) <= _NEAR
        self._sent, self._stood, self._tick = (position, standing, tick) if holds else (None, None, tick)
        return holds

    def _holds(self, standing: float, tick: int) -> bool:
        if self._sent is None:
            return False
        # What was sent a moment ago may not have moved anything yet; later, what stands there was put back.
        moving = standing == self._stood and tick - self._tick <= _ON_ITS_WAY
        return moving or abs(standing - self._sent) <= _NEAR


class Button:
    """A control change that is pressed from the middle on."""

    def __init__(self) -> None:
        self._down = False

    def hear(self, value: int) -> bool:
        """Take a value and return whether the button was pressed just now."""
        before, self._down = self._down, value >= _PRESSED
        return self._down and not before


class Shutter:
    """A fader that closes past its middle. Where it stands at first closes nothing: only its way through does."""

    def __init__(self) -> None:
        self._closed: bool | None = None

    def hear(self, position: float) -> bool | None:
        """Take a position; return True where it closes now, False where it opens, None where it does neither."""
        before = self._closed
        if position >= _CLOSED:
            self._closed = True
        elif position <= _OPEN:
            self._closed = False
        return self._closed if before is not None and self._closed != before else None
