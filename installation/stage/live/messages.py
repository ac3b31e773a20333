"""What the people at the machine are told: in the log always, and in the overlay."""

import logging
from collections import deque
from collections.abc import Mapping

_NOTES = 5

_log = logging.getLogger(__name__)


class Messages:
    """The last notes, and the faults of files, which stay until they are mended.

    `count` grows with every note, so that whoever shows the newest one for a while can tell a new one.
    """

    def __init__(self) -> None:
        self.notes: deque[str] = deque(maxlen=_NOTES)
        self.faults: dict[str, str] = {}
        self.count = 0

    def say(self, text: str, level: int = logging.INFO) -> None:
        """Tell something that happened, once."""
        _log.log(level, "%s", text)
        self.keep(text)

    def keep(self, text: str) -> None:
        """Show something that is in the log already."""
        self.notes.append(text)
        self.count += 1

    def set_faults(self, faults: Mapping[str, str]) -> None:
        """Take on what is wrong now, by origin; what is new is logged, what is gone was mended."""
        for origin, text in faults.items():
            if self.faults.get(origin) != text:
                _log.warning("%s", text)
        self.faults = dict(faults)
