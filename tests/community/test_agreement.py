import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from installation.community.agreement import TRIMMED, camps, dispersion_unity, phase_unity, trimmed_mean

CHANCE = np.random.default_rng(7)


def unity(feelings) -> float:
    return dispersion_unity(np.array(feelings, float), np.ones(len(feelings)))


def parted(feelings) -> float:
    return camps(np.array(feelings, float), np.ones(len(feelings)))


def round_about(valence, arousal, number=8, radius=0.1):
    turns = 2 * np.pi * np.arange(number) / number
    return np.stack([valence + radius * np.cos(turns), arousal + radius * np.sin(turns)], 1)


def test_eight_in_close_agreement_are_nearly_one_even_near_neutral():
    near_neutral = CHANCE.normal(0.0, 0.1, (8, 2))
    assert unity(near_neutral) == pytest.approx(0.97, abs=0.02)
    assert unity(round_about(0.0, 0.0)) == pytest.approx(0.983, abs=0.001)
    assert unity(round_about(0.6, 0.5)) == pytest.approx(0.983, abs=0.001)


def test_people_all_over_the_plane_have_no_unity():
    assert unity(CHANCE.uniform(-1, 1, (4000, 2))) == pytest.approx(0.0, abs=0.03)
    assert unity([(-1, -1), (1, 1)]) == 0.0


@pytest.mark.parametrize("number", [3, 5, 12, 80, 700, 5000])
def test_unity_is_on_average_the_same_for_few_and_for_many(number):
    """People whose feelings vary by .2 on each axis are of a unity of .88, however many of them are asked."""
    times = max(20, 20000 // number)
    found = [unity(CHANCE.normal(0.1, 0.2, (number, 2))) for _ in range(times)]
    assert np.mean(found) == pytest.approx(1.0 - 2.0 * 0.2**2 / (2.0 / 3.0), abs=0.015)


@pytest.mark.parametrize("number", [3, 12, 5000])
def test_unity_is_one_for_people_who_feel_the_same(number):
    assert unity([(0.3, -0.2)] * number) == pytest.approx(1.0)


@pytest.mark.parametrize("side", [3, 5, 12, 70])
def test_people_spread_evenly_over_the_plane_have_no_unity_however_many(side):
    places = (np.arange(side) + 0.5) / side * 2.0 - 1.0
    assert unity([(x, y) for x in places for y in places]) <= 0.03


@settings(deadline=None)
@given(some.lists(some.tuples(some.floats(-1, 1), some.floats(-1, 1)), min_size=2, max_size=30), some.randoms())
def test_unity_camps_and_means_do_not_depend_on_the_order_of_people(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert unity(mixed) == pytest.approx(unity(rows), abs=1e-9)
    assert parted(mixed) == pytest.approx(parted(rows), abs=1e-6)
    means = [trimmed_mean(np.array(some_rows, float), np.ones(len(rows))) for some_rows in (rows, mixed)]
    assert means[0] == pytest.approx(means[1], abs=1e-9)


@settings(deadline=None)
@given(some.integers(7, 60), some.floats(-1, 1), some.floats(-1, 1))
def test_one_of_many_cannot_drag_the_rest(number, valence, arousal):
    """Wherever one of them goes, the mean stays among what the others feel."""
    rest = np.stack([np.linspace(0.2, 0.4, number - 1), np.linspace(-0.1, 0.1, number - 1)], 1)
    mean = trimmed_mean(np.vstack([rest, [(valence, arousal)]]), np.ones(number))
    assert (rest.min(0) - 1e-9 <= mean).all() and (mean <= rest.max(0) + 1e-9).all()
    assert np.abs(mean - rest.mean(0)).max() <= 0.2 / number + 0.02


def test_a_trimmed_mean_of_even_people_is_their_mean_and_few_are_trimmed_in_part():
    even = np.array([(0.1, 0.4), (0.3, 0.2), (0.5, 0.0)])
    assert trimmed_mean(even, np.ones(3)) == pytest.approx([0.3, 0.2])
    assert trimmed_mean(even[:1], np.ones(1)) == pytest.approx([0.1, 0.4])
    two = trimmed_mean(np.array([(0.0, 0.0), (1.0, 1.0)]), np.array([1.0, 3.0]))
    assert two == pytest.approx([(0.75 - TRIMMED) / (1.0 - 2.0 * TRIMMED)] * 2)


def test_one_alone_is_half_way():
    assert unity([(0.3, 0.3)]) == 0.5
    assert unity([]) == 0.5


def test_somebody_who_only_opens_counts_little():
    feelings = np.array([(0.5, 0.5)] * 6 + [(-0.5, -0.5)])
    weights = np.array([1.0] * 6 + [1e-4])
    assert dispersion_unity(feelings, weights) > 0.99


def test_two_opposed_halves_are_camps():
    assert parted([(0.8, 0.3)] * 6 + [(-0.8, 0.3)] * 6) == pytest.approx(1.0)
    assert parted([*round_about(0.5, 0.5), *round_about(-0.5, -0.5)]) > 0.9


def test_agreement_and_a_diffuse_crowd_are_no_camps():
    assert parted([(0.5, 0.5)] * 12) == 0.0
    assert parted(round_about(0.2, 0.2)) < 0.05
    assert parted(CHANCE.normal(0.0, 0.4, (60, 2))) == 0.0
    assert parted(CHANCE.uniform(-1, 1, (60, 2))) == 0.0
    assert parted([(x, 0.0) for x in np.linspace(-1, 1, 30)]) < 0.05


def test_one_who_differs_is_no_camp_and_near_camps_are_small_ones():
    assert parted([(0.6, 0.0)] * 11 + [(-0.8, 0.0)]) < 0.3
    near, far = [(0.2, 0.0)] * 6 + [(-0.2, 0.0)] * 6, [(0.8, 0.0)] * 6 + [(-0.8, 0.0)] * 6
    assert parted(near) < 0.5 * parted(far)


def test_nobody_and_one_are_no_camps():
    assert parted(np.zeros((0, 2))) == 0.0
    assert parted([(1.0, 1.0)]) == 0.0


def test_taps_in_step_agree_and_taps_at_random_do_not():
    assert phase_unity(np.full(8, 0.25)) == pytest.approx(1.0)
    assert phase_unity(np.arange(8) / 8) == 0.0
    assert phase_unity(np.array([0.3])) == 0.0
    assert np.mean([phase_unity(CHANCE.uniform(0, 1, 12)) for _ in range(500)]) < 0.1


points = some.lists(some.tuples(some.floats(-1, 1), some.floats(-1, 1), some.floats(0, 1)), max_size=12)


@settings(deadline=None)
@given(points)
def test_whatever_people_feel_both_stay_between_0_and_1(rows):
    table = np.array(rows, float).reshape(-1, 3)
    for measure in (dispersion_unity, camps):
        assert 0.0 <= measure(table[:, :2], table[:, 2]) <= 1.0
