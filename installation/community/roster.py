"""The roster: every citizen who is present, from the first they say until their tile has faded."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.community.feeling import Citizen
from installation.community.following import TICK, finite
from installation.community.places import place_near, spread_place
from installation.score import TICKS_PER_SECOND

PRESENCE = 20.0
"""Seconds for which somebody who was heard is still here."""
MOST_CITIZENS = 256
RECENT = 5.0
"""Seconds since somebody was heard within which they keep their tile, however many others come."""
OPENING, FADING = 1.0, 3.0
"""Seconds in which a tile opens, and fades."""
_FEELING_SHARE = 1.0 - np.exp(-TICK / 0.4)
"""A tick's share of the way to what a citizen says: felt at once, and without a step."""
_COLUMNS = ("x", "y", "said_valence", "said_arousal", "valence", "arousal", "strength", "age", "silent", "leaving",
            "kind")  # fmt: skip
_X, _Y, _SAID_VALENCE, _SAID_AROUSAL, _VALENCE, _AROUSAL, _STRENGTH, _AGE, _SILENT, _LEAVING, _KIND = range(
    len(_COLUMNS)
)
TELLER, NOTE, TAPPER, SOUND = 0, 1, 2, 3
"""Kinds of citizens: one who says what they feel, a note, one who only taps, and a sound in the room."""
_NOTE_WEIGHT, _ENDED_WEIGHT = 0.5, 0.15
"""What a note that is held counts beside somebody who says what they feel, and one that ended long ago."""


