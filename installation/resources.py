"""The folders of data that the installation ships with."""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def directory(name: Literal["shaders", "presets", "assets"]) -> Path:
    """Return the folder of shipped data called `name`; FileNotFoundError where it is missing.

    An installed wheel carries the folders in `installation/data`; a checkout has them at its top.
    """
    # The wheel's own folder comes first: what lies beside an installed package belongs to others.
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{_PACKAGE.parent / name}: the folder of {name} is missing; reinstall living-mosaic")
