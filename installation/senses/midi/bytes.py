"""Bytes that came through a MIDI port become messages, whatever they are (MIDI 1.0 Detailed Specification, 1996)."""

from collections.abc import Iterable, Iterator

import mido

_LENGTHS = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2, 0xF1: 1, 0xF2: 2, 0xF3: 1}
"""Data bytes that follow a status, those of a channel by their upper four bits."""
_SYSTEM, _REALTIME, _EXCLUSIVE = 0xF0, 0xF8, 0xF0
_UNDEFINED = (0xF9, 0xFD)


class ByteStream:
    """The bytes of one port. `stray` counts those that belong to no message.

    A status holds until the next one (running status), and a realtime message may stand between any two bytes.
    """

    def __init__(self) -> None:
        self.stray = 0
        self._status = 0
        self._data: list[int] = []
        self._exclusive = False

    def feed(self, data: Iterable[int]) -> Iterator[mido.Message]:
        """Take in some bytes and give the messages that they complete."""
        for byte in data:
            if byte >= _REALTIME:
                if byte not in _UNDEFINED:
                    yield mido.Message.from_bytes([byte])
            elif byte >= 0x80:
                yield from self._begin(byte)
            elif self._status:
                yield from self._add(byte)
            elif not self._exclusive:
                self.stray += 1

    def _begin(self, status: int) -> Iterator[mido.Message]:
        self.stray += len(self._data)
        kind = status if status >= _SYSTEM else status & 0xF0
        self._exclusive = status == _EXCLUSIVE
        self._status, self._data = status if kind in _LENGTHS else 0, []
        if status == 0xF6:
            yield mido.Message.from_bytes([status])

    def _add(self, byte: int) -> Iterator[mido.Message]:
        self._data.append(byte)
        status = self._status
        if len(self._data) == _LENGTHS[status if status >= _SYSTEM else status & 0xF0]:
            data, self._data = self._data, []
            if status >= _SYSTEM:
                self._status = 0
            yield mido.Message.from_bytes([status, *data])
