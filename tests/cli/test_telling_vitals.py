"""The command that tells the vitals."""

import json
from pathlib import Path

import pytest
from PIL import Image

from installation.cli import status
from installation.stage.prints import plot as plots


def test_vitals_come_a_line_a_second_or_as_json_a_line_a_tick(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["vitals", "--fresh", "--seconds", "2"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert status(["vitals", "--fresh", "--seconds", "0.5", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["tick"] for line in lines] == list(range(30))
    assert lines[-1]["biomass"] > 0.0


def test_community_that_stands_in_is_told_with_the_vitals(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = ["--citizens", "8", "--unity", "0.3", "--arousal", "0.4", "--camps", "2"]
    assert status(["vitals", "--fresh", "--seconds", "1", *crowd, "--json", "--plot", "a.png"]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["unity"] == pytest.approx(0.3, abs=0.01) and last["arousal"] == pytest.approx(0.4, abs=0.01)
    assert last["camps"] > 0.9
    with Image.open(here / "a.png") as picture:
        assert picture.size[0] > 1000
    monkeypatch.setattr(plots, "find_spec", lambda name: None)
    assert status(["vitals", "--plot", "b.png"]) == 1
    assert capsys.readouterr().err == 'living-mosaic: --plot needs matplotlib: in the clone, pip install ".[plot]"\n'
