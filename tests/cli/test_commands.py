"""The command line: every command explains itself, and bad input ends with one clear line and status 2."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from commanding import sound_file

import installation
from installation.cli import commands, status
from installation.presets import search_path
from installation.score import VERSION, Header, ScoreWriter

COMMANDS = {
    "run", "film", "still", "replay", "vitals", "presets", "devices", "doctor", "bench", "atlas", "label", "listen",
    "sing",
}  # fmt: skip


def test_every_command_of_the_installation_is_there_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(commands.commands) == COMMANDS
    for name, command in commands.commands.items():
        assert status([name, "--help"]) == 0
        assert command.help
        told = capsys.readouterr().out
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, f"{name}: {parameter.name}"
        assert told.startswith(f"Usage: living-mosaic {name}")


def test_help_needs_no_graphics() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "installation", "--help"],
        cwd=Path(installation.__file__).parents[1], capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0
    assert all(f"{name} " in done.stdout for name in COMMANDS)
    assert not any(module in done.stderr for module in ("moderngl", "pygame", "sounddevice", "soundfile", "rich"))


BAD = [
    (["nonsense"], "No such command 'nonsense'."),
    (["--nonsense"], "No such option"),
    (["run", "--world", "nowhere"], "there is no world nowhere: expected one of auto"),
    (["run", "--world", "auto", "--phase", "bored"], "there is no phase bored: expected one of auto, calm"),
    (["run", "--phase", "bored"], "there is no phase bored: expected one of auto, calm"),
    (["run", "--sound-in", "no such device"], 'no sound input is called "no such device"'),
    (["run", "--sound-in", "none", "--record", "nowhere/a.score"], "nowhere/a.score: cannot be written"),
    (["run", "--sound-in", "none", "--quality", "best"], "best: expected one of auto, low"),
    (["run", "--sound-in", "none", "--record-sound"], "expected --record FILE too"),
    (["run", "--sound-in", "demo", "--record", "a", "--record-sound"], "demo: there is no sound in it"),
    (["run", "--sound-in", "whole.wav", "--record", "whole.wav"], "whole.wav: it is heard, so it cannot be written"),
    (["run", "--sound-in", "none", "--detail", "finest"], "finest: expected one of standard, fine, grand"),
    (["doctor", "--sound-in", "mic"], "--sound-in and --step-seconds are for a room: expected --room too"),
    (["doctor", "--room", "--sound-in", "demo"], "demo: there is no sound in it; expected a microphone or a sound"),
    (["doctor", "--room", "--sound-in", "whole.wav"], "whole.wav: expected at least 24 s: silence, talk, clap"),
    (["run", "--seconds", "soon"], "'soon' is not a valid float"),
    (["run", "--size", "big"], "big: expected WIDTHxHEIGHT in pixels"),
    (["run", "--size", "1x1"], "1x1: expected WIDTHxHEIGHT in pixels"),
    (["film"], "Missing argument"),
    (["film", "a.txt"], "a.txt: expected OUT.mp4"),
    (["film", "missing.score", "a.mp4"], "missing.score: cannot be read: No such file or directory"),
    (["film", "foreign", "a.mp4"], "foreign:1: expected the header of a living-mosaic score"),
    (["film", "--sound-in", "mic", "a.mp4"], "a microphone needs real time"),
    (["film", "--sound-in", "none", "a.mp4"], "say how long it lasts with --seconds N"),
    (["film", "--sound-in", "missing.wav", "a.mp4"], "missing.wav: there is no such file"),
    (["film", "--sound-in", "foreign.wav", "a.mp4"], "foreign.wav: not a sound file that can be read"),
    (["film", "--sound-in", "cut.wav", "a.mp4"], "cut.wav: is truncated"),
    (["film", "--size", "8000x4000", "a.mp4"], "8000x4000: expected WIDTHxHEIGHT in pixels"),
    (["film", "--size", "7680x7680", "a.mp4"], "7680x7680: expected WIDTHxHEIGHT in pixels"),
    (["film", "--size", "101x101", "--seconds", "1", "a.mp4"], "size 101x101: expected even numbers for an MP4"),
    (["film", "--fps", "0", "a.mp4"], "0: expected frames a second, 1 to 240"),
    (["film", "--seconds", "1", "nowhere/a.mp4"], "nowhere/a.mp4: cannot be written: No such file or directory"),
    (["film", "--record", "a.mp4", "a.mp4"], "neither of them recorded to"),
    (["still", "nowhere/a.png"], "nowhere/a.png: cannot be written: No such file or directory"),
    (["still", "--seed", "-1", "a.png"], "-1 is not in the range"),
    (["replay", "foreign"], "foreign:1: expected the header of a living-mosaic score"),
    (["vitals", "missing.score"], "missing.score: cannot be read"),
    (["vitals", "--unity", "2"], "2.0 is not in the range 0.0<=x<=1.0"),
    (["vitals", "--camps", "3"], "3 is not in the range 1<=x<=2"),
    (["vitals", "--unity", "0", "--valence", "0.9", "--arousal", "0.9"], "--unity 0: 12 citizens of valence 0.9 and"),
    (["vitals", "--touch", "0.5", "whole.score"], "whole.score: a score has a community of its own"),
    (["vitals", "--plot", "nowhere/a.png"], "nowhere/a.png: cannot be written"),
    (["vitals", "--plot", "a.what"], "a.what: expected a picture's suffix, such as .png"),
    (["atlas", "a.txt"], "a.txt: expected a name that ends in .png or .jpg or .jpeg"),
    (["atlas", "nowhere/a.png"], "nowhere/a.png: cannot be written"),
    (["atlas", "a.png", "--world", "nowhere"], "there is no world nowhere: expected one of"),
    (["atlas", "a.png", "--report", "a.txt"], "a.txt: expected a name that ends in .md or .json"),
    (["atlas", "a.png", "--language", "xx"], "xx: expected one of de, en"),
    (["label", "a.doc"], "a.doc: expected a name that ends in .pdf or .png"),
    (["label", "a.pdf", "--world", "nowhere"], "nowhere: there are no captions for such a world: expected one of eco"),
    (["label", "nowhere/a.pdf"], "nowhere/a.pdf: cannot be written"),
    (["presets", "show", "thaloria/bored"], "there is no preset thaloria/bored: expected one of ecoverse/calm"),
    (["presets", "check", "wrong.toml"], "wrong.toml: "),
    (["presets", "check", "half"], "half: there is no chaos.toml: expected calm, disruption, chaos, restoration"),
]


OVERLAY = "version = 1\noverlay = true\nbase = 'thaloria/calm'\ntitle = ''\n[growth]\n"


@pytest.mark.parametrize(("arguments", "line"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_bad_input_ends_with_one_clear_line(
    arguments: list[str], line: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "foreign").write_text("hello\n")
    (here / "foreign.wav").write_text("hello\n")
    (here / "wrong.toml").write_text(OVERLAY + "grow = 1\n")
    shutil.copytree(search_path()[-1] / "thaloria", here / "half")
    (here / "half" / "chaos.toml").unlink()
    whole = sound_file(here / "whole.wav").read_bytes()
    (here / "cut.wav").write_bytes(whole[: len(whole) // 2])
    ScoreWriter(here / "whole.score", Header(VERSION, 1, 16 / 9, 8192, 60, 1024, "thaloria", "calm")).close()
    before = sorted(here.iterdir())
    assert status(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("living-mosaic: ") and said.err.count("\n") == 1
    assert line in said.err
    assert sorted(here.iterdir()) == before


def test_shader_that_does_not_compile_is_a_failure_that_names_file_and_line() -> None:
    code = """
import sys, shutil
from pathlib import Path
from installation import resources
shaders = Path("shaders")
shutil.copytree(resources.directory("shaders"), shaders)
broken = shaders / "world" / "stream.comp"
broken.write_text(broken.read_text().replace("void main() {", "void main() { nonsense;"))
found = resources.directory
resources.directory = lambda name: shaders if name == "shaders" else found(name)
from installation.cli import status
sys.exit(status(["vitals", "--fresh", "--sound-in", "none", "--seconds", "1"]))
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(installation.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("living-mosaic: world/stream.comp:") and done.stderr.count("\n") == 1
    assert "nonsense" in done.stderr
