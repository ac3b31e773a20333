"""The Living Mosaic: a tile for each citizen, as the parts of the world that are nearest to its centre."""

import functools
import operator
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.community import Citizen
from installation.gpu import blocks
from installation.gpu.shaders import Shaders
from installation.world.state import State, size_of

MOST_CITIZENS = 5120
HOMES = 256
"""Into so many crowds the swarm is parted; each is at home at one citizen's tile."""
TILES = 3
"""Textures: the tiles as shown, and two between which a flood goes on."""
_CENTRE = ("identity", "x", "y")
_NOBODY: NDArray[Any] = np.zeros(0, blocks.dtype(blocks.Citizen))


class Mosaic:
    """Citizens on the GPU, each in a slot that they keep, and the flood that parts the world among them.

    The flood (Rong and Tan 2006) goes on by one jump a tick after somebody came or left, so that no tick is dear.
    """

    def __init__(self, state: State, shaders: Shaders) -> None:
        self._state = state
        self.flood = shaders.compute("world/flood.comp")
        self._records: NDArray[Any] = np.zeros(MOST_CITIZENS, blocks.dtype(blocks.Citizen))
        self.count = 0
        """One more than the highest slot in use."""
        self._jump, self._source, self.shown = 0, 1, 0
        self._slots: dict[int, int] = {}
        self._names: list[str] = []
        self._seats: NDArray[np.intp] = np.zeros(0, np.intp)
        """The slot of each of these names."""
        self._flooded = _NOBODY
        """Identity and centre of each tile that was flooded last."""
        self._differs = False
        """Whether these are the tiles of other citizens than those who are here."""
        self._block = state.context.buffer(reserve=16)

    def make(self, columns: int, rows: int) -> None:
        """Make room for citizens, and tiles of columns by rows cells."""
        self.columns, self.rows = columns, rows
        self._state.buffer("citizens", size_of(blocks.Citizen, MOST_CITIZENS))
        self._state.buffers["citizens"].write(self._records.tobytes())
        for n in range(TILES):
            self._state.texture(f"tiles{n}", columns, rows)
        self._jump, self._flooded, self._differs = 0, _NOBODY, bool(self._slots)

    def use(self) -> None:
        """Let passes sample the tiles as they are shown."""
        self._state.textures[f"tiles{self.shown}"].use(3)

    def step(self, citizens: Sequence[Citizen], aspect: float, margin: float) -> None:
        """Take over who is here and what they feel; let the flood go on."""
        if citizens or self.count:
            self._take(citizens[:MOST_CITIZENS], aspect)
        if self._jump == 0 and self._differs:
            self._begin(aspect, margin)
        elif self._jump:
            self._go_on()

    def _take(self, citizens: Sequence[Citizen], aspect: float) -> None:
        # By columns, and what never changes only when somebody comes or leaves: thousands take a fraction of a tick.
        names = [one.name for one in citizens]
        if names != self._names:
            self._seat(names, np.array([one.place for one in citizens], np.float32).reshape(-1, 2), aspect)
        for name in ("valence", "arousal", "strength", "age"):
            column = map(operator.attrgetter(name), citizens)
            self._records[name][self._seats] = np.fromiter(column, np.float32, len(names))
        self._state.buffers["citizens"].write(self._records[: max(HOMES, self.count)].tobytes())

    def _seat(self, names: list[str], places: NDArray[np.float32], aspect: float) -> None:
        """Give everybody a slot: who had one keeps it, newcomers take the lowest that are free."""
        identities = [_identity(name) for name in names]
        here = set(identities)
        kept = {identity: slot for identity, slot in self._slots.items() if identity in here}
        taken = set(kept.values())
        free = (slot for slot in range(MOST_CITIZENS) if slot not in taken)
        self._slots = {identity: kept[identity] if identity in kept else next(free) for identity in identities}
        self._names, self._seats = names, np.array([self._slots[identity] for identity in identities], np.intp)
        before = self._records.copy()
        self._records[:] = np.zeros((), self._records.dtype)
        self._records["identity"][self._seats] = identities
        centres = places * np.array([aspect, 1.0], np.float32)
        self._records["x"][self._seats], self._records["y"][self._seats] = centres.T
        self.count = max(self._slots.values(), default=-1) + 1
        self._records["home"] = before["home"]
        self._records["home"][:HOMES] = _homes(self._records["identity"][: self.count], before)
        self._differs = self._slots.keys() != set(self._flooded["identity"].tolist())

    def _begin(self, aspect: float, margin: float) -> None:
        """Let the centres of the tiles be all that is flooded."""
        slots = np.array(sorted(self._slots.values()), np.intp)
        self._flooded, self._differs = self._records[slots], False
        x, y = self._flooded["x"], self._flooded["y"]
        self._source = next(n for n in range(TILES) if n != self.shown)
        across, up = x.astype(float) / aspect, y.astype(float)
        columns, rows = (
            np.clip(((share + margin) / (1 + 2 * margin) * size).astype(int), 0, size - 1)
            for share, size in ((across, self.columns), (up, self.rows))
        )
        cells = np.zeros((self.rows, self.columns, 4), np.float32)
        # Of several in one cell the last that is written stays: the lowest slot.
        centres = np.stack([slots + 1, x, y, np.zeros(len(slots))], 1)[::-1]
        cells[rows[::-1], columns[::-1]] = centres
        self._state.textures[f"tiles{self._source}"].write(cells.tobytes())
        self._jump = 1 << ((max(self.columns, self.rows) - 1).bit_length() - 1)

    def _go_on(self) -> None:
        target = next(n for n in range(TILES) if n not in (self.shown, self._source))
        self._block.write(np.array([self._jump, 0, 0, 0], np.int32).tobytes())
        self._block.bind_to_uniform_block(4)
        self._state.textures[f"tiles{self._source}"].use(3)
        self._state.textures[f"tiles{target}"].bind_to_image(0, read=False, write=True)
        self.flood.run(self.columns * self.rows)
        self._source = target
        self._jump //= 2
        if self._jump == 0:
            self.shown = target

    def head(self) -> dict[str, Any]:
        """Return what a snapshot's head says of the flood."""
        centres = zip(*(self._flooded[name].tolist() for name in _CENTRE), strict=True)
        return {"flood": [self._jump, self._source, self.shown], "flooded": [list(one) for one in centres]}

    def resume(self, head: dict[str, Any]) -> None:
        """Go on from a snapshot's head and its citizens."""
        self._jump, self._source, self.shown = head["flood"]
        self._flooded = np.zeros(len(head["flooded"]), _NOBODY.dtype)
        for name, column in zip(_CENTRE, zip(*head["flooded"], strict=True), strict=False):
            self._flooded[name] = column
        data = self._state.buffers["citizens"].read()
        self._records = np.frombuffer(data, self._records.dtype).copy()
        taken = np.flatnonzero(self._records["identity"])
        self.count = int(taken[-1]) + 1 if len(taken) else 0
        self._slots = {int(self._records["identity"][slot]): int(slot) for slot in taken}
        self._names, self._differs = [], self._slots.keys() != set(self._flooded["identity"].tolist())


