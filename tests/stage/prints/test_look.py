"""The measures of the look, on pictures whose measures are known."""

import json

import numpy as np
import pytest

from installation.picture.spectrum import lch, to_rgb
from installation.stage.prints.look import HUES, Look, as_json, as_markdown, measure, regions


def black(height: int = 180, width: int = 320) -> np.ndarray:
    return np.zeros((height, width, 3), np.uint8)


def test_regions_are_connected_by_sides() -> None:
    mask = np.array([[1, 1, 0, 1], [0, 1, 0, 1], [1, 0, 1, 1], [1, 0, 0, 0]], bool)
    assert sorted(sorted(region.tolist()) for region in regions(mask)) == [[0, 1, 5], [3, 7, 10, 11], [8, 12]]


def test_a_winding_region_is_one_and_a_checkerboard_is_none() -> None:
    comb = np.ones((41, 41), bool)
    comb[1:, 1::2] = False
    assert [len(region) for region in regions(comb)] == [comb.sum()]
    board = np.indices((20, 20)).sum(axis=0) % 2 == 0
    assert len(regions(board)) == 200
    assert regions(np.zeros((3, 3), bool)) == []


def test_black_picture_is_all_dark_and_has_no_subject() -> None:
    look = measure(black())
    assert (look.dark, look.black, look.subject, look.bright) == (1.0, 1.0, 0.0, 0.0)


def test_connected_darkness_is_that_of_the_largest_region() -> None:
    frame = black()
    frame[:, 200:210] = 90
    frame[:50, :50] = 2
    look = measure(frame)
    assert look.dark == pytest.approx(200 / 320, abs=0.001)
    assert look.black == pytest.approx((310 - 2500 / 180) / 320, abs=0.001)


def test_subject_and_answer_are_found_with_their_light() -> None:
    frame = black()
    frame[40:140, 150:250] = 200
    frame[60:100, 20:60] = 200
    look = measure(frame)
    assert look.subject == pytest.approx(100 * 100 / (320 * 180), abs=0.02)
    assert look.answer == pytest.approx(40 * 40 / (320 * 180), abs=0.01)
    assert look.subject_light == pytest.approx(100 / 116, abs=0.02)
    assert look.subject_light + look.answer_light == pytest.approx(1.0, abs=0.02)
    # The subject alone is more than a twentieth.
    assert look.bright == pytest.approx(0.05 * 320 * 180 / 11600, abs=0.01)


@pytest.mark.parametrize("hue", HUES)
def test_light_is_counted_by_hue(hue: str) -> None:
    linear = np.clip(to_rgb(np.array([0.5, 0.06, HUES[hue]])), 0.0, 1.0)
    levels = np.round(255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055))
    frame = black()
    frame[50:150, 50:150] = levels
    frame[:, 200:] = 30
    look = measure(frame)
    own = (100 * 100) * (linear @ [0.2126, 0.7152, 0.0722])
    grey = (120 * 180) * ((30 / 255 + 0.055) / 1.055) ** 2.4
    assert look.hues[hue] == pytest.approx(own / (own + grey), abs=0.06)
    assert sum(look.hues.values()) == pytest.approx(look.hues[hue], abs=0.02)


def test_reports_hold_every_still_and_each_worlds_hues() -> None:
    hues = dict.fromkeys(HUES, 0.1)
    look = Look(0.5, 0.4, 0.6, 0.2, 0.7, 0.05, 0.1, hues)
    looks = {"ecoverse/calm": look, "ecoverse/chaos": look, "thaloria/calm": look}
    table = json.loads(as_json(looks))
    assert list(table["stills"]) == list(looks) and table["stills"]["thaloria/calm"]["dark"] == 0.5
    assert table["hues"]["ecoverse"] == pytest.approx(hues)
    text = as_markdown(looks)
    assert "| ecoverse/chaos | 50% | 40% | 60% |" in text and "| thaloria | 10% |" in text
    assert lch(0.5, 0.0, 0.0).shape == (3,)
