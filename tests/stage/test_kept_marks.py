"""Marks that outlive the program: read, written whole, and set aside where they are not ours."""

import json
import logging
import os
from pathlib import Path

import pytest
from program import Program

from installation.score import read_score
from installation.stage.marks import Keepsakes
from installation.story import Mark

ONE = Mark("thaloria", (0.25, 0.5), 1.0, 7)
OTHER = Mark("ecoverse", (0.75, 0.125), 0.5, 2**32 - 1)


class Said(list[str]):
    """What people are told."""

    def __call__(self, text: str, level: int) -> None:
        assert level == logging.WARNING
        self.append(text)


def kept(folder: Path, *marks: Mark) -> Path:
    """Keep these marks in a folder."""
    Keepsakes(folder, Said()).finish(marks)
    return folder / "marks.json"


def test_marks_that_were_kept_are_there_again(tmp_path: Path) -> None:
    said = Said()
    path = kept(tmp_path / "state", ONE, OTHER)
    assert Keepsakes(tmp_path / "state", said).marks == (ONE, OTHER)
    assert list(path.parent.iterdir()) == [path] and said == []


def test_nothing_is_written_while_nothing_changes(tmp_path: Path) -> None:
    path = kept(tmp_path, ONE)
    before = path.stat().st_mtime_ns
    keepsakes = Keepsakes(tmp_path, Said())
    for _ in range(3):
        keepsakes.keep([ONE])
    keepsakes.finish([ONE])
    assert path.stat().st_mtime_ns == before
    assert Keepsakes(tmp_path / "nowhere", Said()).marks == () and not (tmp_path / "nowhere").exists()


def test_the_last_marks_are_kept_however_quickly_they_change(tmp_path: Path) -> None:
    keepsakes = Keepsakes(tmp_path, Said())
    for seed in range(20):
        keepsakes.keep([Mark("thaloria", (0.5, 0.5), 1.0, seed)])
    keepsakes.finish([OTHER])
    assert Keepsakes(tmp_path, Said()).marks == (OTHER,)


GOOD = json.dumps({"format": "living-mosaic marks", "version": 1, "marks": [ONE.row()]})
FOREIGN = [
    "", "{", GOOD[:-20], "[]", "7", "\x00\x01",
    GOOD.replace("living-mosaic marks", "other"), GOOD.replace('"version": 1', '"version": 9'),
    GOOD.replace("0.25", "NaN"), GOOD.replace("0.25", '"left"'), GOOD.replace("[[", "[[["),
]  # fmt: skip


@pytest.mark.parametrize("text", FOREIGN)
def test_torn_or_foreign_marks_are_set_aside_and_said_once(text: str, tmp_path: Path) -> None:
    path, said = tmp_path / "marks.json", Said()
    path.write_text(text)
    keepsakes = Keepsakes(tmp_path, said)
    assert keepsakes.marks == () and not path.exists()
    assert (tmp_path / "marks-set-aside.json").read_text() == text
    (line,) = said
    assert line.startswith(f"{path}: ") and "marks-set-aside.json" in line
    keepsakes.finish([ONE])
    path.write_text(text)
    assert Keepsakes(tmp_path, said).marks == ()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["marks-set-aside-2.json", "marks-set-aside.json"]


def test_bytes_that_are_no_text_are_set_aside_too(tmp_path: Path) -> None:
    (tmp_path / "marks.json").write_bytes(b"\xff\xfe\xff")
    said = Said()
    assert Keepsakes(tmp_path, said).marks == () and len(said) == 1


def test_folder_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    said = Said()
    keepsakes = Keepsakes(tmp_path / "state", said)
    for seed in range(3):
        keepsakes.finish([Mark("thaloria", (0.5, 0.5), 1.0, seed)])
    assert sum("the marks cannot be kept" in line for line in said) == 1
    assert sum("the marks cannot be read" in line for line in said) == 1


def test_fresh_marks_take_the_place_of_the_old_ones_which_are_set_aside(tmp_path: Path) -> None:
    path, said = kept(tmp_path, ONE), Said()
    fresh = Keepsakes(tmp_path, said, fresh=True)
    assert fresh.marks == ()
    fresh.finish([])
    assert Keepsakes(tmp_path, Said()).marks == (ONE,)
    fresh.finish([OTHER])
    assert Keepsakes(tmp_path, Said()).marks == (OTHER,)
    assert json.loads((tmp_path / "marks-set-aside.json").read_text())["marks"] == [ONE.row()]
    assert len(said) == 1 and path.name in said[0]


@pytest.mark.parametrize(("arguments", "marks"), [((), [ONE, OTHER]), (("--fresh",), [])])
def test_run_begins_with_the_marks_that_were_kept(
    arguments: tuple[str, ...], marks: list[Mark], tmp_path: Path
) -> None:
    path = kept(tmp_path / "mine", ONE, OTHER)
    text, score = path.read_text(), tmp_path / "a.score"
    run = "--headless", "--seconds", "1", "--size", "64x64", "--state", str(path.parent), "--record", str(score)
    with Program(tmp_path, os.environ, *run, *arguments) as program:
        program.summary()
    assert read_score(score).header.marks == [mark.row() for mark in marks]
    assert path.read_text() == text
    assert list((tmp_path / "state").glob("**/marks*")) == []