@functools.lru_cache(maxsize=2 * MOST_CITIZENS)
def _identity(name: str) -> int:
    return zlib.crc32(name.encode()) | 1


def _homes(identities: NDArray[np.uint32], before: NDArray[Any]) -> NDArray[np.uint32]:
    """Return a slot for each of HOMES crowds, so that few move when somebody comes or leaves.

    That is rendezvous hashing (Thaler and Ravishankar 1998): a crowd goes where its hash with an identity is largest.
    `identities` are those of the slots in use, and `before` the records that were.
    """
    if not len(identities):
        return np.zeros(HOMES, np.uint32)
    crowds, home = np.arange(HOMES), before["home"][:HOMES].astype(np.intp)
    known = before["identity"][: len(identities)]
    stays = (home < len(identities)) & (before["identity"][home] > 0)
    stays[stays] = before["identity"][home[stays]] == identities[home[stays]]
    # Whose home is still there can only go to a newcomer.
    came = np.flatnonzero((identities > 0) & (identities != np.pad(known, (0, len(identities) - len(known)))))
    for crowd, among in ((crowds[~stays], np.flatnonzero(identities)), (crowds[stays], came)):
        candidates = np.broadcast_to(among, (len(crowd), len(among)))
        candidates = candidates if among is not came else np.hstack([home[crowd][:, None], candidates])
        if candidates.size:
            weights = _weights(crowd, identities[candidates])
            # Of two equal ones the lowest slot has it, whoever came first.
            largest = np.where(weights == weights.max(axis=1, keepdims=True), candidates, MOST_CITIZENS)
            home[crowd] = largest.min(axis=1)
    return home.astype(np.uint32)


def _weights(crowds: NDArray[np.intp], identities: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return the hash of each crowd with each of its identities, shape (crowds, identities)."""
    mixed = crowds.astype(np.uint64)[:, None] * np.uint64(2654435761) + identities.astype(np.uint64) * np.uint64(40503)
    mixed &= np.uint64(0xFFFFFFFF)
    for _ in range(2):
        mixed = ((mixed ^ (mixed >> np.uint64(15))) * np.uint64(2246822519)) & np.uint64(0xFFFFFFFF)
    return mixed ^ (mixed >> np.uint64(13))
