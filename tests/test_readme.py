"""The README says what is so: its tables, its links, its keys, and every command in it is run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from installation import reference
from installation.cli.options import Size

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ENDLESS = {
    "living-mosaic": "run --headless --seconds 1 --sound-in none",
    "living-mosaic run --world auto --fullscreen --kiosk":
        "run --world auto --fullscreen --kiosk --headless --seconds 1 --sound-in none",
    "living-mosaic atlas atlas.png": "atlas atlas.png --age 0.1 --size 64x64",
}  # fmt: skip
"""Commands that go on for ever, or nearly so, and how they are tried here: without a screen, for a second."""
DRAWING = ("run", "replay", "film", "still")
"""Commands that are tried as they are, but in a small picture: of two sizes the last one holds."""


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line for block in blocks for line in block.strip().splitlines()]
    return [line for line in lines if line.startswith("living-mosaic")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("author")
    seconds = np.arange(48000 * 2) / 48000
    soundfile.write(path / "song.ogg", 0.3 * np.sin(440 * 2 * np.pi * seconds), 48000)
    return path


def test_the_tables_are_those_that_the_program_makes():
    assert reference.updated(README) == README, "run: python -m installation.reference README.md"


def test_a_picture_comes_first():
    assert README.startswith("![")


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_what_is_linked_is_there(link):
    assert (ROOT / link).is_file()


@pytest.mark.parametrize("target", re.findall(r"`?make ([a-z-]+)", README))
def test_what_make_is_asked_for_it_can_do(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_some_commands_are_shown():
    assert len(commands()) > 10


# In the README's order: a film needs the score that an earlier command records.
@pytest.mark.parametrize("command", commands())
def test_every_command_runs(command, folder):
    words = shlex.split(ENDLESS.get(command, command.removeprefix("living-mosaic ")))
    words += ["--size", "160x90"] if words[0] in DRAWING else []
    done = subprocess.run(
        [sys.executable, "-m", "installation", *words], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode in ((0, 1) if words == ["doctor"] else (0,)), done.stderr


@pytest.mark.parametrize("size", re.findall(r"--size (\S+)", "\n".join(commands())))
def test_every_size_in_a_command_is_one(size):
    width, height = Size().convert(size, None, None)
    assert f"{width}x{height}" == size


@pytest.mark.parametrize("key", re.findall(r"^\| (F|Esc|Tab|Space|T|S|R|P)\b", README, re.MULTILINE))
def test_every_key_is_one_that_the_window_knows(key):
    source = (ROOT / "installation/stage/live/windows.py").read_text(encoding="utf-8")
    names = {"Esc": "ESCAPE", "Tab": "TAB", "Space": "SPACE"}
    assert f"pygame.K_{names.get(key, key.lower())}" in source
