"""Beats: where the pulse of the music is now, how fast it is, and where the next beat will fall.

A hidden Markov model whose state is a tempo, a way of dividing the beat, and the place between two beats, in frames;
its forward pass runs along with the sound (N. Whiteley, A. T. Cemgil and S. Godsill, "Bayesian modelling of temporal
structure in musical audio", ISMIR 2006; with one state for each frame of a beat and tempo changes at beats only, as
in F. Krebs, S. Boeck and G. Widmer, "An efficient state-space model for joint tempo and meter tracking", ISMIR 2015).
What it observes is how strongly something begins, in the whole spectrum, in its middle and in its deepest bands; a
tempo that halves or doubles the right one must explain accents that are too weak or missing.
"""

import math
from bisect import bisect_left
from typing import NamedTuple

import numpy as np

from installation.senses.listening.accents import FRAMES_PER_SECOND, Accents, Strengths
from installation.senses.listening.beat_states import FORGET_EVERY, KEPT, NEAR, STEPS, space

_DECIDE_EVERY = 6  # frames from one choice of the tempo to the next
_LAG = 1.6  # frames from the beginning of a sound to the middle of its accent
_PREFERENCE = 1.56  # how much likelier another tempo must be than the one that is held


class Beat(NamedTuple):
    """A beat: seconds to the next one, how sure it is (0 to 1), and its place in the bar (0 to 3), or -1."""

    period: float
    confidence: float
    place: int


class BeatTracker:
    """Follows the beat. `tempo` in BPM; `sureness` 0 to 1 is how much of the belief lies at this tempo."""

    def __init__(self) -> None:
        self._space = space()
        # Belief moves on by a frame by being looked at from one place before: there is room for it to do so.
        self._room = np.zeros(FORGET_EVERY + len(self._space.fresh), np.float32)
        self._fading = np.empty_like(self._space.fresh)
        self._begin_at(FORGET_EVERY)
        self._belief[:] = self._space.fresh
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

    def _believe(self, accents: Strengths) -> None:
        space = self._space
        arriving = space.arriving(self._belief)
        self._begin_at(self._at - 1)
        believed = self._belief
        believed[space.starts] = arriving
        whole, middle, deep = accents
        believed *= space.likelihood(bisect_left(STEPS, whole), bisect_left(STEPS, middle), bisect_left(STEPS, deep))
        if self._at == 0:
            # Belief fades towards what is believed of music in general: evidence counts for some seconds.
            np.divide(believed, np.add.reduce(believed), out=self._fading)
            self._fading += space.doubt
            # To the power of what is kept, at half the price of a power.
            np.log(self._fading, out=self._fading)
            self._fading *= np.float32(KEPT)
            np.exp(self._fading, out=self._fading)
            self._begin_at(FORGET_EVERY)
            np.multiply(self._fading, space.faded, out=self._belief)

    def _begin_at(self, place: int) -> None:
        self._at, self._belief = place, self._room[place : place + len(self._space.fresh)]

    def _choose_tempo(self) -> int:
        """Choose the tempo, and say it as `tempo`, `period` and `sureness`; return its place among the periods."""
        space = self._space
        by_period, together = space.believed_of_periods(self._belief)
        best = int(together.argmax())
        if self._held is not None:
            first = max(0, self._held - NEAR)
            kept = first + int(together[first : self._held + NEAR + 1].argmax())
            best = best if together[best] >= _PREFERENCE * together[kept] else kept
        near = slice(max(0, best - NEAR), best + NEAR + 1)
        shares = by_period[near]
        period = float(np.dot(shares, space.all_periods[near]) / np.add.reduce(shares))
        self.tempo, self.sureness = 60.0 * FRAMES_PER_SECOND / period, float(together[best])
        self.period = period / FRAMES_PER_SECOND
        return best

    def _passes_a_beat(self, best: int) -> bool:
        space = self._space
        period = self.period * FRAMES_PER_SECOND
        if self._frames - self._last < 0.5 * period:
            # No two beats are so near: for half of the time there is nothing to look for.
            return False
        # Where in the beat it is now: the mean of all that is believed, round the circle, which is steadier than what
        # is believed most.
        states, cosine, sine = space.circle_near(best)
        believed = self._belief.take(states)
        turn = math.atan2(float(np.dot(believed, sine)), float(np.dot(believed, cosine)))
        # An accent is heard a little after its sound began: the beat is told when it is due, not when it was heard.
        phase = (turn / math.tau + _LAG / period) % 1.0
        beat = phase < 0.3 and self._past_half and self._frames - self._last > 0.6 * period
        if beat:
            self._last = self._frames
        self._past_half = not beat and (self._past_half or phase >= 0.3)
        return beat and not self.resting
