"""Worlds to look at: `grow(ticks, quality, seed, **parameters)` grows each of them once in a session."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import moderngl
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from growing import Nursery, release_worlds, shared_context  # noqa: E402

from installation.world.world import World  # noqa: E402

_nursery = Nursery()


@pytest.fixture(autouse=True)
def context() -> Iterator[moderngl.Context]:
    """The session's GL context, made current: other tests have contexts of their own."""
    context = shared_context()
    with context:
        yield context
        release_worlds()


@pytest.fixture
def grow(context: moderngl.Context) -> Callable[..., World]:
    """Return a world of the neutral preset with some parameters, so many ticks old, that the test may change."""
    return _nursery.grow
