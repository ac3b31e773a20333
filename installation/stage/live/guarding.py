"""What the guard did, for people: when it held the picture, where, and why, read back too late to be waited for."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import moderngl
import numpy as np

from installation.files import open_text
from installation.gpu import blocks
from installation.picture.guard import ROWS, Guard

LATE = 4
"""Frames after which a finding is read: by then the GPU is done with it, and nothing waits."""
PAUSE = 1.0
"""Seconds without holding after which the next one counts as another."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Holding:
    """A stretch of pictures that the guard held, in part or whole.

    `begin` and `end` are seconds since the show began; `full` is the largest number of cells that had flashed as often
    as they may, `over` of those that had once too often, of `cells` in all. `left`, `bottom`, `width` and `height` are
    the part of the picture in which all that was held lies, as shares of it.
    """

    begin: float
    end: float
    frames: int
    full: int
    over: int
    cells: int
    left: float
    bottom: float
    width: float
    height: float

    def joined(self, later: "Holding") -> "Holding":
        """Return both as one."""
        left, bottom = min(self.left, later.left), min(self.bottom, later.bottom)
        right = max(self.left + self.width, later.left + later.width)
        top = max(self.bottom + self.height, later.bottom + later.height)
        return Holding(
            self.begin, later.end, self.frames + later.frames, max(self.full, later.full), max(self.over, later.over),
            self.cells, left, bottom, right - left, top - bottom,
        )  # fmt: skip

    def told(self) -> str:
        """Say on what it acted, for the panel."""
        middle = self.left + self.width / 2, self.bottom + self.height / 2
        down = "lower" if middle[1] < 0.4 else "upper" if middle[1] > 0.6 else "middle"
        across = "left" if middle[0] < 0.4 else "right" if middle[0] > 0.6 else "centre"
        share = self.width * self.height
        place = "the whole picture" if share > 0.95 else f"{down} {across}, {max(share, 0.01):.0%} of the picture"
        return f"{place}, {self.full} of {self.cells} cells flashed"


class GuardWatch:
    """Watches a guard frame by frame, and writes every holding into the file `report`, as JSON Lines.

    OutputError where that cannot be opened; a disk that fills up ends the report, not the show.
    """

    def __init__(self, context: moderngl.Context, guard: Guard, report: Path | None = None) -> None:
        self.last: Holding | None = None
        """The holding under way, or the last one."""
        self.frames = 0
        """Pictures held so far, in part or whole."""
        self._context, self._guard, self._path = context, guard, report
        self._file: TextIO | None = open_text(report) if report else None
        # A buffer of its own for each frame on its way: reading one must not wait for what is written to another.
        size = blocks.dtype(blocks.Held).itemsize
        self._ring = [(context.buffer(reserve=size), 0.0, 0) for _ in range(LATE)]
        self._count = 0
        self._unwritten = False
        self._began = datetime.now()

    def keep(self, seconds: float) -> None:
        """Take note of the picture that was just drawn, `seconds` after the show began; read an earlier one."""
        place = self._count % LATE
        self._read(place)
        buffer = self._ring[place][0]
        self._context.copy_buffer(buffer, self._guard.findings, buffer.size)
        self._ring[place] = buffer, seconds, self._guard.columns
        self._count += 1
        if self.last is not None and seconds - self.last.end >= PAUSE:
            self._write()

    def finish(self, say: Callable[[str, int], None]) -> None:
        """Read what is still on its way, close the report, and say what there was; call it once."""
        for number in range(self._count, self._count + LATE):
            self._read(number % LATE)
        self._write()
        if self._file is None:
            return
        self._file.close()
        said = f"{self.frames} pictures were held in part or whole" if self.frames else "nothing was held"
        say(f"guard: {said}; {self._path}", logging.INFO)

    def _read(self, place: int) -> None:
        buffer, seconds, columns = self._ring[place]
        if not columns:
            return
        found = np.frombuffer(buffer.read(), blocks.dtype(blocks.Held))[0]
        self._ring[place] = buffer, seconds, 0
        if found["instances"]:
            self._held(_holding(found, seconds, columns))

    def _held(self, holding: Holding) -> None:
        self.frames += 1
        if self.last is not None and holding.begin - self.last.end < PAUSE:
            self.last = self.last.joined(holding)
        else:
            self._write()
            self.last = holding
        self._unwritten = True

    def _write(self) -> None:
        if self._file is not None and self.last is not None and self._unwritten:
            when = (self._began + timedelta(seconds=self.last.begin)).isoformat(timespec="seconds")
            told = {"time": when} | {name: round(value, 4) for name, value in asdict(self.last).items()}
            try:
                self._file.write(json.dumps(told) + "\n")
                self._file.flush()
            except OSError as error:
                _log.warning("%s: the report ended: %s", self._path, error.strerror)
                self._file = None
        self._unwritten = False


def _holding(found: np.void, seconds: float, columns: int) -> Holding:
    left, bottom = int(found["left"]) / columns, int(found["bottom"]) / ROWS
    right, top = min(int(found["right"]), columns) / columns, min(int(found["top"]), ROWS) / ROWS
    place = left, bottom, right - left, top - bottom
    return Holding(seconds, seconds, 1, int(found["full"]), int(found["over"]), columns * ROWS, *place)
