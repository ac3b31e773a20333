"""Beats: where the pulse of the music is now, how fast it is, and where the next beat will fall.

A hidden Markov model whose state is a tempo, a way of dividing the beat, and the place between two beats, in frames;
its forward pass runs along with the sound (N. Whiteley, A. T. Cemgil and S. Godsill, "Bayesian modelling of temporal
structure in musical audio", ISMIR 2006; with one state for each frame of a beat and tempo changes at beats only, as
in F. Krebs, S. Boeck and G. Widmer, "An efficient state-space model for joint tempo and meter tracking", ISMIR 2015).
What it observes is how strongly something begins, in the whole spectrum, in its low and in its middle bands. How
likely each strength is on a beat, between two beats and elsewhere is one small table for all music; a tempo that
halves or doubles the right one must explain accents that are too weak or missing.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from installation.senses.listening.onsets import HOPS_PER_SECOND

HOPS_PER_FRAME = 2
FRAMES_PER_SECOND = HOPS_PER_SECOND // HOPS_PER_FRAME
SLOWEST, FASTEST = 55.0, 240.0
"""Beats per minute."""
LOW_TOP, MIDDLE_TOP = 560.0, 2650.0
"""Upper edges in Hz of the low and the middle bands."""

Numbers = NDArray[np.float64]

# How strong an accent is, in units of its recent root mean square: edges between six steps of it.
_STEPS = np.array([0.05, 0.3, 0.8, 1.5, 2.5])
_WEIGHTS = (0.18, 0.17, 0.17)  # of whole, low and middle: a frame is no independent witness of its neighbours
_ON_A_BEAT = (
    (0.10, 0.04, 0.09, 0.13, 0.15, 0.49),
    (0.14, 0.06, 0.07, 0.11, 0.17, 0.45),
    (0.21, 0.07, 0.11, 0.11, 0.09, 0.41),
)
_ANYWHERE = (
    (0.86, 0.05, 0.04, 0.025, 0.015, 0.01),
    (0.80, 0.07, 0.06, 0.03, 0.02, 0.02),
    (0.82, 0.07, 0.05, 0.03, 0.015, 0.015),
)
_OFTEN_HALF = (
    (0.22, 0.12, 0.13, 0.14, 0.15, 0.24),
    (0.45, 0.08, 0.09, 0.10, 0.12, 0.16),
    (0.52, 0.09, 0.11, 0.08, 0.09, 0.11),
)
_SELDOM_HALF = (
    (0.78, 0.06, 0.06, 0.04, 0.03, 0.03),
    (0.74, 0.07, 0.07, 0.05, 0.03, 0.04),
    (0.76, 0.08, 0.07, 0.04, 0.02, 0.03),
)
_QUARTER = (
    (0.76, 0.06, 0.06, 0.05, 0.03, 0.04),
    (0.76, 0.07, 0.08, 0.04, 0.02, 0.03),
    (0.75, 0.08, 0.07, 0.04, 0.03, 0.03),
)
_THIRD = (
    (0.85, 0.05, 0.04, 0.025, 0.015, 0.02),
    (0.79, 0.07, 0.06, 0.03, 0.02, 0.03),
    (0.81, 0.07, 0.05, 0.03, 0.02, 0.02),
)
_SWUNG = (
    (0.50, 0.08, 0.10, 0.10, 0.09, 0.13),
    (0.72, 0.07, 0.07, 0.06, 0.04, 0.04),
    (0.62, 0.09, 0.09, 0.08, 0.06, 0.06),
)


class Beat(NamedTuple):
    """A beat: seconds to the next one, how sure it is (0 to 1), and its place in the bar (0 to 3), or -1."""

    period: float
    confidence: float
    place: int


@dataclass(frozen=True)
class _Division:
    """How a beat may be divided: tempi from `slowest` to `fastest` BPM, and how likely accents are between beats.

    `half`, `quarter`, `first_third` and `last_third` give for whole, low and middle the likelihood of each step.
    """

    slowest: float
    fastest: float
    half: tuple[tuple[float, ...], ...]
    quarter: tuple[tuple[float, ...], ...]
    first_third: tuple[tuple[float, ...], ...]
    last_third: tuple[tuple[float, ...], ...]


_DIVISIONS = (
    _Division(SLOWEST, 215.0, _OFTEN_HALF, _QUARTER, _THIRD, _THIRD),  # straight
    _Division(75.0, FASTEST, _SELDOM_HALF, _ANYWHERE, _THIRD, _THIRD),  # undivided
    _Division(75.0, FASTEST, _THIRD, _ANYWHERE, _THIRD, _SWUNG),  # swung
)
_USUAL_TEMPO, _TEMPO_SPREAD = 122.0, 0.55  # BPM, and octaves, of the tempo that is expected before any is heard
_STEADINESS = 80.0  # how unlikely a change of tempo from beat to beat is
_FINE_PERIOD = 45  # frames: of a shorter beat a frame is a coarse step, which a steady tempo between two must take
_REDIVIDED = 0.02  # share of beats at which the division changes
_ACCENT_WIDTH = 0.016  # s, how exactly accents keep their places
_WIDTHS = 6  # steps from the middle of an accent's place to where it ends
_MEMORY = 12.0  # s over which evidence is forgotten
_FORGET_EVERY = 6  # frames
_KEPT = 1.0 - _FORGET_EVERY / (_MEMORY * FRAMES_PER_SECOND)
_DOUBT = 6e-4  # share of belief that begins anew each time
_DECIDE_EVERY = 3  # frames from one choice of the tempo to the next
_LEAST_USUAL = 0.02  # rise, in decades of magnitude
_LONG_USUAL = 8.0  # s in which it is forgotten how strong accents were: after that, what flutters is music again
_LAG = 1.6  # frames from the beginning of a sound to the middle of its accent
_PREFERENCE = 1.6  # how much likelier another tempo must be than the one that is held
_NEAR = 2  # frames of period within which two tempi are one


class Accents:
    """How strongly something begins: in all bands, the low and the middle ones, in units of the recent usual.

    It is the rise of each band above the highest of itself and its neighbours four hops before (S. Boeck and
    G. Widmer, "Maximum filter vibrato suppression for onset detection", DAFx 2013), so that a voice that slides is no
    accent, less its mean over .4 s.
    """

    def __init__(self, edges: Numbers) -> None:
        """`edges` are the lower edges of the bands in Hz, shape (bands,)."""
        low = max(1, int(np.searchsorted(edges, LOW_TOP)))
        middle = max(low + 1, int(np.searchsorted(edges, MIDDLE_TOP)))
        self._starts = [0, low, min(middle, len(edges) - 1)]
        self._shares = 1.0 / len(edges), 1.0 / low, 1.0 / (middle - low)
        self._past: list[Numbers] = [np.zeros(len(edges))] * 4
        self._risen = np.zeros(3)
        self._mean = np.zeros(3)
        self._square = np.full(3, 0.01)
        self._usual = np.full(3, 0.1)
        self._lately = 0.1
        self._frames = 0
        self._level = self._high_level = 0.0
        self.strengths = np.zeros(3)
        self.begins = self.fades = False
        """Whether what rose in the newest frame compares with the accents before; whether sound is dying away."""

    def hop(self, spectrum: Numbers, audible: bool = True) -> None:
        """Take the log spectrum of a hop, shape (bands,); what is not audible is no accent."""
        rise = np.maximum(spectrum - self._past.pop(0), 0.0)
        highest = spectrum.copy()
        np.maximum(highest[1:], spectrum[:-1], out=highest[1:])
        np.maximum(highest[:-1], spectrum[1:], out=highest[:-1])
        self._past.append(highest)
        low, middle, rest = np.add.reduceat(rise, self._starts).tolist()
        risen = (low + middle + rest) * self._shares[0], low * self._shares[1], middle * self._shares[2]
        if audible:
            self._risen = np.maximum(self._risen, risen)
        self._level = float(spectrum.sum()) * self._shares[0]

    def frame(self) -> Numbers:
        """Return the accents of the frame that ends now, shape (3,), 0 to 4; `strengths` keeps them."""
        # What breaks a silence is no stronger accent than what follows it.
        risen = np.minimum(self._risen, 4.0 * self._usual)
        accents = np.maximum(risen - self._mean, 0.0)
        self._mean += (risen - self._mean) / (0.4 * FRAMES_PER_SECOND)
        span = min(3.0, 0.5 + self._frames / FRAMES_PER_SECOND)
        self._square += (accents * accents - self._square) / (span * FRAMES_PER_SECOND)
        self._usual = np.maximum(np.sqrt(self._square), _LEAST_USUAL)
        self._lately = max(float(self._usual[0]), self._lately * math.exp(-1.0 / (_LONG_USUAL * FRAMES_PER_SECOND)))
        self.begins = bool(accents[0] > self._lately)
        self._high_level = max(self._level, self._high_level * math.exp(-1.0 / (4.0 * FRAMES_PER_SECOND)))
        self.fades = self._level < 0.4 * self._high_level
        self._risen = np.zeros(3)
        self._frames += 1
        self.strengths = np.minimum(accents / self._usual, 4.0)
        return self.strengths


class _Space:
    """The states: for each division and tempo one state for each frame of a beat; nothing in it ever changes."""

    def __init__(self) -> None:
        frames = 60.0 * FRAMES_PER_SECOND
        spans = [(math.floor(frames / row.fastest), math.ceil(frames / row.slowest)) for row in _DIVISIONS]
        periods = [np.arange(first, last + 1) for first, last in spans]
        self.periods = np.concatenate(periods)  # frames, of each tempo
        counts = [len(row) for row in periods]
        division = np.repeat(np.arange(len(periods)), counts)
        lasts = (np.cumsum(counts) - 1).tolist()
        self.divisions = [(last - count + 1, last) for last, count in zip(lasts, counts, strict=True)]
        self.ends = np.cumsum(self.periods) - 1
        self.starts = self.ends - self.periods + 1
        self.shortest = int(self.periods.min())
        self.turn = (self.periods - self.shortest).astype(np.intp)
        self.moves = self._moves(division)
        tempo = np.exp(-0.5 * (np.log2(frames / self.periods / _USUAL_TEMPO) / _TEMPO_SPREAD) ** 2) / self.periods
        fresh = np.repeat(tempo / self.periods, self.periods)
        self.fresh = (fresh / fresh.sum()).astype(np.float32)
        self.faded = self.fresh ** np.float32(1.0 - _KEPT)
        self.period = np.repeat(self.periods, self.periods)
        self.phase = (np.arange(len(self.period)) - np.repeat(self.starts, self.periods)) / self.period
        self.kind, self.likelihood = self._observations(np.repeat(division, self.periods))

    def _moves(self, division: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the likelihood of going from tempo to tempo at a beat, shape (tempi, tempi)."""
        change = np.abs(self.periods[None, :] - self.periods[:, None]) / np.maximum(self.periods[:, None], _FINE_PERIOD)
        moves = np.exp(-_STEADINESS * change) * np.where(division[None, :] == division[:, None], 1.0, _REDIVIDED)
        return (moves / moves.sum(axis=1, keepdims=True)).astype(np.float32)

    def _observations(self, division: NDArray[np.intp]) -> tuple[NDArray[np.intp], Numbers]:
        """Return the kind of each state, and the log likelihood of each step, shape (3, steps, kinds)."""
        seconds = self.period / FRAMES_PER_SECOND
        place, near = np.zeros(len(division), np.intp), np.zeros(len(division))
        for middle, number in ((0.0, 0), (0.5, 1), (0.25, 2), (0.75, 2), (1 / 3, 3), (2 / 3, 4)):
            away = np.abs((self.phase - middle + 0.5) % 1.0 - 0.5) * seconds
            nearness = np.exp(-0.5 * (away / _ACCENT_WIDTH) ** 2)
            place = np.where(nearness > near, number, place)
            near = np.maximum(near, nearness)
        kind = (division * 5 + place) * (_WIDTHS + 1) + np.round(near * _WIDTHS).astype(np.intp)
        rows = []
        for row in _DIVISIONS:
            for likely in (_ON_A_BEAT, row.half, row.quarter, row.first_third, row.last_third):
                for share in np.arange(_WIDTHS + 1) / _WIDTHS:
                    rows.append(share * np.array(likely) + (1.0 - share) * np.array(_ANYWHERE))
        logs = np.log(np.array(rows)) * np.array(_WEIGHTS)[None, :, None]
        return kind, np.ascontiguousarray(logs.transpose(1, 2, 0))


