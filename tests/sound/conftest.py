"""The virtual sound card, for tests that open devices."""

from collections.abc import Iterator

import pytest
from sound_card import VirtualSoundCard, missing_programs


@pytest.fixture
def sound_card() -> Iterator[VirtualSoundCard]:
    """A running virtual sound card; fails, saying so, where its programs are not installed."""
    if missing_programs():
        pytest.fail(f"a virtual sound card needs {', '.join(missing_programs())}")
    with VirtualSoundCard() as card:
        yield card
