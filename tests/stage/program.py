"""The program in a process of its own, with a home of its own, for tests from outside."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import installation


def wait_for(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Return the first true value of `condition`; AssertionError where none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


class Program:
    """`living-mosaic run` with these arguments; `said` is its log so far. A context manager that leaves none behind."""

    def __init__(self, home: Path, environment: Mapping[str, str], *arguments: str) -> None:
        self.home = home
        self._log = home / "stderr"
        self._out = home / "stdout"
        # Whatever is plugged into this machine or runs on it beside the tests: none of it plays along unasked.
        alone = "--sound-in", "none", "--sound-out", "none", "--midi", "none", "--osc-in", "none", "--osc-out", "none"
        command = [sys.executable, "-m", "installation", "run", *alone, "--json", *arguments]
        folders = {
            "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home / "config"),
            # But for the shaders that the driver has compiled once: to do that again takes six seconds a program.
            "MESA_SHADER_CACHE_DIR": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
            "PYTHONPATH": str(Path(installation.__file__).parents[1]),
        }  # fmt: skip
        with open(self._log, "w") as log, open(self._out, "w") as out:
            self.process = subprocess.Popen(command, env={**environment, **folders}, cwd=home, stderr=log, stdout=out)

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def said(self) -> str:
        """The log on stderr so far."""
        return self._log.read_text()

    def wait_to_say(self, text: str, times: int = 1) -> str:
        """Wait until the log holds `text`, `times` over, and return the rest of its last line."""

        def found() -> bool:
            assert self.process.poll() is None, self.said
            return self.said.count(text) >= times

        wait_for(found)
        return self.said.rpartition(text)[2].splitlines()[0].strip()

    def summary(self) -> dict[str, Any]:
        """Wait for the end, which must be a good one, and return what the program says of it."""
        assert self.process.wait(timeout=60) == 0, self.said
        return json.loads(self._out.read_text().splitlines()[-1])
