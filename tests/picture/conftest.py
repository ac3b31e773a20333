"""The network that ships, grown in the calm of thaloria, and the session's GL context."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import moderngl
import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "world")]

from growing import USUAL, empty_world, moment, release_worlds, shared_context  # noqa: E402

from installation import presets, resources  # noqa: E402
from installation.story import Moment  # noqa: E402
from installation.world.world import World  # noqa: E402


@pytest.fixture(autouse=True)
def context() -> Iterator[moderngl.Context]:
    """The session's GL context, made current: other tests have contexts of their own."""
    with shared_context() as context:
        yield context
        release_worlds()


@pytest.fixture(scope="session")
def calm() -> Moment:
    """A moment of the calm of thaloria, with nobody there."""
    return moment(presets.find("thaloria", "calm").values)


@pytest.fixture
def grown(calm: Moment) -> Callable[[int], World]:
    """Return a world of the caller's own: the network that ships, so many ticks later, one at the least."""
    snapshot = (resources.directory("assets") / "grown" / "thaloria-16x9.snapshot").read_bytes()

    def grow(ticks: int) -> World:
        world = empty_world(USUAL)
        world.restore(snapshot)
        for _ in range(ticks):
            world.step(calm)
        return world

    return grow
