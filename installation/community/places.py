"""Where a citizen's tile lies: spread over the frame, clear of one another and of the Ear."""

import math
import zlib

import numpy as np
from numpy.typing import NDArray

_CANDIDATES = np.arange(16)
_PLASTIC = 1.32471795724474602596
"""Its powers give the low-discrepancy sequence R2 (Roberts 2018)."""
_GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))
_EDGE = np.array([0.06, 0.08])
_CLEAR_OF_EAR = 0.1
"""Heights that a tile keeps from the Ear beyond what it keeps from its neighbours."""
_NEAR, _FAR = 0.14, 0.3
"""Heights from the Ear between which the room's own sounds have their tiles."""


def spread_place(
    name: str, order: int, taken: NDArray[np.float64], ear: tuple[float, float], aspect: float
) -> tuple[float, float]:
    """Return a place, in shares of the frame, for the citizen who came as number `order`.

    Of the next places in the sequence, begun at a hash of the name, it is the one that is clearest of the `taken`,
    shape (n, 2), and of the Ear. `aspect` is the frame's width over its height.
    """
    begin = np.array([_hash(name), _hash(name + " ")])
    turns = (begin + (order + _CANDIDATES)[:, None] / np.array([_PLASTIC, _PLASTIC**2])) % 1.0
    return _clearest(_EDGE + turns * (1.0 - 2.0 * _EDGE), taken, ear, aspect)


def place_near(order: int, taken: NDArray[np.float64], ear: tuple[float, float], aspect: float) -> tuple[float, float]:
    """Return a place near the Ear for the room's sound of number `order`; arguments as in `spread_place`."""
    angle = (order + _CANDIDATES) * _GOLDEN_ANGLE
    radius = _NEAR + (_FAR - _NEAR) * ((order + _CANDIDATES) / _PLASTIC % 1.0)
    places = np.array(ear) + np.stack([radius * np.cos(angle) / aspect, radius * np.sin(angle)], 1)
    return _clearest(np.clip(places, _EDGE, 1.0 - _EDGE), taken, ear, aspect)


def _clearest(
    places: NDArray[np.float64], taken: NDArray[np.float64], ear: tuple[float, float], aspect: float
) -> tuple[float, float]:
    shape = np.array([aspect, 1.0])
    clear = np.hypot(*((places - np.array(ear)) * shape).T) - _CLEAR_OF_EAR
    if len(taken):
        apart = (places[:, None] - taken[None]) * shape
        clear = np.minimum(clear, np.sqrt((apart * apart).sum(2)).min(1))
    x, y = places[int(np.argmax(clear))]
    return float(x), float(y)


def _hash(text: str) -> float:
    return zlib.crc32(text.encode("utf-8", "replace")) / 2**32
