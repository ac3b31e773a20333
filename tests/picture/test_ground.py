"""What stands still: drawn once, drawn anew band by band where the composition changes, lit by itself."""

import numpy as np
import pytest
from drawing import PLAIN, laid, line, linear
from growing import moment

from installation.picture.ground import BANDS
from installation.picture.picture import Picture

SIZE = 640, 360
FORMS = ("totem", "banks", "oculus", "biomes")
EMPTY = line((0.001, 0.001), (0.002, 0.001))
FRAME = {"subject_x": 0.6, "subject_y": 0.5, "subject_size": 0.4, "set_light": 2.0, "waste_shade": 0.0}


def pictures(*looks):
    """Return a picture of each look in turn, as the frames of one show, of a world with next to nothing in it."""
    seen = [moment(**PLAIN | FRAME | look) for look in looks]
    world = laid(EMPTY, **PLAIN | FRAME | looks[0])
    picture = Picture(world.context, world, SIZE)
    frames = []
    for one in seen:
        world.parameters.write(one.values.tobytes())
        picture.draw(one)
        frames.append(picture.read().astype(int))
    picture.release()
    return frames


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_in_a_world_gives_light_of_its_own_and_leaves_the_dark_dark(form):
    unlit, lit = (pictures({form: 1.0, "set_light": light})[0] for light in (0.0, 2.0))
    assert linear(lit).sum() > 1.5 * linear(unlit).sum()
    assert (lit.max(axis=2) < 3).mean() > 0.4


@pytest.mark.parametrize("form", FORMS)
def test_it_has_the_colour_of_the_accent(form):
    red, blue = (
        pictures({form: 1.0, "accent_hue": hue, "accent_chroma": 0.2})[0].sum(axis=(0, 1)) for hue in (30, 260)
    )
    assert red[0] > red[2] and blue[2] > blue[0]


def test_a_change_of_the_composition_shows_once_all_bands_are_drawn():
    here, there = {"totem": 1.0}, {"totem": 1.0, "subject_x": 0.3}
    frames = pictures(here, *[there] * (BANDS + 1))
    still, moved = frames[0], frames[-1]
    between = frames[1:BANDS]
    assert all(np.abs(frame - still).max() <= 8 for frame in between)  # the light breathes
    assert np.abs(moved - still).max() > 60
    assert np.abs(moved - pictures(there)[0]).max() <= 8


def test_blocks_black_out_and_come_back_where_the_cure_works():
    lamps = {"banks": 1.0, "gap_width": 0.3}
    lit, dark, cured = (
        linear(pictures(lamps | more)[0]).sum() for more in ({}, {"blackout": 1.0}, {"blackout": 1.0, "cure": 1.0})
    )
    assert dark < 0.3 * lit
    assert cured == pytest.approx(lit, rel=0.02)
