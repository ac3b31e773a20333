"""A counter of flashes of its own, in numpy and by the standard's words, to hold the guard against.

WCAG 2.2, success criterion 2.3.1: relative luminance of linear sRGB; a transition is a change by 10 % of the maximum
or more between extremes, the darker state below 0.80, or a change by more than 20 of (R - G - B) x 320 with a saturated
red (R / (R + G + B) of 0.8 or more) in one of the states; a flash is a pair of opposing transitions. Cells that flash
more than three times within a second may cover a quarter of any part of the screen of a third by a third.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

ROWS = 108
ALLOWED = 0.25
MOST_TRANSITIONS = 6
"""Three flashes; half a flash more counts as one too many."""
Frames = NDArray[np.uint8]
Light = NDArray[np.float32]

_SHOWN = np.arange(256) / 255.0
_LINEAR = np.where(_SHOWN <= 0.04045, _SHOWN / 12.92, ((_SHOWN + 0.055) / 1.055) ** 2.4).astype(np.float32)


def worst_share(frames: Frames, times: NDArray[np.float64]) -> float:
    """Return the largest share of a part of the screen that flashes too often in frames presented at these times.

    Frames have shape (frames, height, width, 3).
    """
    return float(worst_shares(cells(frames)[:, None], times)[0])


def worst_scaled_share(frames: Frames, times: NDArray[np.float64]) -> float:
    """Return the same of the frames as a screen of 108 rows would show them."""
    return float(worst_shares(_LINEAR[scaled(frames)][:, None], times)[0])


def worst_shares(light: Light, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the worst share of each of some sequences of cells, shape (frames, sequences, rows, columns, 3)."""
    r, g, b = (light[..., channel] for channel in range(3))
    luminance, red = 0.2126 * r + 0.7152 * g + 0.0722 * b, 320.0 * (r - g - b)
    saturated = (r >= 0.8 * (r + g + b)) & (r > 0.0)
    found = transitions(luminance, 0.1, luminance < 0.8), transitions(red, np.nextafter(20.0, 21.0), saturated)
    so_far = [np.concatenate([np.zeros_like(one[:1], np.int16), one.cumsum(0, np.int16)]) for one in found]
    worst = np.zeros(light.shape[1])
    for end, time in enumerate(times):
        begin = int(np.searchsorted(times, time - 1.0 - 1e-9))
        too_often = [count[end + 1] - count[begin] > MOST_TRANSITIONS for count in so_far]
        worst = np.maximum(worst, part_shares(too_often[0] | too_often[1]))
    return worst


def cells(frames: Frames) -> Light:
    """Return the mean linear light of square cells, 108 rows of them: shape (frames, rows, columns, 3)."""
    height, width = frames.shape[1:3]
    columns = max(1, round(ROWS * width / height))
    if (height, width) == (ROWS, columns):
        return _LINEAR[frames]
    return np.stack([means(means(_LINEAR[frame], 0, ROWS), 1, columns) for frame in frames])


def means(values: Light, axis: int, parts: int) -> Light:
    """Return the means of equal parts along an axis; what lies across a border counts for both by its share."""
    pixels = values.shape[axis]
    sums = np.concatenate([np.zeros_like(values.take([0], axis)), values.cumsum(axis)], axis)
    ends = np.arange(parts + 1) * pixels / parts
    whole = np.minimum(ends.astype(int), pixels - 1)
    share = (ends - whole).astype(np.float32).reshape([-1 if n == axis else 1 for n in range(values.ndim)])
    up_to = sums.take(whole, axis) * (1.0 - share) + sums.take(whole + 1, axis) * share
    return np.diff(up_to, axis=axis) * (parts / pixels)


def scaled(frames: Frames) -> Frames:
    """Return the frames at 108 rows, as scalers make them: means of what is encoded, not of light."""
    height, width = frames.shape[1:3]
    size = max(1, round(ROWS * width / height)), ROWS
    return np.stack([np.asarray(Image.fromarray(one).resize(size, Image.Resampling.BOX)) for one in frames])


def transitions(values: Light, step: float, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return for each frame and cell whether a transition ends there.

    It is a change of `values` by `step` from the tracked extreme, against the last one's direction, of which one end
    is `marked`. All have one shape, the frames first.
    """
    found = np.zeros(values.shape, bool)
    low, high, low_marked, high_marked = values[0], values[0], marked[0], marked[0]
    heading = np.zeros(values.shape[1:], np.int8)
    for n, (value, here) in enumerate(zip(values, marked, strict=True)):
        low, low_marked = np.where(value < low, value, low), np.where(value < low, here, low_marked)
        high, high_marked = np.where(value > high, value, high), np.where(value > high, here, high_marked)
        rises = (heading <= 0) & (value - low >= step) & (here | low_marked)
        falls = (heading >= 0) & (high - value >= step) & (here | high_marked)
        found[n] = ends = rises | falls
        heading = np.where(rises, 1, np.where(falls, -1, heading))
        low, high = np.where(ends, value, low), np.where(ends, value, high)
        low_marked, high_marked = np.where(ends, here, low_marked), np.where(ends, here, high_marked)
    return found


def part_shares(flashing: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each of (sequences, rows, columns) the largest mean over a part of a third of each side.

    The parts begin at every cell, and so at every sixth of the screen too.
    """
    rows, columns = flashing.shape[1] // 3, flashing.shape[2] // 3
    sums = np.pad(flashing.cumsum(1, np.int32).cumsum(2), ((0, 0), (1, 0), (1, 0)))
    part = sums[:, rows:, columns:] - sums[:, :-rows, columns:] - sums[:, rows:, :-columns] + sums[:, :-rows, :-columns]
    return part.max(axis=(1, 2)) / (rows * columns)