class Roster:
    """Who is present. A row of `table`, shape (n, 11), for each of `names`, in the order in which they came.

    `ear` is the Ear's place in shares of the frame and `aspect` the frame's width over its height: what comes next
    has its place by them.
    """

    def __init__(self) -> None:
        self.ear = (0.38, 0.42)
        self.aspect = 16 / 9
        self.names: list[str] = []
        self.table: NDArray[np.float64] = np.zeros((0, len(_COLUMNS)))
        self.crowded = False
        """Whether there was ever no room left: somebody had to leave for another, or found no tile."""
        self._arrived = 0

    def step(self) -> None:
        """Let a tick pass: tiles open and fade, feelings move towards what was said, who has faded is gone."""
        table = self.table
        if not len(table):
            return
        table[:, _AGE] += 1.0
        table[:, _SILENT] += 1.0
        going = ~self._here()
        table[:, _STRENGTH] += np.where(going, -TICK / FADING, TICK / OPENING)
        np.clip(table[:, _STRENGTH], 0.0, 1.0, out=table[:, _STRENGTH])
        said = table[:, _SAID_VALENCE : _SAID_AROUSAL + 1]
        table[:, _VALENCE : _AROUSAL + 1] += (said - table[:, _VALENCE : _AROUSAL + 1]) * _FEELING_SHARE
        gone = going & (table[:, _STRENGTH] <= 0.0)
        if gone.any():
            self._keep(~gone)

    def hear(
        self, name: str, kind: int, feeling: tuple[float, float], place: tuple[float, float] | None = None
    ) -> None:
        """Note that this citizen is here and feels this.

        Who is new gets a place, unless they bring one, where there is room.
        """
        if name in self.names:
            row = self.table[self.names.index(name)]
            row[_KIND] = min(row[_KIND], kind)
        elif self._has_room():
            row = self._arrive(name, kind, feeling, place)
        else:
            return
        row[_SAID_VALENCE], row[_SAID_AROUSAL] = feeling
        row[_SILENT] = row[_LEAVING] = 0.0

    def tap(self, name: str, arousal: float) -> None:
        """Note that this citizen tapped, which says of somebody who says nothing else that they are awake."""
        if name not in self.names or self.table[self.names.index(name), _KIND] != TELLER:
            self.hear(name, TAPPER, (0.0, arousal))
        else:
            row = self.table[self.names.index(name)]
            row[_SILENT] = row[_LEAVING] = 0.0

    def leave(self, name: str) -> None:
        """Let this citizen fade."""
        if name in self.names:
            self.table[self.names.index(name), _LEAVING] = 1.0

    def sounds(self) -> int:
        """Return how many sounds of the room are here and not about to go."""
        return int(np.count_nonzero(self._here() & (self.table[:, _KIND] == SOUND)))

    def people(self) -> int:
        """Return how many citizens are here who are more than a sound, and not about to go."""
        return int(np.count_nonzero(self._here() & (self.table[:, _KIND] != SOUND))) if self.names else 0

    def longest_silent(self, kind: int) -> str:
        """Return the citizen of this kind, among those who are here, who has been silent for longest."""
        silent = np.where(self._here() & (self.table[:, _KIND] == kind), self.table[:, _SILENT], -1.0)
        return self.names[int(np.argmax(silent))]

    def feelings(self) -> NDArray[np.float64]:
        """Return valence and arousal of each, shape (n, 2)."""
        return self.table[:, _VALENCE : _AROUSAL + 1]

    def strengths(self, kind: int) -> NDArray[np.float64]:
        """Return how far each is open, 0 for all who are of another kind, shape (n,)."""
        return np.where(self.table[:, _KIND] == kind, self.table[:, _STRENGTH], 0.0)

    def weights(self) -> NDArray[np.float64]:
        """Return how much what each of them says counts, shape (n,): 1 for an open tile of who speaks for themselves.

        A note counts less, since one person plays many, and less and less when it has ended.
        """
        ended = np.minimum(1.0, self.table[:, _SILENT] / (PRESENCE * TICKS_PER_SECOND))
        note = _NOTE_WEIGHT + (_ENDED_WEIGHT - _NOTE_WEIGHT) * ended
        return self.strengths(TELLER) + self.strengths(NOTE) * note

    def citizens(self) -> tuple[Citizen, ...]:
        """Return everybody, in the order in which they came."""
        if not self.names:
            return ()
        columns = self.table.T
        x, y, valence, arousal, strength = columns[[_X, _Y, _VALENCE, _AROUSAL, _STRENGTH]].tolist()
        ages = (columns[_AGE] * TICK).tolist()
        return tuple(map(Citizen, self.names, zip(x, y, strict=True), valence, arousal, strength, ages))

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        return {
            "names": list(self.names),
            "table": self.table.tolist(),
            "arrived": self._arrived,
            "crowded": self.crowded,
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        names = [str(name) for name in state["names"]]
        rows = [[finite(number) for number in row] for row in state["table"]]
        table = np.array(rows, dtype=np.float64).reshape(-1, len(_COLUMNS))
        if len(table) != len(names) or len(set(names)) != len(names) or len(names) > MOST_CITIZENS:
            raise ValueError(f"expected one row for each of at most {MOST_CITIZENS} citizens")
        table[:, [_X, _Y, _STRENGTH]] = np.clip(table[:, [_X, _Y, _STRENGTH]], 0.0, 1.0)
        table[:, _SAID_VALENCE : _AROUSAL + 1] = np.clip(table[:, _SAID_VALENCE : _AROUSAL + 1], -1.0, 1.0)
        self._arrived, self.crowded = int(finite(state["arrived"])), bool(state["crowded"])
        self.names, self.table = names, table

    def _here(self) -> NDArray[np.bool_]:
        return (self.table[:, _SILENT] <= PRESENCE * TICKS_PER_SECOND) & (self.table[:, _LEAVING] <= 0.0)

    def _arrive(
        self, name: str, kind: int, feeling: tuple[float, float], place: tuple[float, float] | None
    ) -> NDArray[np.float64]:
        taken = self.table[:, _X : _Y + 1]
        if place is None:
            around = taken, self.ear, self.aspect
            near = kind == SOUND
            place = place_near(self._arrived, *around) if near else spread_place(name, self._arrived, *around)
        self._arrived += 1
        row = np.array([*place, *feeling, *feeling, 0.0, 0.0, 0.0, 0.0, kind])
        self.names.append(name)
        self.table = np.vstack([self.table, row])
        return self.table[-1]

    def _has_room(self) -> bool:
        """Return whether one more has room, if need be by letting go of who is leaving, or silent for longest.

        Who was heard just now stays: if each who comes took another's place, nobody would keep a tile.
        """
        if len(self.names) < MOST_CITIZENS:
            return True
        self.crowded = True
        silent, leaving = self.table[:, _SILENT], self.table[:, _LEAVING]
        first = np.lexsort((-silent, -leaving))[0]
        if leaving[first] <= 0.0 and silent[first] < RECENT * TICKS_PER_SECOND:
            return False
        keep = np.ones(len(self.names), dtype=bool)
        keep[first] = False
        self._keep(keep)
        return True

    def _keep(self, keep: NDArray[np.bool_]) -> None:
        self.names = [name for name, stays in zip(self.names, keep.tolist(), strict=True) if stays]
        self.table = self.table[keep]
