from hypothesis import given
from hypothesis import strategies as some

from installation.senses.midi.bytes import ByteStream


def read(*chunks: bytes) -> list[str]:
    stream = ByteStream()
    return [str(message).removesuffix(" time=0") for chunk in chunks for message in stream.feed(chunk)]


ON = "note_on channel=0 note=60 velocity=100"


def test_a_message_may_come_in_pieces_and_several_at_once():
    assert read(b"\x90", b"\x3c", b"\x64") == [ON]
    assert read(b"\x90\x3c\x64\xb1\x07\x01") == [ON, "control_change channel=1 control=7 value=1"]


def test_a_status_holds_until_the_next():
    assert read(b"\x90\x3c\x64\x3c\x00", b"\x40\x01") == [
        ON, "note_on channel=0 note=60 velocity=0", "note_on channel=0 note=64 velocity=1",
    ]  # fmt: skip
    assert read(b"\xc3\x01\x02") == ["program_change channel=3 program=1", "program_change channel=3 program=2"]


def test_a_clock_may_stand_between_any_two_bytes():
    assert read(b"\x90\xf8\x3c\xfe\x64\xfa\x3c\x00")[:4] == ["clock", "active_sensing", ON, "start"]


def test_system_exclusive_is_passed_over_and_ends_running_status():
    assert read(b"\x90\x3c\x64\xf0\x01\x02\xf7\x3c\x64") == [ON]
    assert read(b"\xf0\x7e\xf8\x01", b"\x90\x3c\x64") == ["clock", ON]


def test_what_belongs_to_no_message_is_counted():
    stream = ByteStream()
    assert list(stream.feed(b"\x01\x02\xf4\x03\xf0\x01\xf7\x90\x3c\xb0")) == []
    # Two at first, one after what has no meaning, and a note that was never finished.
    assert stream.stray == 4


def test_a_song_position_is_read():
    assert read(b"\xf2\x10\x01") == ["songpos pos=144"]


@given(some.lists(some.binary(max_size=40), max_size=20))
def test_any_bytes_become_messages_or_nothing(chunks):
    whole = read(b"".join(chunks))
    assert read(*chunks) == whole
    assert all(isinstance(text, str) for text in whole)
