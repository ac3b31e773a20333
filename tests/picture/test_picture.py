"""The picture: the same world at every size and shape, smooth in time and in tone, on true black."""

import numpy as np
import pytest
from drawing import PLAIN, block_means, draw, laid, levels, line, linear, ring
from growing import moment, run

from installation.picture.picture import cover

SMALLEST = 1280, 720
LIGHT = 3
"""Levels of 255 from which on a pixel is not black."""


@pytest.fixture(scope="module")
def sizes():
    return {}


@pytest.mark.parametrize("size", [(2560, 1440), (3840, 2160)], ids=["1440p", "4K"])
def test_every_size_shows_the_same_light(grown, calm, sizes, size):
    """Mean linear light within 3 %; blocks of 180 rows to the height: mean difference at most 1, p99 at most 8 of 255.

    Blocks are means of light, as an eye at a distance takes them, said in levels: a mean of levels itself would
    fall as the same light is gathered into finer threads. The knee of the tone curve takes a little more from those.
    """
    world = grown(1)
    if SMALLEST not in sizes:
        sizes[SMALLEST] = draw(world, SMALLEST, calm, 0.5)
    small, large = sizes[SMALLEST], draw(world, size, calm, 0.5)
    blocks = [levels(block_means(linear(pixels), 180)) for pixels in (large, small)]
    difference = np.abs(blocks[0] - blocks[1])
    measured = {
        "light": linear(large).mean() / linear(small).mean(),
        "mean": difference.mean(),
        "p99": np.percentile(difference, 99),
    }
    assert measured["light"] == pytest.approx(1.0, abs=0.03), measured
    assert measured["mean"] <= 1.0, measured
    assert measured["p99"] <= 8.0, measured


def test_glow_has_a_radius_in_heights(context):
    bead = line((0.88, 0.5), (0.90, 0.5))
    wide = {"glow": 1.0, "charge_light": 8.0, "exposure": 1.0}
    radii = {}
    for radius in (0.05, 0.3):
        world = laid(bead, radius=0.004, charge=1.0, glow_radius=radius, **wide)
        seen = moment(**PLAIN | wide | {"glow_radius": radius})
        radii[radius] = [glow_radius(draw(world, size, seen)) for size in (SMALLEST, (2560, 1440))]
    small, large = radii.values()
    assert small[1] == pytest.approx(small[0], rel=0.05)
    assert large[1] == pytest.approx(large[0], rel=0.05)
    assert large[0] > 1.5 * small[0]


def glow_radius(pixels):
    """Return the radius in heights, around the middle of the bead, that holds half of the light within 0.45."""
    light = linear(pixels).sum(axis=2)
    rows, columns = (np.indices(light.shape) + 0.5) / light.shape[0]
    distance = np.hypot(rows - 0.5, columns - 0.89)
    order = np.argsort(distance[distance < 0.45])
    inside = np.cumsum(light[distance < 0.45][order])
    return distance[distance < 0.45][order][np.searchsorted(inside, inside[-1] / 2)]


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (1280, 360), (500, 500)], ids=lambda s: f"{s[0]}x{s[1]}")
def test_a_circle_stays_a_circle_in_every_shape_of_picture(size):
    centre, radius = (8 / 9, 0.5), 0.2
    pixels = draw(laid(ring(centre, radius), radius=0.002), size)
    pixels[-50:, :50] = 0  # where the Ear is, if the picture shows that corner
    rows, columns = np.nonzero(pixels.max(axis=2) > 30)
    breadth, height = np.ptp(columns) + 1, np.ptp(rows) + 1
    scale = size[1] / cover(16 / 9, size[0] / size[1])[3]
    assert breadth == pytest.approx(height, abs=2)
    assert height == pytest.approx((2 * radius + 0.004) * scale, abs=3)
    assert (columns.mean(), rows.mean()) == pytest.approx(((size[0] - 1) / 2, (size[1] - 1) / 2), abs=1.5)


@pytest.mark.parametrize("radius", [0.0004, 0.0008, 0.003, 0.008])
@pytest.mark.parametrize("degrees", [0, 3, 20, 44])
def test_a_straight_hypha_has_no_dashes(radius, degrees):
    angle, centre, reach = np.radians(degrees), np.array([0.9, 0.5]), 0.35
    way = np.array([np.cos(angle), np.sin(angle)])
    light = linear(draw(laid(line(centre - way * reach, centre + way * reach), radius=radius), SMALLEST)).sum(axis=2)
    brightness = along(light, centre, np.tan(angle), 0.85 * reach * way[0], round(8 + radius * 720 * 4))
    assert np.ptp(brightness) / brightness.mean() < 0.10


def along(light, centre, slope, reach, half_width):
    """Return the light of a hypha's columns of pixels, as means of six: a joint is four pixels from the next."""
    rows = light.shape[0]
    columns = np.arange(round((centre[0] - reach) * rows), round((centre[0] + reach) * rows))
    heights = centre[1] * rows + slope * (columns + 0.5 - centre[0] * rows)
    middles = np.round(rows - 0.5 - heights).astype(int)
    sums = [light[y - half_width : y + half_width + 1, x].sum() for x, y in zip(columns, middles, strict=True)]
    return np.convolve(sums, np.ones(6) / 6, "valid")


