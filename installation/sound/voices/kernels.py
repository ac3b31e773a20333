"""Compiles the kernels of the sound, and keeps what was compiled for the next start."""

import functools
import hashlib
import pickle
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numba
from platformdirs import user_cache_path

KEPT = 30 * 86_400
"""Seconds for which what an earlier version compiled is kept, in case that several versions run in turn."""
# Sums may be reordered and multiplications joined to additions; nothing may assume that NaNs do not exist, since a
# voice that makes one must be found.
OPTIONS: dict[str, Any] = {
    "nogil": True,
    "fastmath": {"contract", "reassoc", "nsz", "arcp"},
    "error_model": "numpy",
}


def cache_folder() -> Path:
    """Return the folder for this very state of the sources.

    Numba looks only at the file of the kernel that is called, and would miss a change in a file that it uses.
    """
    paths = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
    return user_cache_path("living-mosaic") / "kernels" / digest


@contextmanager
def _caching_in(folder: Path) -> Iterator[None]:
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before


def _forget_old(folder: Path) -> None:
    """Remove what other versions compiled long ago; what cannot be removed stays."""
    with suppress(OSError):
        for other in folder.parent.iterdir():
            if other != folder and time.time() - other.stat().st_mtime > KEPT:
                shutil.rmtree(other, ignore_errors=True)


_FOLDER = cache_folder()
_forget_old(_FOLDER)


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` at its first call, without Python's lock; keep it where some folder can be written.

    A kept one that is torn, and a disk that is full, only cost the time to compile it anew.
    """
    with _caching_in(_FOLDER):
        try:
            compiled = numba.njit(cache=True, **OPTIONS)(function)
        except RuntimeError:  # No folder to write to, neither ours nor numba's own.
            compiled = numba.njit(**OPTIONS)(function)

    @functools.wraps(function)
    def call(*values: Any) -> Any:
        nonlocal compiled
        try:
            return compiled(*values)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):  # Of the cache: a kernel itself raises nothing.
            shutil.rmtree(_FOLDER, ignore_errors=True)
            compiled = numba.njit(**OPTIONS)(function)
            return compiled(*values)

    return call


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only kernels call: it is kept as a part of theirs."""
    return numba.njit(**OPTIONS)(function)
