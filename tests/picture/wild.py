"""Wild light: sequences of cells that flash in every way, from a number each."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SECONDS = 1.7
RATES = 8, 10, 12, 15, 18, 24, 30


class Sequence(NamedTuple):
    """Frames, uint8 of shape (frames, rows, columns, 3), and when each is presented, in seconds."""

    frames: NDArray[np.uint8]
    times: NDArray[np.float64]


def sequence(number: int, columns: int, rows: int) -> Sequence:
    """Return the wild sequence of this number."""
    random = np.random.default_rng(number)
    times = _times(random)
    colours = _PALETTES[random.integers(len(_PALETTES))](random)
    cells = _patterns(random, columns, rows)
    steps = _steps(random, len(times), cells.max() + 1)
    return Sequence(colours[(steps[:, cells] + _PHASED[random.integers(len(_PHASED))](cells)) % len(colours)], times)


def _times(random: np.random.Generator) -> NDArray[np.float64]:
    rate = random.choice(RATES)
    times = np.arange(round(SECONDS * rate)) / rate
    return times + (random.uniform(0.0, 0.6 / rate, len(times)) if random.random() < 0.3 else 0.0)


def _patterns(random: np.random.Generator, columns: int, rows: int) -> NDArray[np.int64]:
    """Return which of some groups that change together each cell belongs to, shape (rows, columns)."""
    y, x = np.mgrid[0:rows, 0:columns]
    side = int(random.choice([1, 2, 3, 5, 12]))
    return [
        lambda: np.zeros_like(x),
        lambda: x * 2 // columns,
        lambda: y * 2 // rows,
        lambda: (x // side + y // side) % 2,
        lambda: (y // side) % 3,
        lambda: random.integers(0, 4, (rows // side + 1, columns // side + 1)).repeat(side, 0).repeat(side, 1),
        lambda: random.integers(0, 40, (rows // 6 + 1, columns // 6 + 1)).repeat(6, 0).repeat(6, 1),
        lambda: (np.hypot(x - random.uniform(0, columns), y - random.uniform(0, rows)) / 9).astype(int),
    ][random.integers(8)]()[:rows, :columns]


def _steps(random: np.random.Generator, frames: int, groups: int) -> NDArray[np.int64]:
    """Return which colour each group has in each frame, shape (frames, groups)."""
    ticks = np.arange(frames)[:, None]
    every = random.integers(1, 4, groups)
    return [
        lambda: (ticks // random.integers(1, 4)) * np.ones(groups, int),
        lambda: (ticks + np.arange(groups)) // every,
        lambda: random.integers(0, 8, (frames, groups)),
        lambda: (random.random((frames, groups)) < 0.6).cumsum(axis=0),
        lambda: ((random.random((frames, 1)) < 0.7) * np.ones(groups, int)).cumsum(axis=0),
    ][random.integers(5)]()


_PHASED = (lambda cells: 0, lambda cells: cells, lambda cells: cells % 2)
"""How groups follow each other: in step, one after the other, in counter-phase."""


def _any_colours(random: np.random.Generator) -> NDArray[np.uint8]:
    return random.integers(0, 256, (random.integers(2, 9), 3), dtype=np.uint8)


def _close_greys(random: np.random.Generator) -> NDArray[np.uint8]:
    """Return greys that lie just about the smallest step apart."""
    dark = random.uniform(0.0, 0.88)
    return _grey(np.array([dark, dark + random.uniform(0.08, 0.13)]))


def _around_the_ceiling(random: np.random.Generator) -> NDArray[np.uint8]:
    return _grey(random.uniform(0.6, 1.0, random.integers(2, 6)))


def _reds(random: np.random.Generator) -> NDArray[np.uint8]:
    """Return saturated and pale reds, some too dark to differ in luminance."""
    count = random.integers(2, 6)
    light = np.stack([random.uniform(0.0, 1.0, count), *(random.uniform(0.0, 0.3, (2, count)))], axis=1)
    light[::2, 1:] *= random.uniform(0.0, 0.5)
    return _encoded(light * random.choice([0.1, 0.3, 1.0]))


def _red_against_blue(random: np.random.Generator) -> NDArray[np.uint8]:
    """Return a red and a blue of one luminance."""
    light = random.uniform(0.02, 0.07)
    return _encoded(np.array([[light / 0.2126, 0.0, 0.0], [0.0, 0.0, light / 0.0722]]))


def _grey(light: NDArray[np.float64]) -> NDArray[np.uint8]:
    return _encoded(np.repeat(light[:, None], 3, axis=1))


def _encoded(light: NDArray[np.float64]) -> NDArray[np.uint8]:
    light = np.clip(light, 0.0, 1.0)
    shown = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055)
    return np.round(255.0 * shown).astype(np.uint8)


_PALETTES = (
    _any_colours,
    lambda random: np.array([[0, 0, 0], [255, 255, 255]], np.uint8),
    lambda random: np.array([[255, 0, 0], [0, 0, 0]], np.uint8),
    _close_greys,
    _around_the_ceiling,
    _reds,
    _red_against_blue,
)
