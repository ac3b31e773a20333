"""Hyphae laid by hand, and pictures as linear light."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "world"))

from growing import SMALL, empty_world, moment  # noqa: E402

from installation.gpu import blocks  # noqa: E402
from installation.picture.picture import Picture  # noqa: E402
from installation.story import Moment  # noqa: E402
from installation.world.world import World  # noqa: E402

PLAIN = {
    "breath_depth": 0.0, "streaming_light": 0.0, "tip_light": 0.0, "glow": 0.0, "ground_light": 0.0,
    "hue_spread": 0.0, "ear_x": 0.0, "ear_y": 0.0, "parallax": 0.0, "pulse_rate": 0.0,
    "subject_x": 0.0, "subject_y": 0.0, "subject_size": 0.05, "membrane_light": 0.0,
}  # fmt: skip
"""Nothing but steady light from the hyphae, the same everywhere, and the Ear in a corner."""


def laid(*hyphae: NDArray[np.float64], radius: float = 0.0008, charge: float = 0.0, **parameters: float) -> World:
    """Return a world of just these hyphae: each a row of points in heights, shape (n + 1, 2), for n segments."""
    world = empty_world(SMALL)
    world.step(moment(**PLAIN | parameters))
    buffers, capacity = world.state.buffers, world.quality.capacity
    ends, ties = np.zeros((capacity, 4), np.float32), np.full((capacity, 4), -1, np.int32)
    body = np.zeros(capacity, blocks.dtype(blocks.Body))
    place = 0
    for points in hyphae:
        count = len(points) - 1
        slots = np.arange(place, place + count)
        ends[slots] = np.hstack([points[:-1], points[1:]])
        ties[slots[1:], 0], ties[slots[:-1], 1] = slots[:-1], slots[1:]
        place += count
    body["born"][:place], body["radius"][:place], body["health"][:place] = 1, radius, 1.0
    charged = np.zeros((capacity, 2), np.uint16)
    charged[:place, 0] = round(charge * 65535)
    for name, data in (("ends", ends), ("ties", ties), ("body", body), ("vigour", bytes(capacity * 16))):
        buffers[name].write(bytes(data))
    for number in range(3):
        buffers[f"charge{number}"].write(charged.tobytes())
    far_from_the_ear = np.tile(np.array([1, 1000000], np.uint32), (capacity, 1))
    for number in range(2):
        buffers[f"flow{number}"].write(far_from_the_ear.tobytes())
    buffers["grain"].write(bytes(capacity * 4))
    return world


def line(start: tuple[float, float], end: tuple[float, float], step: float = 0.006) -> NDArray[np.float64]:
    """Return the points of a straight hypha, `step` heights apart."""
    count = max(2, round(np.hypot(end[0] - start[0], end[1] - start[1]) / step))
    return np.linspace(start, end, count + 1)


def ring(centre: tuple[float, float], radius: float) -> NDArray[np.float64]:
    angle = np.linspace(0.0, 2 * np.pi, round(2 * np.pi * radius / 0.006) + 1)
    return np.stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)], axis=1)


def draw(world: World, size: tuple[int, int], seen: Moment | None = None, fraction: float = 0.0) -> NDArray[np.uint8]:
    """Return the picture of a world, shape (height, width, 3)."""
    picture = Picture(world.context, world, size)
    picture.draw(seen or moment(**PLAIN), fraction)
    pixels = picture.read()
    picture.release()
    return pixels


def linear(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the light, 0..1, that a screen gives for 8-bit sRGB (IEC 61966-2-1)."""
    shown = pixels / 255.0
    return np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)


def levels(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return light, 0..1, as levels of 255 in sRGB: the inverse of `linear`."""
    return 255.0 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 0) ** (1 / 2.4) - 0.055)


def block_means(values: NDArray[Any], rows: int) -> NDArray[np.float64]:
    """Return the means of square blocks, `rows` of them to the height."""
    side = values.shape[0] // rows
    columns = values.shape[1] // side
    cut = values[: rows * side, : columns * side].astype(float)
    return cut.reshape(rows, side, columns, side, -1).mean(axis=(1, 3))
