"""For every test: workers that run side by side draw with one thread each, so that none waits for another.

They take the longest files first, for the same reason: what is left for the end is short. And a virtual sound card.
"""

import os
from collections.abc import Iterator

import pytest
from sound_card import VirtualSoundCard, missing_programs

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("LP_NUM_THREADS", "1")

LONGEST = (
    "test_exactness.py", "test_readme.py", "test_arc.py", "test_guard_worlds.py", "test_stories.py", "test_tell.py",
    "test_hyphae.py", "test_picture.py", "test_detail.py", "test_recorded_sound.py", "test_headless.py",
    "test_windows.py", "test_answer.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the longest files to the front; apart from that the order stays."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture
def sound_card() -> Iterator[VirtualSoundCard]:
    """A running virtual sound card; fails, saying so, where its programs are not installed."""
    if missing_programs():
        pytest.fail(f"a virtual sound card needs {', '.join(missing_programs())}")
    with VirtualSoundCard() as card:
        yield card
