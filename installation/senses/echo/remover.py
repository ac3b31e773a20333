"""Takes what the installation plays out of what its microphone hears, block by block."""

import math
from collections import deque
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from installation.senses.echo.clocks import Clocks
from installation.senses.echo.delay import EVERY, DelayFinder
from installation.senses.echo.filter import EchoFilter
from installation.senses.echo.gate import Gate, band_starts
from installation.senses.listening.sound import Mixer

Samples = NDArray[np.float32]

BLOCK_SECONDS = 0.0107
LEARNED = 0.26
"""Seconds over which the way through the room is learned; the gate knows what comes later."""
EARLIER = 0.006
"""Seconds by which what was played is looked at before it should be heard: delays are never quite sure."""
REACHED = 0.06
"""Seconds by which it may be heard later than that before it is looked at anew."""
KEPT_BACK = 0.06
"""Seconds after which the device has surely told what it played: it plays several blocks at once."""
ASTRAY, FOR = 0.6, 2.0
"""Seconds by which both may run apart, and for how long, before they are laid beside each other anew.

A slow picture lets what was heard wait, and takes it in at once.
"""
FOUND_LATE = 2.0
"""Seconds ago that a delay was what it is found to be: it takes a while to be found."""
LEAST_DRIFT = 2e-6
"""Clocks that run apart by less are in step: less than a sample in ten seconds."""
UNTOLD_FOR = 0.7
"""Seconds after which what is not told by then is looked for elsewhere: a slow picture takes less time."""
HARMFUL = 1.2
"""Power that the filter leaves, as a share of what was heard, from which on it has gone astray."""
EXPLAINS = 0.5
"""Share of the power of an echo that a filter which helps leaves at most."""
UNSURE = 100
"""Blocks of sound after a rest until that is believed again."""
KNOWN_WELL = 0.02
"""Power that the filter leaves, as a share of what was heard, below which it knows the room well."""
LEARNS = 16
"""Blocks from one look at how much of what is played can be heard to the next."""
REMEMBERED = 0.93
"""How much of both powers is remembered from block to block."""

TURNED_WITHIN, TURNED, ALIKE = 0.8, 0.25, 0.85
"""Level is turned where, over so few blocks, what is heard is like what is explained, but louder or softer by so much.

The first is how much is remembered from block to block, the last a squared correlation.
"""
QUIET = 1e-6
"""Mean square, -60 dB, below which nothing is learned of going astray: a rest is none."""
LOST_WITHIN, LOST = 0.95, (0.1, 0.4)
"""How much is remembered of that until it counts as lost: words are like anything for a moment, and unlike it.

Then: the share of the power heard that must be explained, and the share of that which must be found in what is heard.
"""
_TINY = 1e-12


class Played(Protocol):
    """What was played, as far as it is remembered; positions count frames from the first one on."""

    @property
    def rate(self) -> float:
        """Return the sample rate in Hz; 0 where nothing was played yet."""

    def newest(self) -> tuple[int, int]:
        """Return which opening of the device this is, and the position behind the newest frame."""

    def read(self, begin: int, count: int) -> Samples:
        """Return `count` frames, shape (count, 2), from a position on; silence where there is nothing."""


