"""A change of the world's quality: the same organism in more or fewer slots, on finer or coarser fields.

It happens on the CPU, between two ticks, because of an event in the score: so it is exact, and rare.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.gpu import blocks
from installation.world.fields import PAIRS
from installation.world.state import State

Arrays = dict[str, NDArray[Any]]

PER_SLOT: dict[str, tuple[Any, int, int]] = {
    "ends": (np.float32, 4, 0), "ties": (np.int32, 4, -1), "body": (blocks.dtype(blocks.Body), 1, 0),
    "vigour": (blocks.dtype(blocks.Vigour), 1, 0), "charge0": (np.uint32, 1, 0), "charge1": (np.uint32, 1, 0),
    "charge2": (np.uint32, 1, 0), "flow0": (np.uint32, 2, 0), "flow1": (np.uint32, 2, 0),
}  # fmt: skip
"""Buffers with an entry for each slot: type, numbers in an entry, and what an empty slot holds."""
RASTERS = (*(f"{pair}{n}" for pair in PAIRS for n in range(2)), "paths")
CELLS = ("rich", "feeding", "shedding")
"""Textures, and buffers of one number a cell, that lie over the ground."""
AS_THEY_ARE = ("blossoms", "drifting", "counters", "happened")


class Moved:
    """What lives in a world of one size, on its way into buffers of another.

    It is read at once, so that the buffers may be made anew then. ValueError where `capacity` slots are too few.
    """

    def __init__(self, state: State, rows: int, columns: int, capacity: int) -> None:
        self._read = {name: state.buffers[name].read() for name in {*state.kept, *AS_THEY_ARE}}
        self._shape = rows, columns
        self._rasters = {name: np.frombuffer(state.textures[name].read(), np.float32) for name in RASTERS}
        old = {
            name: np.frombuffer(self._read[name], kind).reshape((-1, width) if width > 1 else -1)
            for name, (kind, width, _) in PER_SLOT.items()
        }
        self._segments, self._place = move_segments(old, capacity)

    def into(self, state: State, rows: int, columns: int) -> None:
        """Write it into a state's new and empty buffers, on a ground of rows by columns cells."""
        for name, data in self._segments.items():
            state.buffers[name].write(data.tobytes())
        stream, swarm = self._entries("stream", blocks.Particle), self._entries("symbionts", blocks.Symbiont)
        state.buffers["stream"].write(move_particles(stream, self._place, _room(state, "stream", stream)).tobytes())
        state.buffers["symbionts"].write(move_swarm(swarm, _room(state, "symbionts", swarm)).tobytes())
        for name in AS_THEY_ARE:
            state.buffers[name].write(self._read[name])
        for name in CELLS:
            cells = np.frombuffer(self._read[name], np.float32).reshape(self._shape)
            state.buffers[name].write(resample(cells, rows, columns).tobytes())
        for name, raster in self._rasters.items():
            state.textures[name].write(resample(raster.reshape(*self._shape, 4), rows, columns).tobytes())

    def _entries(self, name: str, block: type) -> NDArray[Any]:
        return np.frombuffer(self._read[name], blocks.dtype(block))


def _room(state: State, name: str, entries: NDArray[Any]) -> int:
    """Return how many such entries a buffer has room for."""
    return int(state.buffers[name].size) // entries.dtype.itemsize


def move_segments(old: Arrays, capacity: int) -> tuple[Arrays, NDArray[np.int32]]:
    """Return the buffers of PER_SLOT for `capacity` slots, the living moved to the front in their order.

    Also returns the new slot of each old one, -1 for those that were free. ValueError where too few slots are left.
    """
    living = np.flatnonzero(old["body"]["born"])
    if len(living) > capacity:
        raise ValueError(f"{len(living)} segments live, and {capacity} slots hold fewer")
    place = np.full(len(old["body"]), -1, np.int32)
    place[living] = np.arange(len(living), dtype=np.int32)
    new: Arrays = {}
    for name, (kind, width, empty) in PER_SLOT.items():
        moved = np.zeros((capacity, width) if width > 1 else capacity, kind)
        if empty:
            moved[...] = empty
        moved[: len(living)] = old[name][living]
        new[name] = moved
    ties = new["ties"]
    new["ties"] = np.where(ties >= 0, place[np.maximum(ties, 0)], -1).astype(np.int32)
    return new, place


def move_particles(stream: NDArray[Any], place: NDArray[np.int32], count: int) -> NDArray[Any]:
    """Return `count` particles: the old ones on their segments' new slots, further ones without a segment."""
    moved = np.zeros(count, stream.dtype)
    moved["segment"] = -1
    kept = min(count, len(stream))
    moved[:kept] = stream[:kept]
    segment = moved["segment"]
    moved["segment"] = np.where(segment >= 0, place[np.maximum(segment, 0)], -1)
    return moved


def move_swarm(swarm: NDArray[Any], count: int) -> NDArray[Any]:
    """Return `count` symbionts: the old ones, and further ones asleep."""
    moved = np.zeros(count, swarm.dtype)
    kept = min(count, len(swarm))
    moved[:kept] = swarm[:kept]
    return moved


def resample(field: NDArray[Any], rows: int, columns: int) -> NDArray[Any]:
    """Return a field, shape (rows, columns, ...), on another raster: the nearest cell's values."""
    row = (np.arange(rows) * field.shape[0]) // rows
    column = (np.arange(columns) * field.shape[1]) // columns
    return np.ascontiguousarray(field[row][:, column])
