"""What is reckoned from the timbres before the first sound, kept beside the kernels for the next start."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.files import replacing
from installation.sound.notes import Timbre
from installation.sound.voices.kernels import cache_folder


def kept(name: str, timbres: tuple[Timbre, ...], make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
    """Return what `make` makes of these timbres, from an earlier start where that could keep it.

    What is torn or foreign is made anew; where nothing can be written, it is made at each start.
    """
    path = cache_folder() / f"{name}-{hashlib.sha256(repr(timbres).encode()).hexdigest()[:16]}.npy"
    with suppress(OSError, EOFError, ValueError):
        found: NDArray[Any] = np.load(path, allow_pickle=False)
        if len(found) == len(timbres):
            return found
    made = make()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            np.save(file, made, allow_pickle=False)
    return made
