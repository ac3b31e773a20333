import pytest
from telling import ASPECT, director, play, sound

from installation.params import INDEX


def answers(moments):
    """Tick and strength of each touch by which the network answers."""
    found = [(moment.tick, touch) for moment in moments for touch in moment.touches if touch.kind == "answer"]
    return [(tick, touch.strength) for tick, touch in found]


def word(first: int, ticks: int = 30) -> dict:
    """A word in a quiet room: an envelope that rises and falls."""
    shape = [min(1.0, 0.3 + 0.02 * tick, 1.2 * (1 - tick / ticks)) for tick in range(ticks)]
    return {first + tick: sound(first + tick, envelope=envelope) for tick, envelope in enumerate(shape)}


def test_a_word_is_answered_with_its_own_contour_a_second_and_a_half_after_its_end():
    moments = play(director(), 400, word(60))
    voiced = [moment for moment in moments if moment.community.voice >= 0.1]
    given = answers(moments)
    assert given[0][0] == voiced[-1].tick + 90
    assert [strength for _, strength in given] == pytest.approx([moment.community.voice for moment in voiced])
    assert [tick for tick, _ in given] == list(range(given[0][0], given[0][0] + len(given)))


def test_the_answer_comes_from_its_own_place():
    moment = next(moment for moment in play(director(), 400, word(60)) if answers([moment]))
    touch = moment.touches[-1]
    place = [float(moment.values[INDEX[name]]) for name in ("answer_x", "answer_y")]
    assert (touch.x, touch.y) == pytest.approx((place[0] * ASPECT, place[1]))


def test_silence_is_not_answered():
    assert answers(play(director(), 600)) == []


def test_words_without_a_pause_are_one_call():
    moments = play(director(), 700, word(60) | word(130) | word(200))
    ticks = [tick for tick, _ in answers(moments)]
    assert ticks == list(range(ticks[0], ticks[0] + len(ticks)))
    assert ticks[0] > 200 + 90


def test_an_answer_lasts_three_seconds_at_most():
    calls = {}
    for first in range(60, 420, 40):
        calls |= word(first, 38)
    assert 0 < len(answers(play(director(), 1000, calls))) <= 180


def test_music_that_goes_on_is_not_answered():
    music = {tick: sound(tick, envelope=0.9 if tick % 30 < 6 else 0.3, onset=0.6 * (tick % 30 == 0))
             for tick in range(60, 3000)}  # fmt: skip
    assert answers(play(director(), 3000, music)) == []


def test_slow_beats_are_answered_only_a_few_times():
    beats = {tick: sound(tick, onset=0.9, envelope=0.9) for tick in range(60, 6000, 130)}
    given = [tick for tick, _ in answers(play(director(), 6000, beats))]
    assert 1 <= len(given) <= 4
    assert given[-1] < 1000


def test_patience_to_answer_comes_back_in_quiet():
    beats = {tick: sound(tick, onset=0.9, envelope=0.9) for tick in range(60, 1000, 130)}
    assert len(answers(play(director(), 2400, beats | word(2100)))) > len(answers(play(director(), 2400, beats)))
