"""What completed stories left in their worlds, kept on this machine from one run to the next, for weeks."""

import json
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import platformdirs

from installation.files import free_path, replacing
from installation.story import Mark

FILE_NAME = "marks.json"
FORMAT, VERSION = "living-mosaic marks", 1


def state_folder() -> Path:
    """Return the folder for what is kept between runs where nobody names another; it need not exist."""
    return platformdirs.user_state_path("living-mosaic")


class Keepsakes:
    """The marks in a folder. What goes wrong with them is said once by `say`, and never ends the show.

    With `fresh` there are none to begin with; those that were kept before are set aside when the first new one is.
    A file that is torn or not ours is set aside at once.
    """

    def __init__(self, folder: Path, say: Callable[[str, int], None], fresh: bool = False) -> None:
        self._path, self._say, self._fresh = folder / FILE_NAME, say, fresh
        self.marks: tuple[Mark, ...] = () if fresh else self._read()
        """What is kept, the oldest first."""
        self._complained = False
        self._writer: threading.Thread | None = None

    def keep(self, marks: Sequence[Mark]) -> None:
        """Keep these marks, where they are others than before: another thread writes them, at once or not at all."""
        if tuple(marks) != self.marks and (self._writer is None or not self._writer.is_alive()):
            self.marks = tuple(marks)
            self._writer = threading.Thread(target=self._write, args=(self.marks,), name="marks")
            self._writer.start()

    def finish(self, marks: Sequence[Mark]) -> None:
        """Keep the last marks, and wait until that is done."""
        for _ in range(2):
            if self._writer is not None:
                self._writer.join()
            self.keep(marks)

    def _read(self) -> tuple[Mark, ...]:
        try:
            text = self._path.read_text(encoding="utf-8")
            return _parse(text)
        except FileNotFoundError:
            return ()
        except OSError as error:
            self._say(f"{self._path}: the marks cannot be read: {error.strerror}; they begin anew", logging.WARNING)
        except ValueError:
            self._set_aside("these are no marks, or torn ones")
        return ()

    def _set_aside(self, reason: str) -> None:
        place = free_path(self._path.parent, f"{self._path.stem}-set-aside", self._path.suffix)
        try:
            self._path.rename(place)
        except OSError as error:
            self._say(f"{self._path}: {reason}; they cannot be set aside: {error.strerror}", logging.WARNING)
        else:
            self._say(f"{self._path}: {reason}; they lie in {place.name} now, and marks begin anew", logging.WARNING)

    def _write(self, marks: Sequence[Mark]) -> None:
        if self._fresh and self._path.exists():
            self._set_aside("marks of earlier stories")
        self._fresh = False
        table = {"format": FORMAT, "version": VERSION, "marks": [mark.row() for mark in marks]}
        try:
            with replacing(self._path, lasting=True) as file:
                file.write(json.dumps(table, indent=1).encode() + b"\n")
        except OSError as error:
            if not self._complained:
                said = f"{self._path}: the marks cannot be kept: {error.strerror or error}"
                self._say(said, logging.WARNING)
            self._complained = True


def _parse(text: str) -> tuple[Mark, ...]:
    """Return the marks of a file's text; ValueError where it is not such a file."""
    try:
        table: Any = json.loads(text)
        if (table["format"], table["version"]) != (FORMAT, VERSION):
            raise ValueError("another format")
        return tuple(Mark.from_row(values) for values in table["marks"])
    except (TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from None
