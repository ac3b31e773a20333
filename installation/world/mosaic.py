"""The Living Mosaic: a tile for each citizen, as the parts of the world that are nearest to its centre."""

import functools
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
        self._flooded: list[list[float]] = []
        """Identity and centre of each tile that was flooded last."""
        self._block = state.context.buffer(reserve=16)

    def make(self, columns: int, rows: int) -> None:
        """Make room for citizens, and tiles of columns by rows cells."""
        self.columns, self.rows = columns, rows
        self._state.buffer("citizens", size_of(blocks.Citizen, MOST_CITIZENS))
        self._state.buffers["citizens"].write(self._records.tobytes())
        for n in range(TILES):
            self._state.texture(f"tiles{n}", columns, rows)
        self._jump, self._flooded = 0, []

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
        identities = [_identity(one.name) for one in citizens]
        if set(identities) != self._slots.keys():
            self._seat(identities)
        felt = [(*one.place, one.valence, one.arousal, one.strength, one.age) for one in citizens]
        columns = np.array(felt, np.float32).reshape(-1, 6).T
        slots = [self._slots[identity] for identity in identities]
        for name, column in zip(("x", "y", "valence", "arousal", "strength", "age"), columns, strict=True):
            self._records[name][slots] = column * np.float32(aspect) if name == "x" else column
        self._state.buffers["citizens"].write(self._records[: max(HOMES, self.count)].tobytes())

    def _seat(self, identities: Sequence[int]) -> None:
        """Give everybody a slot: who had one keeps it, newcomers take the lowest that are free."""
        here = set(identities)
        kept = {identity: slot for identity, slot in self._slots.items() if identity in here}
        taken = set(kept.values())
        free = (slot for slot in range(MOST_CITIZENS) if slot not in taken)
        self._slots = {identity: kept[identity] if identity in kept else next(free) for identity in identities}
        home = self._records["home"].copy()
        self._records[:] = np.zeros((), self._records.dtype)
        self._records["home"] = home
        self._records["identity"][list(self._slots.values())] = list(self._slots)
        self.count = max(self._slots.values(), default=-1) + 1
        self._records["home"][:HOMES] = _homes(self._records["identity"][: self.count])

    @property
    def _differs(self) -> bool:
        """Whether the tiles that were flooded last are those of other citizens."""
        return self._slots.keys() != {int(identity) for identity, _, _ in self._flooded}

    def _begin(self, aspect: float, margin: float) -> None:
        """Let the centres of the tiles be all that is flooded."""
        centres = self._records[["identity", "x", "y"]][sorted(self._slots.values())]
        self._flooded = [[int(identity), float(x), float(y)] for identity, x, y in centres]
        self._source = next(n for n in range(TILES) if n != self.shown)
        cells = np.zeros((self.rows, self.columns, 4), np.float32)
        for identity, x, y in reversed(self._flooded):
            column = int((x / aspect + margin) / (1 + 2 * margin) * self.columns)
            row = int((y + margin) / (1 + 2 * margin) * self.rows)
            row, column = min(max(row, 0), self.rows - 1), min(max(column, 0), self.columns - 1)
            cells[row, column] = self._slots[int(identity)] + 1, x, y, 0.0
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
        return {"flood": [self._jump, self._source, self.shown], "flooded": self._flooded}

    def resume(self, head: dict[str, Any]) -> None:
        """Go on from a snapshot's head and its citizens."""
        self._jump, self._source, self.shown = head["flood"]
        self._flooded = head["flooded"]
        data = self._state.buffers["citizens"].read()
        self._records = np.frombuffer(data, self._records.dtype).copy()
        taken = np.flatnonzero(self._records["identity"])
        self.count = int(taken[-1]) + 1 if len(taken) else 0
        self._slots = {int(self._records["identity"][slot]): int(slot) for slot in taken}


@functools.lru_cache(maxsize=2 * MOST_CITIZENS)
def _identity(name: str) -> int:
    return zlib.crc32(name.encode()) | 1


def _homes(identities: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return a slot for each of HOMES crowds, so that few move when somebody comes or leaves.

    That is rendezvous hashing (Thaler and Ravishankar 1998): a crowd goes where its hash with an identity is largest.
    """
    if not len(identities):
        return np.zeros(HOMES, np.uint32)
    crowds = np.arange(HOMES, dtype=np.uint64)[:, None] * np.uint64(2654435761)
    mixed = (crowds + identities[None, :].astype(np.uint64) * np.uint64(40503)) & np.uint64(0xFFFFFFFF)
    for _ in range(2):
        mixed = ((mixed ^ (mixed >> np.uint64(15))) * np.uint64(2246822519)) & np.uint64(0xFFFFFFFF)
    mixed = np.where(identities[None, :] > 0, mixed ^ (mixed >> np.uint64(13)), np.uint64(0))
    return np.argmax(mixed, axis=1).astype(np.uint32)
