"""What tests look at besides the graph: symbionts, the wound, flora and spores of a world, read from the GPU."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.gpu import blocks
from installation.world.world import World

AWAKE = 1


def records(world: World, name: str, block: type) -> NDArray[Any]:
    """The entries of one of the world's buffers."""
    return np.frombuffer(world.state.buffers[name].read(), blocks.dtype(block))


def awake(world: World) -> NDArray[Any]:
    """The symbionts that are awake."""
    found = records(world, "symbionts", blocks.Symbiont)
    return found[(found["state"] & AWAKE) > 0]


def wound(world: World) -> NDArray[np.float32]:
    """Waste, serum, sterile and scar of each cell, shape (rows, columns, 4)."""
    data = world.state.textures[f"wound{world.fields.now}"].read()
    return np.frombuffer(data, np.float32).reshape(world.rows, world.columns, 4)


def open_flora(world: World) -> NDArray[Any]:
    """The blossoms that are open."""
    found = records(world, "blossoms", blocks.Blossom)
    return found[found["open"] > 0.5]


def aloft(world: World) -> NDArray[Any]:
    """The spores in the air."""
    found = records(world, "drifting", blocks.Spore)
    return found[found["born"] > 0]
