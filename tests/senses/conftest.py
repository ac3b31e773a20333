"""The virtual sound card, for tests that open devices."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Helpers that several folders of tests share lie in tests/.
sys.path.insert(0, str(Path(__file__).parents[1]))

from sound_card import VirtualSoundCard, missing_programs  # noqa: E402


@pytest.fixture
def sound_card() -> Iterator[VirtualSoundCard]:
    """A running virtual sound card; skips, saying so, where its programs are not installed."""
    if missing_programs():
        pytest.skip(f"a virtual sound card needs {', '.join(missing_programs())}")
    with VirtualSoundCard() as card:
        yield card
