"""A show without a window: progress on stderr, and a preview picture that is kept fresh."""

import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from installation.files import replacing
from installation.score import TICKS_PER_SECOND
from installation.stage.live.show import Show, Stop
from installation.stage.live.timing import Pace, Summary
from installation.stage.offscreen import offscreen_context
from installation.stage.options import DEFAULT_SIZE, RunOptions

PREVIEW_SECONDS = 2.0
PROGRESS_SECONDS = 0.5
LINE_SECONDS = 10.0
"""Time between two lines of progress where stderr is no terminal, such as a service's log."""

_log = logging.getLogger(__name__)


def run_headless(options: RunOptions) -> Summary:
    """Run without a window until the end, or until a signal; GraphicsError where nothing can be drawn."""
    context = offscreen_context()
    show = Show(context, options, options.size or DEFAULT_SIZE)
    preview = Preview(options.preview or platformdirs.user_cache_path("living-mosaic") / "preview.png")
    _log.info("no window; a preview is kept fresh in %s", preview.path)
    stop, pace = Stop(), Pace(show.rate)
    try:
        with stop.on_signals(), _progress(show) as progress:
            while not (stop.asked or show.over()):
                began = time.perf_counter()
                show.draw()
                context.finish()
                show.shown(time.perf_counter() - began)
                preview.keep(show)
                progress.tell()
                pace.wait()
    finally:
        summary = show.finish()
        preview.finish(show)
    return summary


class Preview:
    """A PNG at `path` that shows the picture as it was a few seconds ago at most; it is never half written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._due = 0.0
        self._failed = False
        self._writer: threading.Thread | None = None

    def keep(self, show: Show) -> None:
        """Write the picture anew where it is time and the last writing is done."""
        now = time.perf_counter()
        if now >= self._due and (self._writer is None or not self._writer.is_alive()):
            self._due = now + PREVIEW_SECONDS
            self._start(show)

    def finish(self, show: Show) -> None:
        """Leave the last picture."""
        if self._writer is not None:
            self._writer.join()
            self._start(show)
            self._writer.join()

    def _start(self, show: Show) -> None:
        self._writer = threading.Thread(target=self._write, args=(show.picture.read(),), name="preview")
        self._writer.start()

    def _write(self, pixels: NDArray[np.uint8]) -> None:
        try:
            with replacing(self.path) as file:
                Image.fromarray(pixels).save(file, "PNG", compress_level=1)
        except OSError as error:
            if not self._failed:
                _log.warning("%s: the preview cannot be written: %s", self.path, error.strerror or error)
            self._failed = True


class _Told:
    """Progress in lines of the log."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._due = time.perf_counter() + LINE_SECONDS

    def tell(self) -> None:
        """Say how far the show is, where it is time."""
        now = time.perf_counter()
        if now >= self._due:
            self._due = now + LINE_SECONDS
            _log.info("%.0f s, %s", self._show.performance.ticks / TICKS_PER_SECOND, _state(self._show))


class _Drawn(_Told):
    """Progress as a bar on a terminal."""

    def __init__(self, show: Show, progress: Progress) -> None:
        super().__init__(show)
        self._progress = progress
        self._task = progress.add_task("", total=_ticks_to_come(show))

    def tell(self) -> None:
        now = time.perf_counter()
        if now >= self._due:
            self._due = now + PROGRESS_SECONDS
            ticks = self._show.performance.ticks
            self._progress.update(self._task, completed=ticks, description=_state(self._show), refresh=True)


@contextmanager
def _progress(show: Show) -> Iterator[_Told]:
    if not sys.stderr.isatty():
        yield _Told(show)
        return
    columns = SpinnerColumn(), TimeElapsedColumn(), BarColumn(), TextColumn("{task.description}")
    # Its own refreshing thread would take time from the picture at any moment.
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as progress:
        yield _Drawn(show, progress)


def _ticks_to_come(show: Show) -> int | None:
    if show.options.replay is not None:
        return max(1, show.options.replay.length)
    return None if show.options.seconds is None else round(show.options.seconds * TICKS_PER_SECOND)


def _state(show: Show) -> str:
    readings = show.readings()
    segments = readings.vitals.segments if readings.vitals else 0
    return f"{readings.world}, {readings.phase}, {segments} segments, {readings.fps:.0f} frames a second"