def test_threads_that_cross_are_not_cut():
    one, other = line((0.6, 0.5), (1.2, 0.5)), line((0.7, 0.3), (1.1, 0.7))
    crossed = linear(draw(laid(one, other, radius=0.002), SMALLEST)).max(axis=2)
    # The brightest of the rows around each thread, column by column, stays what it is by itself.
    for thread, slope in ((one, 0.0), (other, 1.0)):
        alone = linear(draw(laid(thread, radius=0.002), SMALLEST)).max(axis=2)
        before, lit = (crest(picture, slope) for picture in (alone, crossed))
        assert (lit > 0.9 * before).all()


def crest(light, slope):
    """Return the brightest of eleven rows around a line through the crossing, for each column around it."""
    columns = np.arange(648 - 80, 648 + 80)
    rows = np.round(359.5 - slope * (columns + 0.5 - 648)).astype(int)
    return np.array([light[y - 5 : y + 6, x].max() for x, y in zip(columns, rows, strict=True)])


def test_smooth_light_has_no_bands():
    soft = {"glow": 1.0, "glow_radius": 0.3, "charge_light": 8.0, "exposure": -3.0}
    world = laid(line((0.7, 0.5), (1.1, 0.5)), radius=0.008, charge=1.0, **soft)
    grain = rounding(draw(world, SMALLEST, moment(**PLAIN | soft))[:, :, 1].astype(float))
    assert len(grain) > 100
    # Neighbours in a band are rounded the same way; dithered by blue noise, they differ.
    beside = (grain[:, :, 1:] * grain[:, :, :-1]).mean() / (grain**2).mean()
    below = (grain[:, 1:] * grain[:, :-1]).mean() / (grain**2).mean()
    assert beside < 0.1 and below < 0.1
    # No more than the neighbouring levels: half a level of rounding, half a level of dither.
    assert np.percentile(np.abs(grain), 99) < 1.0


def rounding(level, side=16):
    """Return what is left of smooth blocks, shape (n, side, side), when a surface of second order is taken off."""
    y, x = (np.indices((side, side)).reshape(2, -1) - side / 2) / side
    surface = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
    rows, columns = (extent // side for extent in level.shape)
    cut = level[: rows * side, : columns * side].reshape(rows, side, columns, side).transpose(0, 2, 1, 3)
    blocks = cut.reshape(-1, side * side)
    smooth = (blocks.min(axis=1) > 3) & (blocks.max(axis=1) < 120) & (np.ptp(blocks, axis=1) < 12)
    blocks = blocks[smooth]
    rest = blocks - (surface @ np.linalg.lstsq(surface, blocks.T, rcond=None)[0]).T
    return rest.reshape(-1, side, side)


def test_calm_has_at_least_forty_percent_of_black_and_the_darkness_is_connected(grown, calm):
    brightest = draw(grown(1), SMALLEST, calm).max(axis=2)
    assert (brightest < LIGHT).mean() >= 0.40
    black = block_means(brightest, 90)[:, :, 0] < LIGHT
    assert largest_patch(black) > 0.5 * black.sum()


def largest_patch(black):
    """Return how many cells the largest connected patch has."""
    label = np.where(black, np.arange(1, black.size + 1).reshape(black.shape), 0)
    while True:
        wider = np.pad(label, 1)
        most = np.max([wider[1:-1, 1:-1], wider[:-2, 1:-1], wider[2:, 1:-1], wider[1:-1, :-2], wider[1:-1, 2:]], axis=0)
        spread = np.where(black, most, 0)
        if (spread == label).all():
            return np.bincount(label[black]).max()
        label = spread


def test_a_picture_with_nothing_grown_is_black():
    pixels = draw(laid(), SMALLEST)
    pixels[-120:, :120] = 0  # the Ear's corner
    assert pixels.max() <= 1


def test_the_fraction_of_a_tick_moves_charge_smoothly(grow_charged):
    world, still = grow_charged
    pictures = []
    for _ in range(3):
        pictures += [linear(draw(world, (640, 360), still, fraction)) for fraction in (0.0, 0.25, 0.5, 0.75)]
        world.step(still)
    steps = np.array([np.abs(b - a).mean() for a, b in zip(pictures, pictures[1:], strict=False)])
    assert steps.min() > 0
    assert steps.max() < 2.5 * np.median(steps)


@pytest.fixture
def grow_charged(context):
    """A long hypha with a charge that has set out along it, and a moment in which nothing else changes."""
    values = PLAIN | {"growth_speed": 0.002, "lateral_rate": 0.0, "charge_speed": 0.3, "rest_light": 0.2}
    world = laid(line((0.4, 0.5), (1.4, 0.5)), radius=0.003, **values)
    charge = np.zeros((world.quality.capacity, 2), np.uint16)
    charge[:12, 0] = 65535
    world.state.buffers[f"charge{world.hyphae.charge_now}"].write(charge.tobytes())
    return run(world, 30, **values), moment(**values, biomass=14.7)


def test_a_loaded_world_looks_as_the_saved_one(grown, calm):
    saved, loaded = grown(60), grown(1)
    loaded.restore(saved.snapshot())
    assert (draw(saved, (320, 180), calm) == draw(loaded, (320, 180), calm)).all()


def test_drawing_changes_nothing_of_the_world(grown, calm):
    drawn, undrawn = grown(1), grown(1)
    for _ in range(5):
        draw(drawn, (320, 180), calm, 0.3)
        drawn.step(calm)
        undrawn.step(calm)
    assert drawn.state_hash() == undrawn.state_hash()
