"""The guard: what is shown never flashes more than the standard allows, and what is harmless passes untouched."""

import moderngl
import numpy as np
import pytest
from flashes import Frames, worst_share

from installation import resources
from installation.gpu.shaders import Shaders
from installation.picture.guard import Guard

WIDTH, HEIGHT = 192, 108


class Screen:
    """A guard between frames and a screen of 192x108, whose cells are single pixels, or of a multiple."""

    def __init__(self, context: moderngl.Context, times: int = 1) -> None:
        shaders = Shaders(context, resources.directory("shaders"))
        self.size = WIDTH * times, HEIGHT * times
        self.guard, self.shaders, self.context = Guard(context, shaders), shaders, context
        self.guard.fit(WIDTH / HEIGHT)
        textures = [context.texture(self.size, 4) for _ in range(2)]
        self.coming, self.shown = (context.framebuffer([texture]) for texture in textures)
        self.shown.clear(0.0, 0.0, 0.0, 1.0)
        self.array = context.vertex_array(self.guard.held.gl, [])

    def show(self, frames: Frames, fps: float) -> Frames:
        shown = []
        for n, frame in enumerate(frames):
            opaque = np.dstack([frame, np.full(frame.shape[:2], 255, np.uint8)])
            self.coming.color_attachments[0].write(opaque.tobytes())
            self.guard.draw(self.coming, self.shown, 5.0 + n / fps, lambda program: self.array)
            data = np.frombuffer(self.coming.read(components=3, alignment=1), np.uint8)
            shown.append(data.reshape(frame.shape).copy())
            self.coming, self.shown = self.shown, self.coming
        return np.array(shown)


def strobe(count: int, every: int, bright: tuple[int, int, int], dark: tuple[int, int, int], times: int = 1) -> Frames:
    frames = np.zeros((count, HEIGHT * times, WIDTH * times, 3), np.uint8)
    frames[:] = dark
    frames[(np.arange(count) // every) % 2 == 1] = bright
    return frames


@pytest.mark.parametrize("fps, every", [(60, 1), (60, 3), (60, 6), (24, 1), (24, 2), (30, 3), (144, 7)])
@pytest.mark.parametrize(
    "bright, dark", [((255, 255, 255), (0, 0, 0)), ((120, 110, 100), (20, 20, 30)), ((255, 0, 0), (0, 0, 0))]
)
def test_a_strobe_is_held(context, fps, every, bright, dark):
    frames = strobe(int(fps * 3), every, bright, dark)
    assert worst_share(frames, fps) > 0.25
    assert worst_share(Screen(context).show(frames, fps), fps) == 0.0


def test_a_spark_that_flickers_is_let_go(context):
    frames = np.zeros((120, HEIGHT, WIDTH, 3), np.uint8)
    frames[::4, 40:50, 60:80] = 255
    frames[1::4, 40:50, 60:80] = 255
    assert 0.0 < worst_share(frames, 60) < 0.25
    assert np.array_equal(Screen(context).show(frames, 60), frames)


def test_a_part_that_flashes_is_held_and_the_rest_goes_on(context):
    frames = strobe(180, 4, (255, 255, 255), (0, 0, 0))
    frames[:, :, WIDTH // 2 :] = (np.arange(180) % 120)[:, None, None, None]
    shown = Screen(context).show(frames, 60)
    assert worst_share(frames, 60) > 0.25 and worst_share(shown, 60) == 0.0
    assert np.array_equal(shown[:, :, WIDTH // 2 + 2 :], frames[:, :, WIDTH // 2 + 2 :])


def test_fine_stripes_that_swap_flash_for_nobody_and_pass(context):
    frames = np.zeros((90, HEIGHT * 4, WIDTH * 4, 3), np.uint8)
    frames[0::2, :, 0::2] = 200
    frames[1::2, :, 1::2] = 200
    assert np.array_equal(Screen(context, 4).show(frames, 60), frames)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_wild_light_is_held(context, seed):
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (120, 9, 16, 3), dtype=np.uint8)
    frames = coarse.repeat(12, axis=1).repeat(12, axis=2)
    shown = Screen(context).show(frames, 30)
    assert worst_share(frames, 30) > 0.25
    assert worst_share(shown, 30) <= 0.25


def test_three_flashes_in_a_second_and_slow_change_pass_untouched(context):
    flashes = strobe(60, 10, (255, 255, 255), (0, 0, 0))
    slow = np.linspace(0, 255, 120).astype(np.uint8)[:, None, None, None] * np.ones((1, HEIGHT, WIDTH, 3), np.uint8)
    assert np.array_equal(Screen(context).show(flashes, 60), flashes)
    assert np.array_equal(Screen(context).show(slow, 60), slow)


def test_light_comes_back_when_the_flashing_ends(context):
    frames = strobe(240, 3, (255, 255, 255), (0, 0, 0))
    frames[120:] = 255
    assert Screen(context).show(frames, 60)[-1].min() == 255


def test_a_show_of_months_does_not_stop_the_clock(context):
    screen = Screen(context)
    frames = strobe(180, 3, (255, 255, 255), (0, 0, 0))
    screen.show(frames, 60)
    screen.guard.draw(screen.coming, screen.shown, 4294967.0, lambda program: screen.array)
    assert worst_share(screen.show(frames, 60), 60) == 0.0
