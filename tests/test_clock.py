import logging
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from installation.clock import MAX_TICKS_PER_FRAME, FilmClock, WallClock
from installation.score import TICKS_PER_SECOND


class Time:
    """Seconds that a test moves by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def frames(clock, time, lengths):
    for length in lengths:
        yield clock.advance()
        time.seconds += length


def test_the_first_frame_has_one_tick_to_draw():
    assert WallClock(Time()).advance() == (1, 0.0)
    assert FilmClock(144).advance() == (1, 0.0)


@settings(deadline=None)
@given(some.lists(some.floats(0.0, 5.0), max_size=50))
def test_no_frame_does_more_than_four_ticks_and_no_time_is_lost_unsaid(lengths):
    time = Time()
    clock = WallClock(time)
    done = list(frames(clock, time, [*lengths, 0.0]))
    assert all(0 <= ticks <= MAX_TICKS_PER_FRAME and 0.0 <= fraction < 1.0 for ticks, fraction in done)
    shown = sum(ticks for ticks, _ in done) + done[-1][1] - 1.0
    assert shown / TICKS_PER_SECOND + clock.slipped == pytest.approx(sum(lengths), abs=1e-6)


@pytest.mark.parametrize("rate", [24, 25, 30, 60, 144])
def test_a_steady_screen_gets_sixty_ticks_a_second(rate):
    time = Time()
    clock = WallClock(time)
    ticks = sum(ticks for ticks, _ in frames(clock, time, [1.0 / rate] * (10 * rate + 1)))
    assert abs(ticks - 601) <= 1
    assert clock.slipped == 0.0


def test_after_a_suspend_the_clock_slips_instead_of_catching_up(caplog):
    time = Time()
    clock = WallClock(time)
    with caplog.at_level(logging.WARNING):
        done = [ticks for ticks, _ in frames(clock, time, [1 / 60, 3600.0, 1 / 60, 1 / 60, 1 / 60])]
    assert done[2] == MAX_TICKS_PER_FRAME
    assert all(ticks <= 2 for ticks in done[3:])
    assert clock.slipped == pytest.approx(3600.0, abs=0.1)
    assert "slipped" in caplog.text


def test_a_machine_that_is_always_too_slow_never_does_more_and_says_so_ever_more_rarely(caplog):
    time = Time()
    clock = WallClock(time)
    with caplog.at_level(logging.WARNING):
        done = [ticks for ticks, _ in frames(clock, time, [0.2] * 1000)]
    assert done[1:] == [MAX_TICKS_PER_FRAME] * 999
    assert 5 <= len(caplog.records) <= 9


def test_a_clock_that_jumps_back_stands_still():
    time = Time()
    clock = WallClock(time)
    clock.advance()
    time.seconds -= 50.0
    assert clock.advance() == (0, 0.0)


@pytest.mark.parametrize("rate", [24, 25, 30, 60, 144, 29.97, Fraction(30000, 1001)])
def test_a_film_frame_stands_at_its_exact_time(rate):
    clock = FilmClock(rate)
    done = 0
    for frame in range(2000):
        ticks, fraction = clock.advance()
        done += ticks
        exact = 1 + frame * 60 / Fraction(str(rate))
        assert done == exact.numerator // exact.denominator
        assert fraction == float(exact - done)


@pytest.mark.parametrize(("rate", "ticks"), [(24, {2, 3}), (25, {2, 3}), (30, {2}), (60, {1}), (144, {0, 1})])
def test_film_ticks_are_spread_evenly(rate, ticks):
    clock = FilmClock(rate)
    clock.advance()
    assert {clock.advance()[0] for _ in range(1000)} == ticks


@pytest.mark.parametrize("rate", [0, -25])
def test_a_film_without_frames_is_refused(rate):
    with pytest.raises(ValueError, match="expected a number above 0"):
        FilmClock(rate)
