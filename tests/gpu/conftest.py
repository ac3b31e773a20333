"""A GL context without a window."""

from collections.abc import Iterator

import moderngl
import pytest

from installation.stage.offscreen import offscreen_context


@pytest.fixture(scope="module")
def context() -> Iterator[moderngl.Context]:
    """A GL context without a window."""
    context = offscreen_context()
    yield context
    context.release()
