"""A change of the world's quality: the same organism in more or fewer slots, on finer or coarser fields.

It happens on the CPU, between two ticks, because of an event in the score: so it is exact, and rare.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.gpu import blocks

Arrays = dict[str, NDArray[Any]]

PER_SLOT: dict[str, tuple[Any, int, int]] = {
    "ends": (np.float32, 4, 0), "ties": (np.int32, 4, -1), "body": (blocks.dtype(blocks.Body), 1, 0),
    "vigour": (blocks.dtype(blocks.Vigour), 1, 0), "charge0": (np.uint32, 1, 0), "charge1": (np.uint32, 1, 0),
    "charge2": (np.uint32, 1, 0), "flow0": (np.uint32, 2, 0), "flow1": (np.uint32, 2, 0),
}  # fmt: skip
"""Buffers with an entry for each slot: type, numbers in an entry, and what an empty slot holds."""


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


def resample(field: NDArray[Any], rows: int, columns: int) -> NDArray[Any]:
    """Return a field, shape (rows, columns, ...), on another raster: the nearest cell's values."""
    row = (np.arange(rows) * field.shape[0]) // rows
    column = (np.arange(columns) * field.shape[1]) // columns
    return np.ascontiguousarray(field[row][:, column])
