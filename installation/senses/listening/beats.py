"""Beats: where the pulse of the music is now, how fast it is, and where the next beat will fall.

A hidden Markov model whose state is a tempo, a way of dividing the beat, and the place between two beats, in frames;
its forward pass runs along with the sound (N. Whiteley, A. T. Cemgil and S. Godsill, "Bayesian modelling of temporal
structure in musical audio", ISMIR 2006; with one state for each frame of a beat and tempo changes at beats only, as
in F. Krebs, S. Boeck and G. Widmer, "An efficient state-space model for joint tempo and meter tracking", ISMIR 2015).
What it observes is how strongly something begins, in the whole spectrum, in its middle and in its deepest bands; a
tempo that halves or doubles the right one must explain accents that are too weak or missing.
"""

from typing import NamedTuple

import numpy as np

from installation.senses.listening.accents import FRAMES_PER_SECOND, Accents, Numbers
from installation.senses.listening.beat_states import FORGET_EVERY, KEPT, STEPS, space

_DOUBT = 1.8e-3  # share of belief that begins anew each time that it fades
_DECIDE_EVERY = 3  # frames from one choice of the tempo to the next
_LAG = 1.6  # frames from the beginning of a sound to the middle of its accent
_PREFERENCE = 1.56  # how much likelier another tempo must be than the one that is held
_NEAR = 2  # frames of period within which two tempi are one


class Beat(NamedTuple):
    """A beat: seconds to the next one, how sure it is (0 to 1), and its place in the bar (0 to 3), or -1."""

    period: float
    confidence: float
    place: int


class BeatTracker:
    """Follows the beat. `tempo` in BPM; `sureness` 0 to 1 is how much of the belief lies at this tempo."""

    def __init__(self) -> None:
        self._space = space()
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
        step = np.searchsorted(STEPS, accents)
        likelihood = sum(space.likelihood[stream, step[stream]] for stream in range(3))
        believed = np.empty_like(belief)
        believed[1:] = belief[:-1]
        # Not by BLAS, which would set all cores to work for a matrix as small as this.
        believed[space.starts] = np.einsum("i,ij", belief[space.ends], space.moves)
        believed *= np.exp(likelihood).astype(np.float32)[space.kind]
        if self._frames % FORGET_EVERY == 0:
            # Belief fades towards what is believed of music in general: evidence counts for some seconds.
            believed /= believed.sum()
            believed = (believed + np.float32(_DOUBT) * space.fresh) ** np.float32(KEPT) * space.faded
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
