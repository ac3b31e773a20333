"""A screen of one's own for tests that open windows: an X server that draws into memory."""

import os
import shutil
import subprocess
from collections.abc import Mapping

from PIL import Image, ImageGrab

PROGRAMS = ("Xvfb", "xdotool")


def missing_programs() -> list[str]:
    """Name the programs that a virtual screen needs and this machine lacks."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class VirtualScreen:
    """An X server with one screen of `size`; a context manager."""

    def __init__(self, size: tuple[int, int] = (1000, 700)) -> None:
        self.size = size

    def __enter__(self) -> "VirtualScreen":
        command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{self.size[0]}x{self.size[1]}x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._server.stdout is not None
        # The server chooses a free number and writes it when it is ready.
        self.display = f":{self._server.stdout.readline().strip()}"
        return self

    def __exit__(self, *error: object) -> None:
        self._server.terminate()
        self._server.wait()
        assert self._server.stdout is not None
        self._server.stdout.close()

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of a program that is to use this screen."""
        return {**os.environ, "DISPLAY": self.display, "SDL_VIDEODRIVER": "x11"}

    def do(self, *arguments: str) -> str:
        """Act as a person at the keyboard: see xdotool's manual."""
        command = ["xdotool", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60).stdout.strip()

    def picture(self) -> Image.Image:
        """Return what the screen shows."""
        return ImageGrab.grab(xdisplay=self.display)
