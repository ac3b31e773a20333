"""Kept stills: what the picture looked like when somebody last looked at it and found it good.

`python -m tests.picture.stills` makes them anew, in tests/picture/stills, 320x180 each. Look at them before they
are committed. They show hyphae laid by hand and the grown network that ships, so that no driver's own way of
growing tells in them.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "world")]

from drawing import PLAIN, draw, laid, line, ring  # noqa: E402
from growing import USUAL, empty_world, moment, release_worlds, shared_context  # noqa: E402

from installation import presets, resources  # noqa: E402
from installation.params import find  # noqa: E402
from installation.story import Touch  # noqa: E402

FOLDER = Path(__file__).parent / "stills"
SIZE = 320, 180
NEUTRAL = {name: find(name).default for name in ("glow", "ground_light", "hue_spread", "breath_depth")}


def threads() -> NDArray[np.uint8]:
    """Crossing threads and a ring, thinner than a pixel, in the neutral look."""
    fan = [
        line((0.3, 0.2), (0.3 + 0.6 * np.cos(a), 0.2 + 0.6 * np.sin(a))) for a in np.radians([2, 15, 31, 47, 64, 88])
    ]
    world = laid(*fan, line((0.2, 0.6), (1.6, 0.35)), ring((1.3, 0.6), 0.25), radius=0.0006, **NEUTRAL)
    return draw(world, SIZE, moment(**PLAIN | NEUTRAL))


def cords() -> NDArray[np.uint8]:
    """Thick cords that cross, charged: relief, contact shadow, glow and the light of a charge."""
    bow = ring((0.9, 0.3), 0.35)
    world = laid(line((0.2, 0.3), (1.6, 0.7)), bow, line((0.5, 0.9), (1.2, 0.1)), radius=0.008, charge=0.25, **NEUTRAL)
    return draw(world, SIZE, moment(**PLAIN | NEUTRAL))


def shipped(phase: str) -> NDArray[np.uint8]:
    """The grown network that ships, touched a tick ago, in the look of a phase."""
    world = empty_world(USUAL)
    world.restore((resources.directory("assets") / "grown" / "thaloria-16x9.snapshot").read_bytes())
    values = presets.find("thaloria", phase).values
    touches = Touch(0.62 * 16 / 9, 0.46, 1.0, "pointer"), Touch(0.68, 0.42, 0.8, "voice")
    world.step(moment(values, touches))
    return draw(world, SIZE, moment(values), fraction=0.5)


STILLS: dict[str, Callable[[], NDArray[np.uint8]]] = {"threads": threads, "cords": cords} | {
    phase: (lambda phase=phase: shipped(phase)) for phase in ("calm", "celebration")
}


def main() -> None:
    """Write every still."""
    FOLDER.mkdir(exist_ok=True)
    with shared_context():
        for name, make in STILLS.items():
            Image.fromarray(make()).save(FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
            release_worlds()


if __name__ == "__main__":
    main()
