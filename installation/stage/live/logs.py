"""The log: one line for each happening, on stderr and in a file that never outgrows the disk."""

import logging
import logging.handlers
import os
import sys
from pathlib import Path
from typing import TextIO

import platformdirs

FILE_NAME = "living-mosaic.log"
LARGEST_FILE = 2_000_000
FILES_KEPT = 5
_FORMAT = "%(asctime)s %(levelname)s %(message)s"

_log = logging.getLogger(__name__)
_copies: list[TextIO] = []
"""Of stderr, where there is one: it stays open to the end."""


def log_path() -> Path:
    """Return where the log file lies."""
    return platformdirs.user_log_path("living-mosaic") / FILE_NAME


class _StandardError(logging.Handler):
    """Writes to whatever sys.stderr is at that moment, so that a progress bar can make way for it."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stderr)
        except (OSError, ValueError):
            # Nobody reads any more: a closed terminal must not end an exhibition.
            pass


def start(level: int = logging.INFO) -> logging.Logger:
    """Send the package's log to stderr and to the log file; where that cannot be written, to stderr alone."""
    log = logging.getLogger("installation")
    if log.handlers:
        return log
    log.setLevel(level)
    log.propagate = False
    _keep_standard_error()
    _add(log, _StandardError())
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(path, "a", LARGEST_FILE, FILES_KEPT, encoding="utf-8", delay=False)
    except OSError as error:
        _log.warning("%s: there is no log file: %s", path, error.strerror or error)
        return log
    _add(log, file)
    return log


def _keep_standard_error() -> None:
    """Write to stderr through a copy of its own, so that it goes on while libraries that complain are turned away."""
    if sys.stderr is sys.__stderr__ and sys.stderr is not None and sys.stderr.fileno() == 2 and not _copies:
        _copies.append(os.fdopen(os.dup(2), "w", buffering=1, errors="backslashreplace"))
        sys.stderr = _copies[0]


def _add(log: logging.Logger, handler: logging.Handler) -> None:
    handler.setFormatter(logging.Formatter(_FORMAT))
    log.addHandler(handler)
