"""Co-movement: whether feelings rise and fall together, wherever each of them began."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.community.following import Follower, finite, ramp
from installation.score import TICKS_PER_SECOND

SPAN = 30
"""Seconds that count, with a sample of each second."""
_LEAST_SPAN = 10
_LAG = 2
"""Seconds over which a feeling has risen or fallen: nobody moves in the very same second as another."""
_STEPS = 100
"""Steps in a unit of feeling: samples are whole numbers, so that they are remembered exactly in few digits."""
_FEWEST = 2
_STIRRED = 0.04
"""Mean change of a feeling in `_LAG` seconds from which on somebody moves at all."""
_CHANCE, _SURE = 0.35, 0.8
"""Mean correlation that two people reach by chance, and that of people who surely move together."""
Key = tuple[int, int]


class Movement:
    """Remembers what everybody felt in the last half minute; `level` is how far they moved together, 0 to 1."""

    def __init__(self) -> None:
        self._past: dict[str, list[Key]] = {}
        self._tick = 0
        self._together = 0.0
        self._level = Follower(attack=2.0, release=4.0)

    @property
    def level(self) -> float:
        """How far feelings moved together, 0 to 1."""
        return self._level.value

    def step(self, names: Sequence[str], feelings: NDArray[np.float64]) -> None:
        """Let a tick pass with these citizens, who feel so: valence and arousal, shape (n, 2)."""
        self._tick = (self._tick + 1) % TICKS_PER_SECOND
        if self._tick == 0:
            steps = np.round(feelings * _STEPS).astype(int).tolist()
            self._past = {
                name: [*self._past.get(name, [])[-SPAN:], (valence, arousal)]
                for name, (valence, arousal) in zip(names, steps, strict=True)
            }
            self._together = co_movement(list(self._past.values()))
        self._level.follow(self._together)

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {"past": self._past, "numbers": [self._tick, self._together, self._level.value]}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        self._past = {str(name): [_sample(*pair) for pair in past] for name, past in dict(state["past"]).items()}
        tick, together, level = map(finite, state["numbers"])
        self._tick, self._together = int(tick), min(1.0, max(0.0, together))
        self._level.value = min(1.0, max(0.0, level))


def _sample(valence: Any, arousal: Any) -> Key:
    valence, arousal = (int(min(_STEPS, max(-_STEPS, finite(step)))) for step in (valence, arousal))
    return valence, arousal


def co_movement(pasts: Sequence[Sequence[Key]]) -> float:
    """Return how far people moved together, 0 to 1, from what each felt second by second, in hundredths.

    It is the mean correlation of the changes of all pairs, beyond what two reach by chance, times the share of people
    who moved at all. Levels would correlate by chance, as any two slow series do; their changes do not.
    """
    known = [past for past in pasts if len(past) > _LEAST_SPAN]
    if len(known) < _FEWEST:
        return 0.0
    longest = max(map(len, known))
    # Who came later had not moved before.
    table = np.array([[past[0]] * (longest - len(past)) + list(past) for past in known], dtype=np.float64) / _STEPS
    changes = (table[:, _LAG:] - table[:, :-_LAG]).reshape(len(known), -1)
    lengths = np.sqrt((changes * changes).sum(axis=1))
    moved = np.clip(np.abs(changes).mean(axis=1) / _STIRRED, 0.0, 1.0)
    pairs = float(lengths.sum() ** 2 - lengths @ lengths)
    if pairs <= 0.0:
        return 0.0
    whole = changes.sum(axis=0)
    correlation = float(whole @ whole - lengths @ lengths) / pairs
    return ramp(correlation, _CHANCE, _SURE) * float(moved.mean())
