"""The marks of earlier stories: each seen where it stands, the older the dimmer, the same at every size."""

import functools
from dataclasses import replace

import numpy as np
import pytest
from drawing import PLAIN, block_means, levels, linear
from growing import SMALL, empty_world, moment

from installation.picture.picture import Picture
from installation.story.moment import Mark

FORMS = {
    "ecoverse": {"totem": 1.0},
    "nutrient_network": {"banks": 1.0},
    "purification": {"oculus": 1.0},
    "nutrient_symphony": {"biomes": 1.0},
    "thaloria": {"rib_depth": 0.7},
}
PLACE = 0.5, 0.45
SIZE = 640, 360
REACH = 0.1
"""Heights from where a mark stands beyond which nothing of it is seen."""
every_world = pytest.mark.parametrize("world", FORMS)
BETWEEN = {"totem": 0.5, "oculus": 0.5}


def mark(strength=1.0, seed=7, place=PLACE):
    return Mark("", place, strength, seed)


def drawn(form, *marks, size=SIZE, before=(), **parameters):
    """Return the picture, and the scene's linear light, of the bare ground of a form with marks on it."""
    world = empty_world(SMALL)
    seen = moment(**PLAIN | FORMS.get(form, BETWEEN) | parameters)
    world.step(replace(seen, marks=tuple(before)))
    seen = replace(seen, marks=marks)
    world.step(seen)
    picture = Picture(world.context, world, size)
    picture.draw(seen)
    scene = np.frombuffer(picture.scene_light.read(), np.float16).reshape(size[1], size[0], 4)[::-1].astype(float)
    pixels = picture.read()
    picture.release()
    return pixels, scene


@functools.cache
def bare(form):
    """Return what `drawn` returns where there are no marks."""
    return drawn(form)


def light_of(form, *marks):
    """Return the linear light that marks add to each pixel of the scene, shape (height, width)."""
    return (drawn(form, *marks)[1] - bare(form)[1])[:, :, :3].sum(axis=2)


def away(shape, place=PLACE):
    """Return the distance in heights of each pixel from a place in shares of the frame."""
    rows, columns = (np.indices(shape) + 0.5) / shape[0]
    return np.hypot(columns - place[0] * 16 / 9, 1.0 - rows - place[1])


@every_world
def test_a_mark_is_seen_where_it_stands_and_nowhere_else(world):
    change = drawn(world, mark())[0].astype(int) - bare(world)[0]
    added, distance = change.max(axis=2), away(change.shape[:2])
    assert (added[distance < REACH] > 60).sum() > 15
    assert np.abs(change)[distance > REACH].max() <= 1


@every_world
def test_no_mark_is_drawn_where_there_is_none_any_more(world):
    for none in (drawn(world, before=[mark()]), drawn(world, mark(strength=0.0)), drawn(world, mark(), mark_light=0.0)):
        assert (none[0] == bare(world)[0]).all()


@every_world
def test_an_older_mark_is_dimmer_and_smaller(world):
    lights = [light_of(world, mark(strength)) for strength in (1.0, 0.6, 1 / 12)]
    whole, peak = [light.sum() for light in lights], [light.max() for light in lights]
    area = [(light > 0.05 * light.max()).sum() for light in lights]
    assert whole[0] > 1.5 * whole[1] > 6.0 * whole[2] > 0.0
    assert peak[0] > peak[1] > 2.0 * peak[2]
    assert area[0] > area[1] > area[2]


@every_world
def test_every_seed_has_a_shape_of_its_own(world):
    one, again, other = (light_of(world, mark(seed=seed)) for seed in (7, 7, 8))
    assert (one == again).all()
    assert np.abs(one - other).sum() > 0.25 * one.sum()


@every_world
def test_twelve_marks_are_clean_light(world):
    places = [(0.1 + 0.16 * (n % 6), 0.3 + 0.3 * (n // 6)) for n in range(12)]
    marks = [mark(1.0 - n / 12, 0x9E3779B9 * (n + 1) & 0xFFFFFFFF, place) for n, place in enumerate(places)]
    scene = drawn(world, *marks)[1]
    assert np.isfinite(scene).all()
    assert scene.min() >= 0.0
    assert scene[:, :, 3].max() <= 1.001
    light = light_of(world, *marks)
    for place in places:
        assert light[away(light.shape, place) < REACH].max() > 0.05


@every_world
def test_a_mark_is_the_same_at_two_sizes(world):
    small, large = (drawn(world, mark(), size=size)[0] for size in ((960, 540), (1920, 1080)))
    seen = [levels(block_means(linear(pixels), 180)) for pixels in (large, small)]
    near = away(seen[0].shape[:2]) < REACH
    assert linear(large).sum() / 4 == pytest.approx(linear(small).sum(), rel=0.08)
    assert np.abs(seen[0] - seen[1])[near].mean() < 2.5


def test_kinds_blend_in_a_crossing():
    """Half of one form and half of the other show half of the light of each."""
    totem, grove, both = (light_of(form, mark()) for form in ("ecoverse", "purification", "between"))
    assert both == pytest.approx(0.5 * (totem + grove), abs=0.01)
