"""What is kept of all that came between two ticks."""

from hypothesis import given
from hypothesis import strategies as some

from installation.senses.midi.feed import Inbox


def kept(*data: tuple[int, ...]) -> list[tuple[int, ...]]:
    """What is kept of messages that came at once, as bytes, in order."""
    inbox = Inbox()
    for number, one in enumerate(data):
        inbox.put("Keys", number / 1000, one)
    return [tuple(message.bytes()) for _, _, message in inbox.take()]


def turned(*values: int) -> list[int]:
    return [data[2] for data in kept(*((0xB0, 70, value) for value in values))]


def test_a_control_that_went_there_and_back_has_been_there():
    assert turned(0, 40, 90, 127, 80, 30, 0) == [0, 127, 0]
    assert turned(100, 50, 120, 60) == [100, 50, 120, 60]
    assert turned(64) == [64]


@given(some.lists(some.integers(0, 127), min_size=1, max_size=300))
def test_of_any_turn_the_ends_are_kept_in_order_and_little_else(values):
    told = turned(*values)
    assert told[0] == values[0] and told[-1] == values[-1] and len(told) <= 4
    assert {min(values), max(values)} <= set(told)
    places = [values.index(told[0]), *(values.index(value) for value in told[1:-1])]
    assert places == sorted(places)


def test_a_note_that_was_struck_and_let_go_is_both():
    assert kept((0x90, 60, 40), (0x80, 60, 0), (0x90, 60, 90), (0x80, 60, 0)) == [(0x90, 60, 90), (0x80, 60, 0)]
