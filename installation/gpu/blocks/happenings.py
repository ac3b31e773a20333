"""What may happen in a tick, and how its places are kept: a word for each kind in each column of the frame."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

KINDS = ("charge", "flower", "tear", "tile", "mend", "crossing", "wave", "work", "swarm", "waste")
"""What may happen: see `installation.world.vitals.Happening`."""
COLUMNS = 8
"""Columns of the frame, each of which tells one of a kind in a tick: so what happens at its sides is never hidden."""
WORDS = len(KINDS) * COLUMNS
RANK_BITS, PLACE_BITS = 12, 10
"""From the highest bit on: how a happening ranks among those of its column, then its place across, and upwards."""


def glsl() -> str:
    """Return the constants by which the shaders write such words."""
    constants = {f"HAPPENS_{kind.upper()}": number for number, kind in enumerate(KINDS)} | {
        "HAPPENING_COLUMNS": COLUMNS, "HAPPENING_WORDS": WORDS, "RANK_BITS": RANK_BITS, "PLACE_BITS": PLACE_BITS,
    }  # fmt: skip
    return "".join(f"const uint {name} = {number}u;\n" for name, number in constants.items())


def read(words: NDArray[np.uint32]) -> Iterator[tuple[str, float, float, float]]:
    """Give kind, place across and upwards as shares of the frame, and rank 0 to 1, of all that happened.

    `words` has the shape (WORDS,).
    """
    places = 1 << PLACE_BITS
    for number in np.flatnonzero(words):
        word = int(words[number])
        x, y = (round(((word >> shift) % places + 0.5) / places, 4) for shift in (PLACE_BITS, 0))
        rank = round(((word >> 2 * PLACE_BITS) - 1) / ((1 << RANK_BITS) - 2), 4)
        yield KINDS[number // COLUMNS], x, y, rank
