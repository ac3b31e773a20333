"""The dither's tile: each level once, and blue: no light in its coarse waves."""

import numpy as np
import pytest
from PIL import Image

from installation import resources
from installation.picture.dither import SIDE, blue_noise


@pytest.fixture(scope="module", params=["shipped", "made"])
def tile(request):
    if request.param == "made":
        return blue_noise(32, seed=3)
    with Image.open(resources.directory("assets") / "blue-noise.png") as image:
        return np.asarray(image.convert("L"), float) / 256


def power_by_frequency(tile):
    """Return the mean power in rings around zero, from the coarsest wave to the finest that fits all ways."""
    side = len(tile)
    power = np.abs(np.fft.fft2(tile - tile.mean())) ** 2
    frequency = np.fft.fftfreq(side, 1 / side)
    ring = np.round(np.hypot(*np.meshgrid(frequency, frequency))).astype(int)
    return np.array([power[ring == radius].mean() for radius in range(1, side // 2)])


def test_the_spectrum_is_blue(tile):
    power = power_by_frequency(tile)
    quarter = len(power) // 4
    assert power[:quarter].mean() < 0.05 * power[2 * quarter :].mean()
    assert power[quarter : 2 * quarter].mean() < power[2 * quarter :].mean()


def test_no_direction_is_preferred(tile):
    power = np.abs(np.fft.fft2(tile - tile.mean())) ** 2
    side = len(tile)
    frequency = np.abs(np.fft.fftfreq(side, 1 / side))
    fine = (np.hypot(*np.meshgrid(frequency, frequency)) > side / 4) & (frequency < side / 2)[:, None]
    across = power[fine & (frequency[:, None] < frequency[None, :])].mean()
    down = power[fine & (frequency[:, None] > frequency[None, :])].mean()
    assert across == pytest.approx(down, rel=0.15)


def test_levels_are_equally_many(tile):
    histogram, _ = np.histogram(tile, bins=16, range=(0, 1))
    assert histogram.min() == histogram.max()


def test_the_shipped_tile_is_what_the_command_makes():
    with Image.open(resources.directory("assets") / "blue-noise.png") as image:
        assert image.size == (SIDE, SIDE)
        assert (np.asarray(image.convert("L")) == (blue_noise() * 256).astype(np.uint8)).all()
