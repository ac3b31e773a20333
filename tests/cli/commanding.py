"""The program in a process of its own, and a sound file for it to hear."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile

import installation


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(installation.__file__).parents[1])}
    command = [sys.executable, "-m", "installation", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def sound_file(path: Path) -> Path:
    """Write a second of a tone there."""
    soundfile.write(path, 0.2 * np.sin(np.arange(48000) * 0.05), 48000)
    return path
