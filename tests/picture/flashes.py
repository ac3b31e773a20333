"""A counter of flashes of its own, in numpy and by the standard's words, to hold the guard against.

WCAG 2.2, success criterion 2.3.1: relative luminance of linear sRGB; a transition is a change by 10 % of the maximum
or more between extremes, the darker below 0.80; a flash is a pair of opposing transitions.
"""

import numpy as np
from numpy.typing import NDArray

ROWS = 108
Frames = NDArray[np.uint8]


def linear(frames: Frames) -> NDArray[np.float64]:
    value = frames / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def cells(frames: Frames) -> NDArray[np.float64]:
    """Return the mean linear light of each cell, shape (frames, rows, columns, 3)."""
    count, height, width, _ = frames.shape
    side = height // ROWS
    return linear(frames).reshape(count, ROWS, side, width // side, side, 3).mean(axis=(2, 4))


def transitions(values: NDArray[np.float64], step: float, ceiling: float) -> NDArray[np.bool_]:
    """Return for each frame and cell whether a transition ends there; `values` has shape (frames, cells)."""
    found = np.zeros(values.shape, bool)
    low, high = values[0].copy(), values[0].copy()
    heading = np.zeros(values.shape[1])
    for n, value in enumerate(values):
        low, high = np.minimum(low, value), np.maximum(high, value)
        rises = (heading <= 0) & (value - low >= step) & (low < ceiling)
        falls = (heading >= 0) & (high - value >= step) & (value < ceiling)
        found[n] = rises | falls
        heading = np.where(rises, 1, np.where(falls, -1, heading))
        low, high = np.where(found[n], value, low), np.where(found[n], value, high)
    return found


def worst_share(frames: Frames, fps: float) -> float:
    """Return the largest share of a third-by-third part whose cells flash more than three times in a second."""
    light = cells(frames)
    count, rows, columns, _ = light.shape
    luminance = (light @ [0.2126, 0.7152, 0.0722]).reshape(count, -1)
    total = light.sum(axis=3)
    red = np.where(light[..., 0] >= 0.8 * total, light[..., 0] - light[..., 1] - light[..., 2], 0.0)
    red = np.maximum(red * 320.0, 0.0).reshape(count, -1)
    second, worst = int(np.ceil(fps)), 0.0
    for found in (transitions(luminance, 0.1, 0.8), transitions(red, 20.0, np.inf)):
        so_far = np.vstack([np.zeros((1, found.shape[1]), int), found.cumsum(axis=0)])
        for end in range(1, count + 1):
            flashing = (so_far[end] - so_far[max(0, end - second)] > 7).reshape(rows, columns)
            worst = max(worst, part_share(flashing))
    return worst


def part_share(flashing: NDArray[np.bool_]) -> float:
    """Return the largest mean over any part of a third of the height by a third of the width."""
    rows, columns = flashing.shape[0] // 3, flashing.shape[1] // 3
    sums = np.pad(flashing.astype(int).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    part = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
    return float(part.max()) / (rows * columns)
