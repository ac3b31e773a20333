import json
import math

import numpy as np
import pytest
from heard import citizen
from hypothesis import given, settings
from hypothesis import strategies as some

from installation.community import Listeners
from installation.community.movement import SPAN, Movement, co_movement

CHANCE = np.random.default_rng(5)


def swaying(centre: float, phase: float, seconds: int = SPAN, period: float = 11.0) -> list[tuple[int, int]]:
    turns = [2 * math.pi * (second / period + phase) for second in range(seconds)]
    return [(round(100 * centre + 30 * math.cos(turn)), round(30 * math.sin(turn))) for turn in turns]


def wandering() -> list[tuple[int, int]]:
    return [
        tuple(row) for row in np.clip(np.cumsum(CHANCE.normal(0, 15, (SPAN, 2)), 0), -100, 100).astype(int).tolist()
    ]


def test_people_who_rise_and_fall_together_move_together_wherever_each_began():
    assert co_movement([swaying(centre, 0.0) for centre in (-0.6, -0.1, 0.2, 0.6)]) > 0.95


def test_people_who_sway_each_in_their_own_time_do_not():
    assert co_movement([swaying(0.0, phase) for phase in (0.0, 0.25, 0.5, 0.75)]) == 0.0
    assert co_movement([swaying(0.0, 0.0), swaying(0.0, 0.5)]) == 0.0


def test_chance_is_no_togetherness():
    assert np.mean([co_movement([wandering() for _ in range(3)]) for _ in range(100)]) < 0.05
    assert co_movement([wandering() for _ in range(40)]) == 0.0


def test_few_who_move_among_many_who_do_not_say_little():
    still = [[(20, 20)] * SPAN] * 18
    assert co_movement([swaying(0.0, 0.0), swaying(0.2, 0.0), *still]) < 0.15
    assert co_movement([[(20, 20)] * SPAN] * 5) == 0.0


def test_who_is_here_for_less_than_ten_seconds_and_who_is_alone_say_nothing():
    assert co_movement([swaying(0.0, 0.0, 9)] * 4) == 0.0
    assert co_movement([swaying(0.0, 0.0)]) == 0.0
    assert co_movement([]) == 0.0


@settings(deadline=None)
@given(some.lists(some.lists(some.tuples(some.integers(-100, 100), some.integers(-100, 100)), max_size=31), max_size=8))
def test_whatever_people_feel_it_stays_between_0_and_1(pasts):
    assert 0.0 <= co_movement(pasts) <= 1.0


def sway_together(listeners: Listeners, shift: float, seconds: int):
    """Four who feel quite different things, and sway in the same time but for so much of a turn each."""
    for tick in range(60 * seconds):
        events = []
        if tick % 30 == 0:
            turns = [2 * math.pi * (tick / 600 + shift * number) for number in range(4)]
            centres = ((-0.6, -0.5), (-0.6, 0.5), (0.6, -0.5), (0.6, 0.5))
            events = [
                citizen(str(number), x + 0.3 * math.cos(turn), y + 0.3 * math.sin(turn))
                for number, (turn, (x, y)) in enumerate(zip(turns, centres, strict=True))
            ]
        community = listeners.step(events)
    return community


def test_moving_together_is_some_unity_even_of_people_who_differ():
    together, apart = sway_together(Listeners(), 0.0, 40), sway_together(Listeners(), 0.25, 40)
    assert together.co_movement > 0.9 and apart.co_movement == 0.0
    assert together.unity > apart.unity + 0.3
    assert together.unity < 0.7


def test_what_was_felt_is_remembered():
    first, second = Movement(), Movement()
    names = ["a", "b", "c"]

    def felt(tick: int) -> np.ndarray:
        return 0.3 * np.sin(2 * np.pi * tick / 700 + np.arange(6).reshape(3, 2) % 2)

    for tick in range(1234):
        first.step(names, felt(tick))
    second.resume(json.loads(json.dumps(first.state())))
    for tick in range(1234, 2000):
        first.step(names, felt(tick))
        second.step(names, felt(tick))
        assert first.level == second.level
    assert first.level == pytest.approx(1.0, abs=0.05)