class EchoRemover:
    """Hears a microphone at `sample_rate` beside what was `played`.

    What it returns is as long as what it was given, and comes `delay` samples later. As long as nothing was played,
    that is all that happens.
    """

    def __init__(self, sample_rate: float, played: Played) -> None:
        self.sample_rate, self.played = sample_rate, played
        self.block = 1 << round(np.log2(BLOCK_SECONDS * sample_rate))
        self.delay = 2 * self.block
        self.filter = EchoFilter(self.block, round(LEARNED * sample_rate / self.block), 2, sample_rate)
        self.finder = DelayFinder(sample_rate)
        self._gate = Gate(self.block, 2, sample_rate)
        self._bands = band_starts(self.block, sample_rate)
        self._mixer = Mixer(sample_rate)
        self._waiting: Samples = np.zeros(0, np.float32)
        self._ready: Samples = np.zeros(self.block, np.float32)
        self._older: list[Samples] = []
        self._kept_back = math.ceil(KEPT_BACK * sample_rate / self.block)
        self._quiet, self._unsure = QUIET * self.block, UNSURE
        self._coupling = np.ones(len(self._bands), np.float32)
        self._clocks = Clocks()
        self._lines: deque[tuple[float, float]] = deque(maxlen=round(FOUND_LATE / EVERY) + 1)
        self._opening, self._count = -1, 0
        self._begun, self._pace = 0.0, 1.0
        """What is heard at a count is laid beside what was played at the position begun + pace * count."""
        self._apart, self._ahead, self._looked = math.inf, -math.inf, 0
        self._later: int | None = None
        """Samples by which what was played is heard later, less EARLIER; None as long as that is not known."""
        self._share = 0.0
        self._powers, self._likeness, self._long_likeness = np.zeros(2), np.zeros(3), np.zeros(3)

    def clean(self, samples: ArrayLike) -> Samples:
        """Return what is left of the next samples, shape (n,) or (n, channels), as shape (n,)."""
        mixed = self._mixer.mix(samples)
        self._waiting = np.concatenate([self._waiting, mixed])
        self._lay_beside(len(self._waiting))
        done = [self._ready]
        while len(self._waiting) >= self.block:
            done.append(self._clean_block(self._waiting[: self.block]))
            self._waiting = self._waiting[self.block :]
        ready = np.concatenate(done)
        self._ready = ready[len(mixed) :]
        return ready[: len(mixed)]

    def skip(self, count: int) -> None:
        """Know that so many samples of the microphone were lost: what was played in them is played."""
        lost = len(self._waiting)
        self._ready = np.concatenate([self._ready, np.zeros(lost, np.float32)])
        self._waiting = self._waiting[:0]
        self._count += lost + count
        self._older.clear()
        # Where sound is cut something is heard that nobody played.
        self._gate.leak[:] = self._coupling
        if self._later is not None:
            length = (self.filter.partitions + 1) * self.block
            self.filter.recall(self._read(self._count - self._later - length, length))

    def _lay_beside(self, waiting: int) -> None:
        """Say that what was played last belongs to what was heard last, unless that is known still."""
        opening, newest = self.played.newest()
        ratio = self.played.rate / self.sample_rate
        apart = newest - self._begun - (self._count + waiting) * self._pace
        self._apart, self._ahead = min(self._apart, apart), max(self._ahead, apart)
        if opening == self._opening and not self._is_apart():
            return
        self._opening, self._count, self._looked = opening, 0, 0
        self._apart, self._ahead = math.inf, -math.inf
        self._pace = ratio * (1.0 + self._clocks.drift)
        self._begun = newest - round(waiting * self._pace)
        self._later = None
        self._clocks.forget()
        self._lines.clear()
        self._older.clear()
        self.finder.forget()
        self.filter.forget()

    def _is_apart(self) -> bool:
        """Whether what is looked at was not told yet for a while, or both ran far apart for longer."""
        since, least = (self._count - self._looked) / self.sample_rate, self._apart
        # A device that takes much at once when it is opened is ahead then, and stays behind that.
        if since >= UNTOLD_FOR and self._ahead <= -self._back() * self._pace:
            return True
        if since >= FOR:
            self._apart, self._ahead, self._looked = math.inf, -math.inf, self._count
        return since >= FOR and abs(least) > ASTRAY * self.played.rate

    def _clean_block(self, heard: Samples) -> Samples:
        if self.played.rate <= 0.0:
            played = np.zeros((2, self.block), np.float32)
        else:
            self._find_delay(heard)
            played = self._read(self._count - self._back(), self.block)
        self._gate.waits = self._later is None
        self._mind_rests(played)
        left = heard if self._later is None else self._explain(played, heard)
        self._count += self.block
        if self._count // self.block % LEARNS == 1:
            self._learn_coupling()
        return self._gate.dampen(played, left, self._coupling)

    def _back(self) -> int:
        """Return how many samples ago what was played is looked at."""
        return round(KEPT_BACK * self.sample_rate) if self._later is None else self._later

    def _read(self, begin: int, count: int) -> Samples:
        """Return a part of what was played, at the microphone's rate: middle and side, shape (2, count)."""
        if self._pace == 1.0:
            frames = self.played.read(round(self._begun) + begin, count)
        else:
            at = self._begun + (begin + np.arange(count)) * self._pace
            first = math.floor(at[0])
            frames = _between(self.played.read(first - 1, math.floor(at[-1]) - first + 4), at - first)
        both = np.empty((2, count), np.float32)
        np.add(frames[:, 0], frames[:, 1], out=both[0])
        np.subtract(frames[:, 0], frames[:, 1], out=both[1])
        both *= np.float32(0.5)
        return both

    def _find_delay(self, heard: Samples) -> None:
        """Compare what was heard a while ago with what was played then, and follow the delay."""
        self._older.append(heard)
        if len(self._older) < 2 * self._kept_back:
            return
        older = np.concatenate(self._older[: self._kept_back])
        del self._older[: self._kept_back]
        begin = self._count - (2 * self._kept_back - 1) * self.block
        if self.finder.hear(self._read(begin, len(older))[0], older) and self.finder.seconds is not None:
            self._follow_clocks(self.finder.seconds)
            self._follow(round((self.finder.seconds - EARLIER) * self.sample_rate))

    def _follow_clocks(self, delay: float) -> None:
        """Lay what was played beside what is heard at another pace, where the clocks run apart."""
        # What was found is of a while ago, and so is what it was laid beside.
        self._lines.append((self._begun, self._pace))
        begun, pace = self._lines[0]
        count, ratio = self._count - FOUND_LATE * self.sample_rate, self.played.rate / self.sample_rate
        heard = count / self.sample_rate
        self._clocks.look(heard, (begun + count * pace) / self.played.rate - heard - delay)
        pace = ratio * (1.0 + self._clocks.drift)
        if abs(pace / self._pace - 1.0) > LEAST_DRIFT:
            # What is compared next goes on where it was.
            self._begun += (self._count - (self._later or 0)) * (self._pace - pace)
            self._pace = pace

    def _follow(self, later: int) -> None:
        """Take what was played at another delay, where the filter does not reach what is heard any more."""
        after = math.inf if self._later is None else later - self._later + EARLIER * self.sample_rate
        if not 0 <= after < REACHED * self.sample_rate:
            self._begin_anew()
            self._later = max(0, later)

    def _explain(self, played: Samples, heard: Samples) -> Samples:
        """Return what the filter leaves, as far as it helps."""
        # What is known well is learned at every other block: it changes slowly, and learning takes the most time.
        learns = self._powers[1] > KNOWN_WELL * self._powers[0] or self._count // self.block % 2 == 0
        explained = self.filter.explain(played, heard, learns)
        left = heard - explained
        self._powers *= REMEMBERED
        self._powers += np.dot(heard, heard), np.dot(left, left)
        self._follow_level(heard, explained)
        if self._powers[1] > HARMFUL * self._powers[0] + self._quiet / (1.0 - REMEMBERED):
            self._begin_anew()
        helps = self._powers[1] < self._powers[0]
        before, self._share = self._share, min(1.0, self._share + 0.1) if helps else max(0.0, self._share - 0.3)
        if before == self._share == 1.0:
            return left
        return heard - explained * np.linspace(before, self._share, self.block, dtype=np.float32)

    def _follow_level(self, heard: Samples, explained: Samples) -> None:
        """Follow somebody who turns the sound up or down: the filter knows the room, but would learn it anew.

        Where what it explains is not even in what is heard, the device had a hole: what was played comes later now.
        """
        newest = np.dot(heard, heard), np.dot(heard, explained), np.dot(explained, explained)
        for likeness, remembered in ((self._likeness, TURNED_WITHIN), (self._long_likeness, LOST_WITHIN)):
            likeness *= remembered
            likeness += newest
        power, common, known = self._likeness.tolist()
        # What is next to nothing says nothing, and nothing can be divided by it.
        if common > 0.0 and known > _TINY and common * common > ALIKE * power * known:
            if abs(common / known - 1.0) > TURNED:
                self.filter.weights *= np.float32(common / known)
                self._likeness[:] = self._long_likeness[:] = 0.0
            return
        power, common, known = self._long_likeness.tolist()
        if known > LOST[0] * power + self._quiet / (1.0 - LOST_WITHIN) and common < LOST[1] * known:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Learn the way through the room anew; until then all that it could bring is taken for echo."""
        self._share = 0.0
        self._learn_coupling()
        self._gate.leak[:] = self._coupling
        self.filter.forget()
        self._powers[:] = self._likeness[:] = self._long_likeness[:] = 0.0

    def _mind_rests(self, played: Samples) -> None:
        """After a rest all of an echo may be left, until the filter has shown that it still fits."""
        if float(np.dot(played[0], played[0])) > self._quiet:
            self._unsure = max(0, self._unsure - 1)
            return
        if self._unsure < UNSURE:
            self._unsure = UNSURE
            self._learn_coupling()
        self._gate.leak[:] = self._coupling

    def _learn_coupling(self) -> None:
        """Take over how much of what is played can be heard at each of the gate's frequencies, a power gain."""
        sure = self._share == 1.0 and not self._unsure
        known, left = self.filter.coupling(EXPLAINS if sure else 1.0)
        # Above what the filter learns it is no more than below; and no frequency is deaf beside others that hear.
        coupling = np.full(self.block + 1, known[len(known) // 2 :].mean(), np.float32)
        coupling[: len(known)] = np.maximum(left, 0.3 * np.median(left))
        self._coupling[:] = np.maximum.reduceat(coupling, self._bands)


def _between(frames: Samples, at: NDArray[np.float64]) -> Samples:
    """Return frames between frames, shape (n, 2), on cubic curves; `at` counts from the second frame on.

    Source: E. Catmull and R. Rom, "A class of local interpolating splines", 1974.
    """
    whole = at.astype(np.intp)
    part = (at - whole).astype(np.float32)[:, None]
    before, here, there, after = (frames[whole + index] for index in range(4))
    third = 3.0 * (here - there) + after - before
    second = 2.0 * before - 5.0 * here + 4.0 * there - after
    curve: Samples = here + 0.5 * part * (there - before + part * (second + part * third))
    return curve
