"""The stand-in: its citizens feel exactly what was asked for, and its hands cover what was asked for."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from installation.score import TICKS_PER_SECOND, round_value
from installation.senses.stand_in import TOUCH_SPACING, Crowd, StandIn, feelings, tile_places

ASPECT = 16 / 9


def said(crowd, ticks=1):
    """What is said in the first ticks, by citizen, in the order in which they came."""
    stand_in = StandIn(crowd, ASPECT)
    events = [event for tick in range(ticks) for event in stand_in.events(tick)]
    return {event.name: event.values for event in events if event.source == "citizen"}


def unity(points):
    """Unity as it is defined: one less the unbiased variance, as a share of two thirds."""
    return 1.0 - points.var(axis=0, ddof=1).sum() / (2.0 / 3.0)


@pytest.mark.parametrize("wanted", [0.0, 0.2, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("camps", [1, 2])
def test_citizens_have_exactly_the_means_and_the_unity_that_were_asked_for(wanted, camps):
    for count, arousal, valence in itertools.product((2, 5, 12, 200), (-0.3, 0.0, 0.4), (-0.2, 0.1)):
        points = feelings(Crowd(count, wanted, arousal, valence, camps))
        assert points.shape == (count, 2) and np.abs(points).max() <= 1.0
        assert points.mean(axis=0) == pytest.approx((valence, arousal), abs=1e-9)
        assert unity(points) == pytest.approx(wanted, abs=1e-9)


@settings(deadline=None)
@given(some.integers(2, 40), *(some.floats(-1.0, 1.0) for _ in range(2)), some.floats(0.0, 1.0), some.integers(1, 2))
def test_what_cannot_be_had_is_refused_with_what_can(count, arousal, valence, wanted, camps):
    try:
        points = feelings(Crowd(count, wanted, arousal, valence, camps))
    except ValueError as error:
        least = float(str(error).rpartition("expected at least ")[2])
        assert wanted < least <= 1.0
        points = feelings(Crowd(count, wanted := least, arousal, valence, camps))
    assert points.mean(axis=0) == pytest.approx((valence, arousal), abs=1e-6)
    assert unity(points) == pytest.approx(wanted, abs=1e-6)


def test_strong_feeling_and_discord_go_together():
    points = feelings(Crowd(unity=0.2, arousal=0.8))
    assert points.mean(axis=0) == pytest.approx((0.0, 0.8)) and unity(points) == pytest.approx(0.2)


def test_the_rounding_of_a_score_hardly_tells():
    values = [values for values in said(Crowd(unity=0.3, arousal=0.45)).values()]
    rounded = np.array([[round_value(number) for number in row[:2]] for row in values])
    assert unity(rounded) == pytest.approx(0.3, abs=0.002)
    assert rounded.mean(axis=0) == pytest.approx((0.0, 0.45), abs=0.001)


def test_everybody_is_there_at_once_and_speaks_once_a_second():
    stand_in = StandIn(Crowd(citizens=7), ASPECT)
    counts = [len(stand_in.events(tick)) for tick in range(2 * TICKS_PER_SECOND + 1)]
    assert counts[0] == 7
    assert sum(counts[TICKS_PER_SECOND + 1 :]) == 7 and max(counts[1:]) == 1
    assert len(said(Crowd(citizens=5000))) == 5000


def test_one_citizen_and_none_can_stand_in():
    assert [values[:2] for values in said(Crowd(citizens=1, unity=0.3, valence=0.5)).values()] == [(0.5, 0.0)]
    assert said(Crowd(citizens=0)) == {}


@pytest.mark.parametrize("count", [12, 200])
def test_tiles_are_spread_evenly(count):
    places = tile_places(count, 1)
    assert places.min() > 0.05 and places.max() < 0.95
    quarters = np.histogram2d(places[:, 0], places[:, 1], 2, ((0.0, 1.0), (0.0, 1.0)))[0]
    assert quarters.min() >= count / 4 * 0.6
    apart = np.hypot(*(places[:, None] - places[None]).T) + np.eye(count)
    assert apart.min() > 0.4 / np.sqrt(count)


def test_two_opposed_camps_sit_apart_and_feel_apart():
    values = np.array(list(said(Crowd(citizens=12, camps=2, unity=0.1)).values()))
    left = values[:, 2] < 0.5
    assert left.sum() == 6
    assert values[left, 2].max() < 0.35 and values[~left, 2].min() > 0.65
    assert values[left, 0].max() < -0.4 and values[~left, 0].min() > 0.4


def test_touches_cover_the_share_that_was_asked_for_evenly_again_and_again():
    for share in (0.25, 0.5, 1.0):
        stand_in = StandIn(Crowd(citizens=0, touch=share), ASPECT)
        touches = [event.numbers for tick in range(TICKS_PER_SECOND) for event in stand_in.events(tick)]
        again = [event.numbers for tick in range(60, 60 + TICKS_PER_SECOND) for event in stand_in.events(tick)]
        assert touches == again and len(set(touches)) == len(touches)
        assert len(touches) * TOUCH_SPACING**2 / ASPECT == pytest.approx(share, abs=0.05)
        counts = np.histogram2d(*np.array(touches).T[:2], (3, 2), ((0.0, ASPECT), (0.0, 1.0)))[0]
        assert counts.max() <= counts.min() + 3


def test_nobody_touches_unless_asked_to():
    assert not any(event.source == "touch" for event in StandIn(Crowd(), ASPECT).events(0))
