"""The states of the beat: a tempo, a way of dividing the beat, and the place between two beats, in frames.

For each division and tempo there is one state for each frame of a beat, or of two beats where they differ; tempo and
division change at beats only. How likely each strength of an accent is on a beat, between two beats and elsewhere is
one small table for all music. Where a drum kit plays, a deep beat (the kick) and a middle one (the snare) take turns,
and that tells beats from what is twice as fast, half as fast, or off the beat.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from installation.senses.listening.accents import FRAMES_PER_SECOND

SLOWEST, FASTEST = 55.0, 240.0
"""Beats per minute."""
STEPS = (0.05, 0.3, 0.8, 1.5, 2.5)
"""Edges between six steps of how strong an accent is, in units of its recent root mean square."""
FORGET_EVERY = 24
"""Frames from one time that belief fades to the next."""
NEAR = 2
"""Frames of period within which two tempi are one."""
_MEMORY = 40.0  # s over which evidence is forgotten
KEPT = 1.0 - FORGET_EVERY / (_MEMORY * FRAMES_PER_SECOND)
"""What is kept of it each time."""
_DOUBT = 7.2e-3  # share of belief that begins anew each time that it fades

Table = tuple[tuple[float, ...], ...]
"""How likely each step is of the whole, the middle and the deep accents, shape (3, 6)."""

# They began as what was counted in annotated music, and were then bent a little until a synthesised band was heard
# best, in ten kinds of music at any tempo; four recordings at their own tempo were to be heard no worse.
_WEIGHTS = (0.167, 0.084, 0.086)  # of whole, middle and deep: a frame is no independent witness of its neighbours
_ON_A_BEAT = (
    (0.063, 0.028, 0.072, 0.118, 0.153, 0.566),
    (0.276, 0.084, 0.119, 0.108, 0.08, 0.333),
    (0.08, 0.034, 0.045, 0.085, 0.12, 0.636),
)
_ANYWHERE = (
    (0.86, 0.05, 0.04, 0.025, 0.015, 0.01),
    (0.82, 0.07, 0.05, 0.03, 0.015, 0.015),
    (0.82, 0.07, 0.05, 0.03, 0.015, 0.015),
)
_OFTEN_HALF = (
    (0.147, 0.092, 0.115, 0.143, 0.177, 0.326),
    (0.49, 0.088, 0.112, 0.085, 0.099, 0.126),
    (0.578, 0.088, 0.084, 0.078, 0.072, 0.1),
)
_SELDOM_HALF = (
    (0.821, 0.057, 0.051, 0.031, 0.021, 0.019),
    (0.736, 0.082, 0.075, 0.045, 0.024, 0.038),
    (0.724, 0.082, 0.078, 0.048, 0.026, 0.042),
)
_QUARTER = (
    (0.763, 0.06, 0.06, 0.049, 0.029, 0.039),
    (0.777, 0.078, 0.064, 0.034, 0.024, 0.023),
    (0.858, 0.059, 0.044, 0.024, 0.007, 0.008),
)
_THIRD = (
    (0.896, 0.044, 0.029, 0.015, 0.008, 0.008),
    (0.793, 0.072, 0.054, 0.034, 0.023, 0.024),
    (0.9, 0.054, 0.027, 0.012, 0.004, 0.003),
)
_OFTEN_THIRD = (
    (0.291, 0.129, 0.136, 0.136, 0.125, 0.183),
    (0.567, 0.098, 0.099, 0.075, 0.076, 0.085),
    (0.722, 0.087, 0.065, 0.046, 0.035, 0.044),
)
_SWUNG = (
    (0.579, 0.084, 0.094, 0.085, 0.069, 0.089),
    (0.618, 0.09, 0.09, 0.08, 0.061, 0.061),
    (0.704, 0.089, 0.077, 0.059, 0.038, 0.033),
)
_KICK = (
    (0.05, 0.035, 0.073, 0.115, 0.181, 0.546),
    (0.452, 0.112, 0.125, 0.109, 0.081, 0.121),
    (0.037, 0.024, 0.034, 0.064, 0.107, 0.734),
)
_SNARE = (
    (0.033, 0.026, 0.055, 0.095, 0.169, 0.622),
    (0.063, 0.033, 0.062, 0.113, 0.171, 0.558),
    (0.593, 0.104, 0.092, 0.073, 0.057, 0.081),
)
_BETWEEN_THEM = (
    (0.339, 0.141, 0.143, 0.134, 0.108, 0.135),
    (0.592, 0.101, 0.095, 0.072, 0.068, 0.072),
    (0.77, 0.087, 0.059, 0.036, 0.022, 0.026),
)


@dataclass(frozen=True)
class _Places:
    """How likely accents are on a beat, and in the half, the quarters and the thirds between it and the next."""

    beat: Table
    half: Table
    quarter: Table
    first_third: Table
    last_third: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.beat, self.half, self.quarter, self.first_third, self.last_third


@dataclass(frozen=True)
class _Division:
    """A way in which beats may be divided: tempi from `slowest` to `fastest` BPM, and its beats, which take turns.

    `share` is how likely it is before anything is heard, 1 for most.
    """

    slowest: float
    fastest: float
    share: float
    beats: tuple[_Places, ...]


_DIVISIONS = (
    _Division(SLOWEST, 215.0, 1.0, (_Places(_ON_A_BEAT, _OFTEN_HALF, _QUARTER, _THIRD, _THIRD),)),  # straight
    _Division(75.0, FASTEST, 1.0, (_Places(_ON_A_BEAT, _SELDOM_HALF, _ANYWHERE, _THIRD, _THIRD),)),  # undivided
    _Division(SLOWEST, FASTEST, 1.5, (_Places(_ON_A_BEAT, _THIRD, _ANYWHERE, _THIRD, _SWUNG),)),  # swung
    _Division(SLOWEST, 100.0, 0.5, (_Places(_ON_A_BEAT, *2 * (_ANYWHERE,), *2 * (_OFTEN_THIRD,)),)),  # in three
    _Division(60.0, 215.0, 3.4, tuple(
        _Places(beat, _BETWEEN_THEM, _QUARTER, _THIRD, _THIRD) for beat in (_KICK, _SNARE)
    )),
)  # fmt: skip
_USUAL_TEMPO, _TEMPO_SPREAD = 95.0, 0.68  # BPM, and octaves, of the tempo that is expected before any is heard
_STEADINESS = 120.0  # how unlikely a change of tempo from beat to beat is
_FINE_PERIOD = 75  # frames: of a shorter beat a frame is a coarse step, which a steady tempo between two must take
_REDIVIDED = 0.013  # share of beats at which the division changes
_ACCENT_WIDTH = 0.012  # s, how exactly accents keep their places, however fast it goes
_HAND_WIDTH = 0.015  # share of a beat by which hands are less exact (Weber's law: they time long spans less well)
_WIDTH_BETWEEN = 0.8  # how much of all that is left between two beats, where a shorter span is timed
_WIDTHS = 12  # steps from the middle of an accent's place to where it ends
_PLACES = ((0.0, 0), (0.5, 1), (0.25, 2), (0.75, 2), (1 / 3, 3), (2 / 3, 4))
"""Where in a beat an accent may stand, and the table for it."""


class Space:
    """All states; nothing in it ever changes.

    A row is a tempo in a division: `periods` has the frames of its beat, `turn` the same counted from the `shortest`;
    its states are those from `starts` to `ends`. `all_periods` has every period that there is. `fresh` is what is
    believed before anything is heard; each time that belief fades `doubt` is added to it, and it is multiplied by
    `faded`.
    """

    def __init__(self) -> None:
        frames = 60.0 * FRAMES_PER_SECOND
        spans = [(math.floor(frames / row.fastest), math.ceil(frames / row.slowest)) for row in _DIVISIONS]
        periods = [np.arange(first, last + 1) for first, last in spans]
        self.periods = np.concatenate(periods)
        counts = [len(row) for row in periods]
        division = np.repeat(np.arange(len(periods)), counts)
        lengths = self.periods * np.array([len(row.beats) for row in _DIVISIONS])[division]
        self.ends = np.cumsum(lengths) - 1
        self.starts = self.ends - lengths + 1
        self.shortest = int(self.periods.min())
        self.turn = (self.periods - self.shortest).astype(np.intp)
        self._set_moves(division)
        share = np.array([row.share for row in _DIVISIONS])[division]
        usual = np.exp(-0.5 * (np.log2(frames / self.periods / _USUAL_TEMPO) / _TEMPO_SPREAD) ** 2) / self.periods
        fresh = np.repeat(share * usual / lengths, lengths)
        self.fresh = (fresh / fresh.sum()).astype(np.float32)
        self.faded, self.doubt = self.fresh ** np.float32(1.0 - KEPT), self.fresh * np.float32(_DOUBT)
        period = np.repeat(self.periods, lengths)
        place = np.arange(len(period)) - np.repeat(self.starts, lengths)
        self._turns, self._phases = period - self.shortest, place % period / period
        self._kinds = _kinds(np.repeat(division, lengths), place // period, self._phases, period)
        self._likely = _likely()

    def believed_of_periods(self, belief: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return how much is believed of each period, the shortest first, however the beat is divided.

        And how much of all that are as near to each as one tempo is; both of shape (periods,), of sum 1 and more.
        """
        rows = np.zeros((len(_DIVISIONS), len(self.all_periods) + 2 * NEAR + 1), np.float32)
        rows.reshape(-1)[self._wide_rows] = np.add.reduceat(belief, self.starts)
        by_period = np.add.reduce(rows, axis=0)
        by_period /= np.add.reduce(by_period)
        sums = np.add.accumulate(by_period)
        return by_period[NEAR + 1 : -NEAR], sums[2 * NEAR + 1 :] - sums[: -2 * NEAR - 1]

    @cache  # noqa: B019 - there is but one space, and it is never done with
    def circle_near(self, turn: int) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]:
        """Return the states of the tempi that are one with that of a `turn`, in each division, as shape (states,).

        And where in the beat they stand, which is a turn of the circle, as the cosine and the sine of its angle.
        """
        near = np.flatnonzero(np.abs(self._turns - turn) <= NEAR)
        angles = 2.0 * np.pi * self._phases[near]
        return near, np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)

    @cache  # noqa: B019 - there is but one space, and it is never done with
    def likelihood(self, whole: int, middle: int, deep: int) -> NDArray[np.float32]:
        """Return how likely these steps of the whole, the middle and the deep accents are in each state.

        Written out and kept for each three that were ever heard together, at most 216 tables of 90 KB, so that belief
        is multiplied but once a frame.
        """
        likely = self._likely[:, 0, whole] * self._likely[:, 1, middle] * self._likely[:, 2, deep]
        return likely.take(self._kinds)

    def arriving(self, belief: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how much belief arrives at a beat of each row, when all states have moved on by a frame.

        How likely a change of tempo is does not depend on the division, nor that of a division on the tempo: so it
        takes but a matrix for the tempi, which fits into a processor's nearest memory, and a small one.
        """
        leaving = belief.take(self._ends_of) * self._leaving
        # Small enough for BLAS not to set all cores to work.
        moved = np.dot(np.dot(self._division_moves, leaving), self._tempo_moves)
        found: NDArray[np.float32] = moved.take(self._rows)
        return found

    def _set_moves(self, division: NDArray[np.intp]) -> None:
        """Set how likely it is to go from row to row at a beat: from division to division, and from tempo to tempo."""
        self.all_periods = all_periods = np.arange(self.shortest, self.periods.max() + 1)
        shape = len(_DIVISIONS), len(all_periods)
        self._rows = division * shape[1] + self.turn
        self._wide_rows = self._rows + (NEAR + 1) + division * (2 * NEAR + 1)
        change = np.abs(all_periods[None, :] - all_periods[:, None]) / np.maximum(all_periods[:, None], _FINE_PERIOD)
        tempo_moves = np.exp(-_STEADINESS * change)
        there = np.zeros(shape)
        there.flat[self._rows] = 1.0
        redividing = np.array([[_REDIVIDED * row.share] for row in _DIVISIONS])
        reached = there @ tempo_moves.T
        ways = (1.0 - redividing) * reached + (redividing * reached).sum(axis=0)
        self._ends_of = np.zeros(shape, np.intp)
        self._ends_of.flat[self._rows] = self.ends
        self._leaving = (there / ways).astype(np.float32)
        self._tempo_moves = tempo_moves.astype(np.float32)
        self._division_moves = (redividing + np.diag(1.0 - redividing[:, 0])).astype(np.float32)


def _kinds(
    division: NDArray[np.intp], beat: NDArray[np.intp], phase: NDArray[np.float64], period: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the row of `_likely` for each state, which stands in the n-th beat of a division, at a phase of it."""
    seconds = period / FRAMES_PER_SECOND
    widths = np.hypot(_ACCENT_WIDTH, _HAND_WIDTH * seconds)
    place, near = np.zeros(len(division), np.intp), np.zeros(len(division))
    for middle, number in _PLACES:
        away = np.abs((phase - middle + 0.5) % 1.0 - 0.5) * seconds
        nearness = np.exp(-0.5 * (away / (widths if number == 0 else _WIDTH_BETWEEN * widths)) ** 2)
        place = np.where(nearness > near, number, place)
        near = np.maximum(near, nearness)
    count = np.array([len(row.beats) for row in _DIVISIONS])
    # What comes a little before a beat belongs to that beat.
    beat = np.where((place == 0) & (phase > 0.5), (beat + 1) % count[division], beat)
    before = np.cumsum(count) - count
    step = np.round(near * _WIDTHS).astype(np.intp)
    kinds: NDArray[np.intp] = ((before[division] + beat) * 5 + place) * (_WIDTHS + 1) + step
    return kinds


def _likely() -> NDArray[np.float32]:
    """Return how likely each step of each accent is, near and far from each place of each beat of each division.

    Shape (kinds of places, 3, steps).
    """
    rows = [
        share * np.array(likely) + (1.0 - share) * np.array(_ANYWHERE)
        for division in _DIVISIONS
        for places in division.beats
        for likely in places.tables
        for share in np.arange(_WIDTHS + 1) / _WIDTHS
    ]
    likely: NDArray[np.float32] = (np.array(rows) ** np.array(_WEIGHTS)[None, :, None]).astype(np.float32)
    return likely


@cache
def space() -> Space:
    """Return the states, made once."""
    return Space()
