"""Measuring a room in three steps: silence, talk, clap. It says what is known of the room then, and what is wrong.

Silence gives the floor below which nothing of this room is a sound, talk how loud people are in it, and the claps are
counted with both, as the installation will hear them. A share of the moments may lie beyond: a chair, a shout.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from installation.score import FEATURES, TICKS_PER_SECOND
from installation.senses.listening import LEVELS, Calibration, Listener

Samples = NDArray[np.float32]
Levels = NDArray[np.float64]
State = Literal["ok", "note", "failed"]

ORDINARY = 95.0
"""Per cent of the moments of a step that count; the others are accidents."""
SETTLING = TICKS_PER_SECOND // 2
"""Ticks at the beginning of a step that do not count: somebody has only just read what to do."""
NOTHING = -100.0
"""dB below full scale at which no microphone is on: the quietest converters have more noise of their own."""
NOISY, RESTLESS = -44.0, 15.0
"""dB from which on a room is noisy, and between its quiet and its loud moments from which on it was not silent."""
CLEAR, FAINT = 12.0, 6.0
"""dB above the noise at which speech is clear, and below which it does not stand out at all."""
CLAPS, CLAP = 3, 0.3
"""Claps that should be heard, and the strength of an onset that is one."""
CLIPPED, OFTEN = 0.985, 0.001
"""A sample so large is cut off, and the share of them from which on it matters."""


@dataclass(frozen=True)
class Step:
    """One of the three, and what people are asked to do in it."""

    name: str
    request: str


STEPS = (
    Step("silence", "be as quiet as the room is when nobody speaks"),
    Step("talk", "talk as visitors will, from where they will stand"),
    Step("clap", "clap a few times, about once a second, from there"),
)


@dataclass(frozen=True)
class Finding:
    """What a step has shown, and what to do where that is not all well."""

    step: str
    state: State
    found: str
    remedy: str = ""


class Measuring:
    """Hears the three steps. `hear` takes a tick's samples of a step, shape (n, channels), -1 to 1."""

    def __init__(self, sample_rate: float) -> None:
        self._rate = sample_rate
        self._listener = Listener(sample_rate)
        self._levels: dict[str, list[tuple[float, ...]]] = {step.name: [] for step in STEPS}
        self._claps: list[Samples] = []
        self._loudest: list[float] = []

    def hear(self, step: str, samples: Samples) -> float:
        """Take a tick of a step; return how loud it is, in dB below full scale."""
        self._listener.hear(samples)
        self._listener.tick()
        self._levels[step].append(self._listener.levels)
        if step == "clap":
            self._claps.append(samples)
        if step != "silence" and len(samples):
            self._loudest.append(float((np.abs(samples) >= CLIPPED).mean()))
        return self._listener.levels[0]

    @property
    def calibration(self) -> Calibration:
        """What is known of the room."""
        noise, loud = self._ordinary("silence"), np.maximum(self._ordinary("talk"), self._ordinary("silence"))
        return Calibration(_rounded(noise), _rounded(loud))

    @property
    def speech(self) -> float:
        """How far speech stands out of the room's noise, in dB."""
        return float(self._ordinary("talk")[0] - self._ordinary("silence")[0])

    def findings(self) -> list[Finding]:
        """Return what the steps have shown, one finding for each; a room is known where none has failed."""
        silence = self._silence()
        # Where nothing arrives at all, the other two say nothing new.
        return [silence] if silence.state == "failed" else [silence, self._talk(), self._clap()]

    def _silence(self) -> Finding:
        levels = self._settled("silence")[:, 0]
        noise, least = float(np.percentile(levels, ORDINARY)), float(np.percentile(levels, 10.0))
        found = f"noise at {noise:.0f} dB"
        if noise <= NOTHING < float(self._ordinary("talk")[0]):
            return Finding("silence", "ok", "no noise at all: this microphone is cut off while it is quiet")
        if noise <= NOTHING:
            remedy = "Is the microphone muted or turned down, or is it another one? living-mosaic devices lists them."
            return Finding("silence", "failed", "nothing arrives at all", remedy)
        if noise - least > RESTLESS:
            return Finding("silence", "failed", f"{found}: something sounded", "Measure again when it is quiet.")
        if noise > NOISY:
            remedy = "Move the microphone away from fans, projector and loudspeakers, or turn it down."
            return Finding("silence", "note", f"{found}: a noisy room", remedy)
        return Finding("silence", "ok", found)

    def _talk(self) -> Finding:
        speech, clipped = self.speech, float(np.mean(self._loudest)) if self._loudest else 0.0
        found = f"speech {speech:.0f} dB above the noise"
        nearer = "Bring the microphone nearer to the visitors, or turn it up."
        if speech < FAINT:
            return Finding("talk", "failed", found, nearer)
        if clipped > OFTEN:
            return Finding("talk", "note", f"{found}, but too loud: it is cut off", "Turn the microphone down.")
        return Finding("talk", "note", found, nearer) if speech < CLEAR else Finding("talk", "ok", found)

    def _clap(self) -> Finding:
        count = self._count_claps()
        found = f"{count} clap{'' if count == 1 else 's'} heard"
        if count >= CLAPS:
            return Finding("clap", "ok", found)
        remedy = "Clap where visitors will stand; if that is not heard, the microphone is too far away."
        return Finding("clap", "note" if count else "failed", found, remedy)

    def _count_claps(self) -> int:
        """Return how many onsets the claps are, to a listener who knows the room."""
        listener, onset, count = Listener(self._rate, self.calibration), FEATURES.index("onset"), 0
        for samples in self._claps:
            listener.hear(samples)
            count += listener.tick()[onset] >= CLAP
        return count

    def _settled(self, step: str) -> Levels:
        return np.array(self._levels[step][SETTLING:]).reshape(-1, len(LEVELS))

    def _ordinary(self, step: str) -> Levels:
        levels: Levels = np.percentile(self._settled(step), ORDINARY, axis=0)
        return levels


def _rounded(levels: Sequence[float] | Levels) -> tuple[float, ...]:
    return tuple(round(float(level), 1) for level in levels)
