"""The choice of the picture's quality, on made-up machines."""

import logging
import random

import pytest

from installation.stage.live.quality import FIRST_BAR, AutoQuality, target_rate

LEVELS = ("low", "medium", "high", "best")


def play(quality, cost_of, seconds, rate=60.0, seed=1):
    """Show `seconds` of frames on a machine where a level costs `cost_of` it; give the levels as they changed."""
    chance = random.Random(seed)
    levels, time = [quality.level], 0.0
    while time < seconds:
        cost = cost_of[quality.level] * chance.uniform(0.8, 1.2)
        elapsed = max(cost, 1.0 / rate)
        time += elapsed
        if quality.measure(cost, elapsed) != levels[-1]:
            levels.append(quality.level)
    return levels


def test_a_fast_machine_climbs_to_the_highest_level_within_a_few_seconds():
    quality = AutoQuality(LEVELS, 60.0, "low")
    assert play(quality, dict.fromkeys(LEVELS, 0.002), 5.0) == list(LEVELS)
    assert not quality.overloaded


def test_a_middling_machine_settles_below_the_first_level_that_is_too_heavy():
    quality = AutoQuality(LEVELS, 60.0, "low")
    play(quality, {"low": 0.004, "medium": 0.008, "high": 0.02, "best": 0.04}, 6.0)
    assert (quality.level, quality.settled) == ("medium", True)


def test_a_slow_machine_comes_down_from_where_it_started():
    quality = AutoQuality(LEVELS, 24.0, "best")
    play(quality, {"low": 0.02, "medium": 0.035, "high": 0.06, "best": 0.1}, 8.0, rate=24.0)
    assert (quality.level, quality.settled) == ("medium", True)


@pytest.mark.parametrize("seed", range(5))
def test_a_level_at_the_very_edge_does_not_flutter(seed):
    quality = AutoQuality(LEVELS, 60.0, "low")
    costs = dict(zip(LEVELS, (0.5 / 60, 0.55 / 60, 1 / 60, 2 / 60), strict=True))
    changes = play(quality, costs, 600.0, seed=seed)
    # One trial of the heavy level, then others after 1, 2, 4 and 8 minutes at most.
    assert len(changes) <= 3 + 2 * 4


def test_a_level_that_was_too_heavy_is_tried_again_after_a_while():
    quality = AutoQuality(LEVELS, 60.0, "low")
    play(quality, {"low": 0.004, "medium": 0.004, "high": 0.02, "best": 0.04}, 10.0)
    assert quality.level == "medium"
    play(quality, dict.fromkeys(LEVELS, 0.004), FIRST_BAR + 5.0)
    assert quality.level == "best"


def test_one_bad_second_does_not_cost_a_settled_level():
    quality = AutoQuality(LEVELS, 60.0, "low")
    fast = dict.fromkeys(LEVELS, 0.008)
    play(quality, fast, 8.0)
    assert play(quality, dict.fromkeys(LEVELS, 0.03), 1.0) == ["best"]
    assert play(quality, fast, 3.0) == ["best"]


def test_where_even_the_lowest_level_is_too_heavy_it_is_said_once(caplog):
    quality = AutoQuality(LEVELS, 60.0, "low")
    with caplog.at_level(logging.WARNING):
        play(quality, dict.fromkeys(LEVELS, 0.1), 20.0)
    assert (quality.level, quality.overloaded, len(caplog.records)) == ("low", True, 1)
    assert "60 frames a second" in caplog.text


@pytest.mark.parametrize(
    ("renderer", "wanted", "rate"),
    [("llvmpipe (LLVM 15)", None, 24.0), ("NVIDIA H200", None, 60.0), ("llvmpipe", 30.0, 30.0), ("AMD", 144.0, 144.0)],
)
def test_the_rate_to_hold_is_what_was_asked_for_or_suits_the_renderer(renderer, wanted, rate):
    assert target_rate(renderer, wanted) == rate


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="quality = huge: expected one of low, medium, high, best"):
        AutoQuality(LEVELS, 60.0, "huge")
