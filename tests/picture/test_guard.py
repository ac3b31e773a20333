"""The guard: what is shown never flashes more than the standard allows, and what is harmless passes untouched."""

import moderngl
import numpy as np
import pytest
import wild
from flashes import ALLOWED, ROWS, Frames, worst_share
from numpy.typing import NDArray

from installation import resources
from installation.gpu.shaders import Shaders
from installation.picture.guard import Guard

WIDTH = 192
NARROW = 12
"""Cells across where a narrow picture says as much."""
SEQUENCES = 500

Times = NDArray[np.float64]


class Screen:
    """A guard between frames and a screen that was black before. At 108 rows its cells are its pixels."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int] = (NARROW, ROWS)) -> None:
        self._context, self._shaders = context, Shaders(context, resources.directory("shaders"))
        textures = [context.texture(size, 4) for _ in range(2)]
        self.coming, self.shown = (context.framebuffer([texture]) for texture in textures)
        self._aspect = size[0] / size[1]
        self.begin()
        self.array = context.vertex_array(self.guard.held.gl, [])

    def begin(self) -> None:
        self.guard = Guard(self._context, self._shaders)
        self.guard.fit(self._aspect)
        self.shown.clear(0.0, 0.0, 0.0, 1.0)

    def show(self, frames: Frames, times: Times) -> Frames:
        shown = []
        opaque = np.concatenate([frames, np.full_like(frames[..., :1], 255)], axis=-1)
        for frame, time in zip(opaque, times, strict=True):
            self.coming.color_attachments[0].write(frame.tobytes())
            self.guard.draw(self.coming, self.shown, 5.0 + time, lambda program: self.array)
            data = np.frombuffer(self.coming.read(components=3, alignment=1), np.uint8)
            shown.append(data.reshape(frames.shape[1:]).copy())
            self.coming, self.shown = self.shown, self.coming
        return np.array(shown)


def at(fps: float, frames: Frames) -> Times:
    return np.arange(len(frames)) / fps


def strobe(
    count: int, every: int, bright: tuple[int, int, int], dark: tuple[int, int, int], width: int = NARROW
) -> Frames:
    frames = np.zeros((count, ROWS, width, 3), np.uint8)
    frames[:] = dark
    frames[(np.arange(count) // every) % 2 == 1] = bright
    return frames


WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (255, 0, 0)


@pytest.mark.parametrize("fps, every", [(60, 1), (60, 3), (60, 6), (24, 1), (24, 2), (30, 3), (144, 8)])
@pytest.mark.parametrize("bright, dark", [(WHITE, BLACK), ((120, 110, 100), (20, 20, 30)), (RED, BLACK)])
def test_a_strobe_is_held(context, fps, every, bright, dark):
    frames = strobe(int(fps * 2.5), every, bright, dark)
    assert worst_share(frames, at(fps, frames)) > ALLOWED
    assert worst_share(Screen(context).show(frames, at(fps, frames)), at(fps, frames)) == 0.0


@pytest.mark.parametrize("axis", [1, 2])
def test_halves_in_counter_phase_are_held(context, axis):
    """The light of the whole stays the same, that of no part does."""
    frames = strobe(150, 3, WHITE, BLACK)
    half = frames.shape[axis] // 2
    other = (slice(None),) * axis + (slice(half, None),)
    frames[other] = 255 - frames[other]
    assert worst_share(frames, at(60, frames)) > ALLOWED
    assert worst_share(Screen(context).show(frames, at(60, frames)), at(60, frames)) == 0.0


@pytest.mark.parametrize(
    "one, other",
    [(RED, BLACK), (RED, (120, 60, 60)), ((100, 0, 0), (0, 0, 160)), ((60, 0, 0), (148, 0, 116))],
    ids=["black", "pale", "blue", "purple"],
)
def test_red_that_alternates_is_held(context, one, other):
    """Also where both are of much the same luminance, or the paler red has more of it."""
    frames = strobe(150, 3, one, other)
    assert worst_share(frames, at(60, frames)) > ALLOWED
    assert worst_share(Screen(context).show(frames, at(60, frames)), at(60, frames)) == 0.0


def test_five_hundred_wild_sequences_are_held(context):
    screen = Screen(context, (NARROW, ROWS))
    worst: list[float] = []
    wilder = 0
    for number in range(SEQUENCES):
        sequence = wild.sequence(number, NARROW, ROWS)
        screen.begin()
        worst.append(worst_share(screen.show(*sequence), sequence.times))
        # That they are wild indeed is seen from some of them.
        wilder += number < SEQUENCES / 10 and worst_share(*sequence) > ALLOWED
    assert wilder > SEQUENCES / 20
    assert [number for number, share in enumerate(worst) if share > ALLOWED] == []


@pytest.mark.parametrize("size", [(96, 432), (40, 180), (80, 360)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_cells_of_many_pixels_are_held(context, size):
    """Also those that pixels do not fill evenly, and whatever lies in them."""
    screen = Screen(context, size)
    for number in range(8):
        sequence = wild.sequence(number, *size)
        screen.begin()
        assert worst_share(screen.show(*sequence), sequence.times) <= ALLOWED, number


@pytest.mark.parametrize("gap", [4, 7])
@pytest.mark.parametrize("size", [(40, 180), (80, 720), (60, 1080)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_threads_finer_than_a_sampler_sees_are_held(context, size, gap):
    frames = np.zeros((40, size[1], size[0], 3), np.uint8)
    frames[(np.arange(40) // 2) % 2 == 1, :, ::gap] = 255
    assert worst_share(frames, at(20, frames)) > ALLOWED
    assert worst_share(Screen(context, size).show(frames, at(20, frames)), at(20, frames)) <= ALLOWED


def test_a_spark_that_flickers_is_let_go(context):
    frames = np.zeros((90, ROWS, NARROW, 3), np.uint8)
    frames[::4, 40:44, 5:8] = 255
    frames[1::4, 40:44, 5:8] = 255
    assert 0.0 < worst_share(frames, at(60, frames)) < ALLOWED
    assert np.array_equal(Screen(context).show(frames, at(60, frames)), frames)


def test_a_part_that_flashes_is_held_and_the_rest_goes_on(context):
    frames = strobe(120, 4, WHITE, BLACK, WIDTH)
    frames[:, :, WIDTH // 2 :] = np.arange(120)[:, None, None, None]
    shown = Screen(context, (WIDTH, ROWS)).show(frames, at(60, frames))
    assert worst_share(frames, at(60, frames)) > ALLOWED and worst_share(shown, at(60, frames)) == 0.0
    assert np.array_equal(shown[:, :, WIDTH // 2 + 2 :], frames[:, :, WIDTH // 2 + 2 :])


def test_fine_stripes_that_swap_flash_for_nobody_and_pass(context):
    size = 4 * NARROW, 4 * ROWS
    frames = np.zeros((90, size[1], size[0], 3), np.uint8)
    frames[0::2, :, 0::2] = 200
    frames[1::2, :, 1::2] = 200
    assert np.array_equal(Screen(context, size).show(frames, at(60, frames)), frames)


def test_three_flashes_in_a_second_and_slow_change_pass_untouched(context):
    flashes = strobe(60, 10, WHITE, BLACK)
    slow = np.linspace(0, 255, 120).astype(np.uint8)[:, None, None, None] * np.ones((1, ROWS, NARROW, 3), np.uint8)
    for frames in flashes, slow:
        assert np.array_equal(Screen(context).show(frames, at(60, frames)), frames)


def test_light_comes_back_when_the_flashing_ends(context):
    frames = strobe(240, 3, WHITE, BLACK)
    frames[120:] = 255
    assert Screen(context).show(frames, at(60, frames))[-1].min() == 255


def test_a_show_of_months_does_not_stop_the_clock(context):
    screen = Screen(context)
    frames = strobe(180, 3, WHITE, BLACK)
    screen.show(frames, at(60, frames))
    screen.guard.draw(screen.coming, screen.shown, 4294967.0, lambda program: screen.array)
    assert worst_share(screen.show(frames, at(60, frames)), at(60, frames)) == 0.0
