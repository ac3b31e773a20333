"""The guard over whole pictures: whatever the worlds are made to do, they never flash more than the standard allows.

`make guard` plays the same for longer, at the usual quality.
"""

import pytest
from bounds import COARSE
from flashes import ALLOWED, worst_scaled_share, worst_share
from growing import shared_shaders
from scenes import CHANGED, Scene, play, scenes

from installation.score import WORLDS

SCENES = [scene for world in WORLDS for scene in scenes(world)]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.world}, {scene.name}")
def test_a_scene_never_flashes_too_much_and_calm_is_left_alone(context, scene: Scene):
    film = play(context, scene, shaders=shared_shaders(), quality=COARSE)
    assert worst_share(film.shown, film.times) <= ALLOWED
    assert worst_scaled_share(film.shown, film.times) <= ALLOWED
    if scene.calm:
        assert film.changed <= CHANGED
