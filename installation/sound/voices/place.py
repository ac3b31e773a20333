"""Where a voice is heard: from a place in the frame to gains of the outputs."""

import functools
import math

import numpy as np
from numpy.typing import NDArray

EDGE = 0.08
"""A place at the very edge of the frame still reaches the other loudspeaker by this share of the way."""
APART = 0.42
"""The two sides of the widest voice stand apart by this share of the picture's width, or of a half turn, each way."""


def _pair(pan: float) -> tuple[float, float]:
    """Return left and right for 0 (left) to 1 (right), their power 1."""
    angle = 0.5 * math.pi * min(1.0, max(0.0, pan))
    return math.cos(angle), math.sin(angle)


def _ring(x: float, y: float, turn: float, outputs: int) -> list[float]:
    """Return the gains of a ring, its outputs clockwise from the front left; a place at the centre is everywhere."""
    step = 2 * math.pi / outputs
    direction = math.atan2(x - 0.5, y - 0.5) + turn
    focus = min(1.0, math.hypot(x - 0.5, y - 0.5) / 0.4)
    gains = []
    for output in range(outputs):
        away = abs(math.remainder(direction - (output - 0.5) * step, 2 * math.pi))
        near = math.cos(0.5 * math.pi * away / step) if away < step else 0.0
        gains.append(math.sqrt(focus * near**2 + (1 - focus) / outputs))
    return gains


@functools.lru_cache(maxsize=4096)
def output_gains(x: float, y: float, width: float, outputs: int) -> NDArray[np.float64]:
    """Return the gains of a voice's left and right side to the outputs, shape (2, outputs).

    `x` and `y` are shares of the frame from the lower left, the frame seen as the room's floor with its upper edge
    in front. Two outputs are left and right; three and more stand in a ring.
    """
    x, y = (min(1.0, max(0.0, share)) for share in (x, y))
    gains = np.empty((2, outputs))
    for side, sign in enumerate((-1.0, 1.0)):
        apart = sign * APART * math.sqrt(width)
        if outputs == 1:
            gains[side] = math.sqrt(0.5)
        elif outputs == 2:
            gains[side] = _pair(EDGE + (1 - 2 * EDGE) * x + apart)
        else:
            gains[side] = _ring(x, y, apart * math.pi, outputs)
    return gains
