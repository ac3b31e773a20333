"""What lies out of focus: patches that are left out would show nothing; light gathers where the composition says."""

import numpy as np
import pytest
from drawing import PLAIN, draw, laid, line
from growing import USUAL, empty_world, moment

from installation import presets, resources
from installation.picture.picture import Picture

SIZE = 640, 360


@pytest.mark.parametrize("name", ["thaloria", "ecoverse", "purification"])
def test_patches_that_are_left_out_would_show_nothing(name):
    world, storm = restored(name), moment(presets.find(name, "chaos").values, touch_serum=1.0)
    for _ in range(16):
        world.step(storm)
    some, all_of_it = (Picture(world.context, world, SIZE) for _ in range(2))
    whole = all_of_it.backdrop.patches
    whole.look = lambda *_: whole.map.clear(1.0, 1.0, 1.0, 1.0)
    for picture in (some, all_of_it):
        picture.draw(storm)
    map_of_some = np.frombuffer(some.backdrop.patches.map.read(components=4), np.uint8)
    assert (map_of_some > 0).any() and (map_of_some == 0).any()
    assert np.abs(some.read().astype(int) - all_of_it.read()).max() <= 1
    some.release()
    all_of_it.release()


def restored(name):
    world = empty_world(USUAL)
    world.restore((resources.directory("assets") / "grown" / f"{name}-16x9.snapshot").read_bytes())
    return world


def test_light_gathers_anew_where_the_composition_changes():
    look = PLAIN | {"subject_size": 0.2, "subject_y": 0.5}
    left, right = (moment(**look | {"subject_x": x}) for x in (0.2, 0.8))
    world = laid(line((0.1, 0.5), (16 / 9 - 0.1, 0.5)), radius=0.0008, **look)
    picture, shown = Picture(world.context, world, SIZE), []
    for seen in (left, right):
        world.parameters.write(seen.values.tobytes())
        picture.draw(seen)
        shown.append(picture.read())
    picture.release()
    assert (shown[1] == draw(world, SIZE, right)).all()
    halves = [one.sum(axis=(0, 2)).reshape(2, -1).sum(axis=1) for one in shown]
    assert halves[0][0] > 1.1 * halves[0][1]
    assert halves[1][1] > 1.1 * halves[1][0]
