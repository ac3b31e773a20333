"""A MIDI clock as tempo and beats, without its jitter.

Each pulse corrects a loop that foretells the next one (a delay-locked loop: Adriaensen, Using a DLL to filter time,
LAC 2005), so a beat falls where it is meant to, not where the cable or the computer let it come.
"""

import math

PULSES_PER_BEAT = 24
LOST_AFTER = 0.5
"""Seconds without a pulse after which the clock has stopped."""
SLOWEST, FASTEST = 20.0, 400.0
"""BPM between which pulses are a clock."""
_SETTLING, _SETTLED = 3.0, 0.35
"""Bandwidth of the loop in Hz, at its first pulse and once it has settled."""
_SETTLES_IN = 48
"""Pulses in which it settles."""


class MidiClock:
    """One clock. Times are seconds of any clock that only goes on."""

    def __init__(self) -> None:
        self.running = True
        """Whether beats count: until somebody says stop, and from start or continue on."""
        self._pulses = -1
        """Pulses since the start, the last one included; -1 before the first."""
        self._last: float | None = None
        self._next = self._period = 0.0
        self._seen = 0
        """Pulses since the loop began."""
        self._told = -1

    @property
    def tempo(self) -> float:
        """BPM; 0 while it is not known."""
        return 60.0 / (self._period * PULSES_PER_BEAT) if self._seen > 1 else 0.0

    def pulse(self, now: float) -> None:
        """Hear one of the 24 pulses of a beat."""
        elapsed = now - self._last if self._last is not None else math.inf
        self._last = now
        if self.running:
            self._pulses += 1
        if elapsed > LOST_AFTER:
            self._seen = 1
        elif self._seen == 1:
            self._begin(now, max(elapsed, 60.0 / FASTEST / PULSES_PER_BEAT))
        else:
            self._correct(now)

    def start(self) -> None:
        """Begin at the first beat: the next pulse is its."""
        self.running, self._pulses, self._told = True, -1, -1

    def go_on(self) -> None:
        """Go on from where it stopped."""
        self.running = True

    def stop(self) -> None:
        """Stop counting beats; the pulses may go on."""
        self.running = False

    def move_to(self, sixteenths: int) -> None:
        """Go to a song position, in sixteenths of a note from the start: the next pulse is its."""
        self._pulses = sixteenths * PULSES_PER_BEAT // 4 - 1
        self._told = math.ceil(sixteenths / 4) - 1

    def lost(self, now: float) -> bool:
        """Tell whether pulses came, and come no more."""
        return self._last is not None and now - self._last > LOST_AFTER

    def ticks(self, now: float) -> bool:
        """Tell whether pulses come."""
        return self._last is not None and not self.lost(now)

    def beat(self, now: float) -> int | None:
        """Return the number of the beat, from 0, that falls due by `now`; None where none does, or at no tempo yet.

        Each is told once.
        """
        if not self.running or self._pulses < 0 or self.lost(now) or self._last is None or not self.tempo:
            return None
        # The loop may know that the next pulse is there before it comes, but never two.
        ahead = int(self._seen > 2 and now >= self._next)
        number = (self._pulses + ahead) // PULSES_PER_BEAT
        if number <= self._told:
            return None
        self._told = number
        return number

    def _begin(self, now: float, period: float) -> None:
        self._period, self._next = period, now + period
        self._seen = 2

    def _correct(self, now: float) -> None:
        """Move the loop by a share of how far this pulse is off, and its period by a share of that share."""
        error = now - self._next
        if abs(error) > 2.0 * self._period:
            # The tempo was changed at once, or pulses are missing: the loop begins anew.
            self._seen = 1
            return
        settled = min(1.0, self._seen / _SETTLES_IN)
        omega = 2.0 * math.pi * (_SETTLING + (_SETTLED - _SETTLING) * settled) * self._period
        self._next += math.sqrt(2.0) * omega * error + self._period
        slowest, fastest = (60.0 / bpm / PULSES_PER_BEAT for bpm in (SLOWEST, FASTEST))
        self._period = min(slowest, max(fastest, self._period + omega * omega * error))
        self._seen += 1
