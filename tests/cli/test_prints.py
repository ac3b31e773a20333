"""The commands that print: atlas and label."""

import json
from pathlib import Path

import pytest
from PIL import Image

from installation.cli import status
from installation.score import PHASES


def test_atlas_is_a_sheet_with_a_report_of_its_looks(here: Path) -> None:
    common = ["atlas", "--world", "thaloria", "--age", "0.1", "--size", "160x90"]
    assert status([*common, "--report", "look.json", "a.png"]) == 0
    assert status([*common, "--report", "look.md", "--language", "de", "b.jpg"]) == 0
    with Image.open(here / "a.png") as sheet, Image.open(here / "b.jpg") as other:
        assert sheet.size == other.size and sheet.size[0] > 6 * 160
    report = json.loads((here / "look.json").read_text())
    assert list(report["stills"]) == [f"thaloria/{phase}" for phase in PHASES]
    assert "| thaloria/chaos |" in (here / "look.md").read_text()


def test_label_is_a_page_of_paper(here: Path) -> None:
    assert status(["label", "--world", "ecoverse", "--language", "de", "a.png"]) == 0
    with Image.open(here / "a.png") as page:
        assert page.size == (1748, 2480) and page.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert status(["label", "--paper", "a4", "a.pdf"]) == 0
    assert b"/MediaBox [ 0 0 595.2 841.92 ]" in (here / "a.pdf").read_bytes()
