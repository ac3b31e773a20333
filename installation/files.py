"""Files that people name: read or refused, asked about before any work is done, replaced at once or not at all."""

import contextlib
import os
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO


class OutputError(ValueError):
    """A file that cannot be written; the message names it and says why."""


def check_writable(path: Path) -> None:
    """Raise OutputError where no file can be written at `path`; an old one stays as it is."""
    existed = path.exists()
    try:
        with open(path, "ab"):
            pass
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None
    if not existed:
        path.unlink()


def open_text(path: Path) -> TextIO:
    """Open a text file for writing; OutputError where that is not possible."""
    try:
        return open(path, "w", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None


def read_toml(path: Path, fault: type[ValueError]) -> dict[str, Any]:
    """Return what a TOML file says. Raises a `fault` that names the file, where it cannot be read or is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise fault(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise fault(f"{path}: is not TOML: {error}") from None


@contextlib.contextmanager
def replacing(path: Path, lasting: bool = False) -> Iterator[BinaryIO]:
    """Give a file that takes the place of the one at `path` when all is written; OSError, and the old one stays.

    Whoever reads at `path` never finds half of it; with `lasting`, not even after a loss of power. The folder is
    made where it is missing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "wb") as file:
            yield file
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        # Such a file is its maker's alone at first; what takes its place is for everybody to read.
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path in `folder` at which nothing lies yet."""
    path, number = folder / f"{stem}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    return path
