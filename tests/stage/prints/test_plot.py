"""Curves of vitals: a picture in which every figure has a place of its own."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from installation.files import OutputError
from installation.stage.prints.plot import check_can_plot, plot
from installation.stage.vitals import FIGURES


def series(world: str, ticks: int = 120) -> list[dict[str, Any]]:
    """A made-up series with a change of phase in it, whose first ticks have no vitals yet."""
    told = []
    for tick in range(ticks):
        place = {"tick": tick, "world": world, "phase": "calm" if tick < ticks // 2 else "chaos"}
        names = FIGURES if tick > 3 else ("unity", "arousal", "valence", "camps")
        told.append(place | {name: 0.5 + 0.4 * math.sin(0.1 * tick) for name in names})
    return told


@pytest.mark.parametrize("world", ["ecoverse", "nutrient_symphony"])
def test_a_plot_is_a_picture_with_a_column_for_each_group(world: str, tmp_path: Path) -> None:
    plot(tmp_path / "a.png", series(world), f"{world}, calm")
    with Image.open(tmp_path / "a.png") as picture:
        ink = np.asarray(picture.convert("L")) < 160
    assert all(column.any() for column in np.array_split(ink, 3, axis=1))
    assert picture.size[0] > 1000


def test_a_plot_can_be_vectors(tmp_path: Path) -> None:
    plot(tmp_path / "a.svg", series("thaloria"), "thaloria")
    assert "<svg" in (tmp_path / "a.svg").read_text()


@pytest.mark.parametrize(
    ("name", "said"), [("a.what", "a.what: expected a picture's suffix"), ("no/a.png", "a.png: cannot be written")]
)
def test_place_for_no_plot_is_refused_at_once(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=said):
        check_can_plot(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
