"""A datagram of Open Sound Control 1.0 as messages: the bundles are taken apart here, what is in them by python-osc.

Whoever is in the network may send anything, so what is walked through is bounded, and what makes no sense is refused
before anything believes it.
"""

import math
import struct
from collections.abc import Iterator

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message import ParseError as MessageError

BUNDLE = b"#bundle\0"
_DEEPEST = 4
"""Bundles within bundles that are followed."""
_LARGEST = 8192
_TAGS = set("ifhdTF")
"""Types of arguments that anything here takes: numbers, and true and false."""

Message = tuple[str, tuple[float, ...]]
"""An address and its numbers."""


class OscError(ValueError):
    """A datagram that makes no sense."""


def messages(data: bytes, depth: int = 0) -> Iterator[Message]:
    """Give the messages of a datagram in their order; OscError where it is broken, after those before the fault.

    The times of bundles are not waited for: what is played is for now.
    """
    if len(data) % 4 or not 0 < len(data) <= _LARGEST:
        raise OscError("expected a datagram of a multiple of four bytes")
    if not data.startswith(BUNDLE):
        yield _message(data)
        return
    if depth >= _DEEPEST:
        raise OscError(f"expected at most {_DEEPEST} bundles within one another")
    place = len(BUNDLE) + 8  # after its time
    if place > len(data):
        raise OscError("expected a bundle with its time")
    while place < len(data):
        (size,) = struct.unpack_from(">i", data, place)
        place += 4
        if not 0 < size <= len(data) - place:
            raise OscError("expected elements that fit into their bundle")
        yield from messages(data[place : place + size], depth + 1)
        place += size


def _message(data: bytes) -> Message:
    address, _, rest = data.partition(b"\0")
    tags = rest.lstrip(b"\0").partition(b"\0")[0]
    # Asked before python-osc is, which warns of each type that it does not know.
    if not address.startswith(b"/") or (tags and not (tags[:1] == b"," and set(tags[1:].decode("latin-1")) <= _TAGS)):
        raise OscError("expected an address and numbers")
    try:
        message = OscMessage(data)
        numbers = tuple(float(argument) for argument in message.params)
    except (MessageError, ValueError, OverflowError, struct.error, IndexError) as error:
        raise OscError(str(error)) from None
    if not all(map(math.isfinite, numbers)):
        raise OscError("expected finite numbers")
    return message.address, numbers
