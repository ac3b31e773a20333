import json

import numpy as np
import pytest
from heard import after, music, sound

from installation.community import CONFIDENT, Listeners, Pulse
from installation.community.attunement import Attunement
from installation.score import Event

CHANCE = np.random.default_rng(11)
TEMPO = 80.0


def pulse(tick: int, tempo: float = TEMPO) -> Pulse:
    return Pulse(tick / 3600 * tempo, tempo, 50.0)


def tap_along(taps: set[int], seconds: float, tempo: float = TEMPO) -> Attunement:
    attunement = Attunement()
    for tick in range(round(60 * seconds)):
        attunement.step(tick in taps, 0.0, pulse(tick, tempo))
    return attunement


def beats(tempo: float, late: float = 0.0, loose: float = 0.0) -> set[int]:
    """The ticks of taps at a tempo, so many seconds late, and loose by so many (standard deviation)."""
    times = np.arange(1, 40) * 60.0 / tempo + late
    return set(np.round((times + CHANCE.normal(0.0, loose, len(times))) * 60).astype(int).tolist())


@pytest.mark.parametrize("tempo", [48.0, 64.0, 88.0, 128.0])
def test_taps_on_the_installations_beats_fall_in(tempo):
    assert tap_along(beats(tempo, 0.02, 0.02), 12.0, tempo).level > 0.9


def test_taps_on_half_beats_fall_in_too():
    assert tap_along(beats(2 * TEMPO, 0.0, 0.01), 10.0).level > 0.9


@pytest.mark.parametrize("tempo", [67.0, 97.0, 113.0])
def test_another_tempo_does_not_however_regular_it_is(tempo):
    assert tap_along(beats(tempo), 12.0).level < 0.25


def test_taps_at_random_do_not():
    levels = [tap_along(set(CHANCE.integers(0, 600, 14).tolist()), 10.0).level for _ in range(60)]
    assert np.mean(levels) < 0.1


def test_who_stops_has_fallen_out_in_a_few_seconds():
    attunement = tap_along(beats(TEMPO), 10.0)
    for tick in range(600, 1200):
        attunement.step(False, 0.0, pulse(tick))
    assert attunement.level < 0.1


@pytest.mark.parametrize(("tone", "least", "most"), [
    (50.0, 0.9, 1.0), (62.1, 0.9, 1.0), (57.0, 0.7, 1.0), (38.0, 0.9, 1.0), (51.0, 0.0, 0.05), (56.0, 0.0, 0.05),
])  # fmt: skip
def test_a_tone_on_the_keynote_in_any_octave_falls_in_and_one_beside_it_does_not(tone, least, most):
    attunement = Attunement()
    for tick in range(240):
        attunement.step(False, tone, pulse(tick))
    assert least <= attunement.level <= most


def alone(heard, seconds: float = 10.0):
    listeners = Listeners()
    for tick in range(round(60 * seconds)):
        community = listeners.step(heard(tick), pulse=pulse(tick))
    return community


def test_one_person_alone_gains_unity_by_falling_in_with_the_pulse():
    taps, others = beats(TEMPO, 0.01, 0.01), beats(67.0)
    with_it, beside_it = (
        alone(lambda tick, own=own: [sound(onset=0.7, envelope=0.6, loudness=0.5)] if tick in own else [])
        for own in (taps, others)
    )
    assert with_it.attunement > 0.9
    assert with_it.unity > 0.9 and with_it.confidence == pytest.approx(CONFIDENT, abs=0.03)
    assert beside_it.unity < 0.65


def test_one_person_alone_gains_unity_by_humming_the_keynote():
    hum = sound(envelope=0.5, loudness=0.5)
    in_tune, beside = (alone(lambda tick, tone=tone: [hum, music(pitch=tone)], 5.0) for tone in (62.0, 59.5))
    assert in_tune.unity > 0.9 and in_tune.confidence > 0.35
    assert beside.unity == pytest.approx(0.5) and beside.confidence < 0.05


def test_without_a_pulse_of_the_installations_nothing_is_fallen_in_with():
    listeners = Listeners()
    community = after(listeners, 5.0, sound(envelope=0.5, loudness=0.5), music(pitch=50.0))
    assert community.attunement == 0.0


def test_where_five_say_what_they_feel_falling_in_counts_no_more():
    def heard(tick: int) -> list[Event]:
        said = [Event(tick, "citizen", str(n), (0.8 - 0.4 * n, 0.5 * (n % 3 - 1))) for n in range(5)]
        return [*said, sound(envelope=0.5, loudness=0.5), music(pitch=62.0)]

    def unsung(tick: int) -> list[Event]:
        return heard(tick)[:-1]

    assert alone(heard, 5.0).unity == pytest.approx(alone(unsung, 5.0).unity)


def test_what_was_tapped_is_remembered():
    first, second = tap_along(beats(TEMPO, 0.0, 0.02), 6.0), Attunement()
    second.resume(json.loads(json.dumps(first.state())))
    for tick in range(360, 800):
        for one in (first, second):
            one.step(tick % 45 == 0, 62.0 if tick > 500 else 0.0, pulse(tick))
        assert first.level == second.level
