"""A virtual screen, and a GL context without a window."""

import sys
from collections.abc import Iterator
from pathlib import Path

import moderngl
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from screen import VirtualScreen, missing_programs  # noqa: E402

from installation.stage.offscreen import offscreen_context  # noqa: E402


@pytest.fixture(scope="session")
def screen() -> Iterator[VirtualScreen]:
    """A virtual screen; fails, saying so, where its programs are not installed."""
    if missing_programs():
        pytest.fail(f"a virtual screen needs {', '.join(missing_programs())}")
    with VirtualScreen() as screen:
        yield screen


@pytest.fixture(scope="module")
def context() -> Iterator[moderngl.Context]:
    """A GL context without a window."""
    context = offscreen_context()
    yield context
    context.release()
