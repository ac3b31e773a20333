"""The commands that take pictures: film and still."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from commanding import program, sound_file
from PIL import Image

from installation.cli import status
from installation.score import TICKS_PER_SECOND, read_score


def test_still_is_a_png_of_the_size_that_was_asked_for_and_the_same_each_time(here: Path) -> None:
    sound_file(here / "a.wav")
    common = ["--fresh", "--age", "1", "--size", "201x101", "--sound-in", "a.wav", "--phase", "chaos"]
    assert status(["still", *common, "--snapshot-out", "a.snapshot", "a.png"]) == 0
    assert status(["still", *common, "b.png"]) == 0
    assert status(["still", *common, "--seed", "2", "c.png"]) == 0
    a, b, c = (np.asarray(Image.open(here / f"{name}.png")) for name in "abc")
    assert a.shape == (101, 201, 3) and a.max() > 20
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)
    assert (here / "a.snapshot").stat().st_size > 1000


def test_film_of_a_sound_file_is_as_long_as_it_and_is_recorded(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound_file(here / "a.wav")
    common = ["--size", "160x90", "--json"]
    kept = ["--record", "a.score", "--hashes", "1"]
    assert status(["film", "--fresh", *common, "--sound-in", "a.wav", *kept, "a.mp4"]) == 0
    assert json.loads(capsys.readouterr().out) == {"out": "a.mp4", "frames": 30, "seconds": 1.0, "ticks": 60}
    assert status(["film", *common, "--hashes", "2", "a.score", "b.mp4"]) == 0
    assert json.loads(capsys.readouterr().out)["frames"] == 30
    assert (here / "1").read_text() == (here / "2").read_text() != ""


def test_film_without_a_suffix_is_a_folder_of_pictures(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--fresh", "--size", "65x65", "--sound-in", "none", "--seconds", "0.1"]
    assert status(["film", *arguments, "frames"]) == 0
    assert capsys.readouterr().out == "frames: 3 frames, 0.1 s\n"
    assert sorted(path.name for path in (here / "frames").iterdir()) == ["000000.png", "000001.png", "000002.png"]


def test_recorded_sound_is_heard_in_the_film_of_the_score(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound_file(here / "a.wav")
    kept = ["--record", "a.score", "--record-sound", "--sound-in", "a.wav", "--sound-out", "none"]
    done = program("run", "--headless", "--seconds", "1.5", "--size", "160x90", "--fresh", *kept)
    assert done.returncode == 0, done.stderr
    # A slow machine has less of the world in that time, and hears no more than that.
    *_, end = read_score(here / "a.score").events
    heard = soundfile.info(here / "a.score.flac").duration
    assert heard == pytest.approx(end.tick / TICKS_PER_SECOND, abs=0.1) and heard > 0.1
    assert status(["film", "--size", "160x90", "a.score", "a.mp4"]) == 0
    capsys.readouterr()
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", "a.mp4"]
    assert subprocess.run(command, capture_output=True, text=True).stdout.split() == ["h264", "aac"]


def test_community_that_stands_in_moves_a_film_and_its_score_replays_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ["--size", "64x64", "--codec", "png"]
    crowd = ["--touch", "0.3", "--citizens", "3", "--seconds", "0.5", "--record", "a.score", "--fresh"]
    assert status(["film", *common, *crowd, "--hashes", "1", "a"]) == 0
    assert {event.source for event in read_score(here / "a.score").events} == {"citizen", "touch", "end"}
    assert status(["film", *common, "--hashes", "2", "a.score", "b"]) == 0
    capsys.readouterr()
    assert (here / "1").read_text() == (here / "2").read_text()