@cache
def _space() -> _Space:
    return _Space()


class BeatTracker:
    """Follows the beat. `tempo` in BPM; `sureness` 0 to 1 is how much of the belief lies at this tempo."""

    def __init__(self) -> None:
        self._space = _space()
        self._belief = self._space.fresh.copy()
        self._frames = 0
        self._held: int | None = None
        self._last = -1000.0
        self._past_half = True
        self._quiet = 0
        self._fades = False
        self.tempo = 0.0
        self.sureness = 0.0
        self.period = 0.0

    def hear(self, accents: Accents) -> bool:
        """Take a frame and return whether a beat falls on its end."""
        self._frames += 1
        strengths = accents.frame()
        self._quiet = 0 if accents.begins else self._quiet + 1
        self._fades = accents.fades
        self._believe(strengths)
        if self._held is None or self._frames % _DECIDE_EVERY == 0:
            self._held = self._choose_tempo()
        return self._passes_a_beat(self._held)

    @property
    def resting(self) -> bool:
        """Whether nothing has begun for so long that there is no beat any more."""
        beats = 1.3 if self._fades else 2.6
        return self._quiet > beats * max(self.period, 0.25) * FRAMES_PER_SECOND

    def _believe(self, accents: Numbers) -> None:
        space, belief = self._space, self._belief
        step = np.searchsorted(_STEPS, accents)
        likelihood = sum(space.likelihood[stream, step[stream]] for stream in range(3))
        believed = np.empty_like(belief)
        believed[1:] = belief[:-1]
        # Not by BLAS, which would set all cores to work for a matrix as small as this.
        believed[space.starts] = np.einsum("i,ij", belief[space.ends], space.moves)
        believed *= np.exp(likelihood).astype(np.float32)[space.kind]
        if self._frames % _FORGET_EVERY == 0:
            # Belief fades towards what is believed of music in general: evidence counts for some seconds.
            believed /= believed.sum()
            believed = (believed + np.float32(_DOUBT) * space.fresh) ** np.float32(_KEPT) * space.faded
            believed /= believed.sum()
        self._belief = believed

    def _choose_tempo(self) -> int:
        """Choose the tempo, and say it as `tempo`, `period` and `sureness`; return its place among the periods."""
        space = self._space
        tempi = np.add.reduceat(self._belief, space.starts)
        by_period = np.bincount(space.turn, tempi) / tempi.sum()
        together = np.convolve(by_period, np.ones(2 * _NEAR + 1), "same")
        best = int(together.argmax())
        if self._held is not None:
            first = max(0, self._held - _NEAR)
            kept = first + int(together[first : self._held + _NEAR + 1].argmax())
            best = best if together[best] >= _PREFERENCE * together[kept] else kept
        near = slice(max(0, best - _NEAR), best + _NEAR + 1)
        shares = by_period[near]
        period = float(np.dot(shares, np.arange(len(by_period))[near]) / shares.sum()) + space.shortest
        self.tempo, self.sureness = 60.0 * FRAMES_PER_SECOND / period, float(together[best])
        self.period = period / FRAMES_PER_SECOND
        return best

    def _passes_a_beat(self, best: int) -> bool:
        space, likeliest, phase = self._space, -1.0, 0.0
        for first, last in space.divisions:
            # The tempi of a division that lie near the held one lie side by side.
            low = first + max(0, best - _NEAR - int(space.turn[first]))
            high = min(last, first + best + _NEAR - int(space.turn[first]))
            if low > high:
                continue
            start = int(space.starts[low])
            state = start + int(self._belief[start : space.ends[high] + 1].argmax())
            if self._belief[state] > likeliest:
                likeliest, phase = float(self._belief[state]), float(space.phase[state])
                period = float(space.period[state])
        # An accent is heard a little after its sound began: the beat is told when it is due, not when it was heard.
        phase = (phase + _LAG / period) % 1.0
        beat = phase < 0.3 and self._past_half and self._frames - self._last > 0.6 * period
        if beat:
            self._last = self._frames
        self._past_half = not beat and (self._past_half or phase >= 0.3)
        return beat and not self.resting
