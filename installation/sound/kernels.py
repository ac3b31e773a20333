"""Compiles the kernels of the sound, and keeps what was compiled for the next start."""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numba
from platformdirs import user_cache_path

SOURCES = ("voices*.py", "reverb.py", "master.py", "loudness.py")
KEPT = 30 * 86_400
"""Seconds for which what an earlier version compiled is kept, in case that several versions run in turn."""
# Sums may be reordered and multiplications joined to additions; nothing may assume that NaNs do not exist, since a
# voice that makes one must be found.
MATHEMATICS = {"contract", "reassoc", "nsz", "arcp"}


def cache_folder() -> Path:
    """Return the folder for this very state of the sources.

    Numba looks only at the file of the kernel that is called, and would miss a change in a file that it uses.
    """
    paths = sorted(path for pattern in SOURCES for path in Path(__file__).parent.glob(pattern))
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
    """Compile `function` at its first call, without Python's lock; keep it where some folder can be written."""
    options: dict[str, Any] = {"nogil": True, "fastmath": MATHEMATICS, "error_model": "numpy"}
    with _caching_in(_FOLDER):
        try:
            return numba.njit(cache=True, **options)(function)
        except RuntimeError:  # No folder to write to, neither ours nor numba's own: compiled anew at each start.
            return numba.njit(**options)(function)


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only kernels call: it is kept as a part of theirs."""
    return numba.njit(nogil=True, fastmath=MATHEMATICS, error_model="numpy")(function)
