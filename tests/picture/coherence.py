"""Coherence of a picture: how far its lines run in parallel, from the structure tensor.

Source: Jähne, "Spatio-Temporal Image Processing" (1993): the tensor's eigenvalues' difference over their sum.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

ROWS = 360
RADIUS = 0.03
"""Radius in heights of the neighbourhood in which directions are compared."""


def coherence(image: Image.Image) -> float:
    """Return 0 (all directions everywhere) to 1 (parallel lines) for an RGB picture of any size, bright parts first."""
    columns = round(ROWS * image.width / image.height)
    light = np.asarray(image.convert("L").resize((columns, ROWS), Image.Resampling.BOX), float) / 255.0
    down, right = np.gradient(light)
    xx, yy, xy = (_blurred(product) for product in (right * right, down * down, right * down))
    return float(np.hypot(xx - yy, 2 * xy).sum() / (xx + yy).sum())


def _blurred(values: NDArray[np.float64]) -> NDArray[np.float64]:
    window = np.hanning(2 * round(RADIUS * ROWS) + 3)[1:-1]
    window /= window.sum()
    for axis in (0, 1):
        values = np.apply_along_axis(np.convolve, axis, values, window, "same")
    return values


def combed(columns: int = 640) -> Image.Image:
    """Return a picture of parallel lines, whose coherence is 1."""
    wave = 127.5 + 127.5 * np.sin(np.arange(columns) * 0.7)
    return Image.fromarray(np.tile(wave, (ROWS, 1)).astype(np.uint8)).convert("RGB")
