import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from installation.community import PRESENCE, Listeners
from installation.score import FEATURES, Event


def sound(**features: float) -> list[Event]:
    return [Event(0, "sound", "features", tuple(features.get(name, 0.0) for name in FEATURES))]


def after(listeners, seconds, events):
    for _ in range(round(seconds * 60)):
        community = listeners.step(events)
    return community


def test_silence_is_nobody_and_nothing():
    community = after(Listeners(), 1.0, [])
    assert (community.loudness, community.onset, community.envelope, community.people) == (0.0, 0.0, 0.0, 0.0)
    assert community.arousal == -1.0
    assert community.valence == 0.0


def test_loudness_rises_in_a_seventh_of_a_second_and_falls_in_one_and_a_half():
    listeners = Listeners()
    assert after(listeners, 0.15, sound(loudness=1.0)).loudness == pytest.approx(1 - 1 / math.e, abs=0.01)
    full = after(listeners, 3.0, sound(loudness=1.0)).loudness
    assert full == pytest.approx(1.0, abs=1e-3)
    assert after(listeners, 1.5, []).loudness == pytest.approx(full / math.e, abs=0.01)


def test_onset_and_envelope_are_this_ticks_own():
    listeners = Listeners()
    community = listeners.step(sound(onset=0.7, envelope=0.4))
    assert (community.onset, community.envelope) == (0.7, 0.4)
    community = listeners.step([])
    assert (community.onset, community.envelope) == (0.0, 0.0)


def test_a_word_in_a_quiet_room_is_all_voice_and_steady_sound_fades_from_it():
    listeners = Listeners()
    assert listeners.step(sound(envelope=0.8)).voice == pytest.approx(0.8, abs=0.02)
    assert after(listeners, 15.0, sound(envelope=0.8)).voice < 0.01
    assert listeners.step(sound(envelope=1.0)).voice > 0.3


def test_low_and_high_bands_are_told_apart():
    low = after(Listeners(), 1.0, sound(band_1=1.0, band_2=1.0))
    high = after(Listeners(), 1.0, sound(band_6=1.0, band_7=1.0))
    assert low.low > 0.9 and low.high == 0.0
    assert high.high > 0.9 and high.low == 0.0


def test_arousal_takes_seconds_to_rise_and_longer_to_sink():
    loud, soft = (sound(loudness=level, flux=0.25 * level, brightness=level, onset=0.01) for level in (1.0, 0.3))
    top = after(Listeners(), 30.0, loud).arousal
    listeners = Listeners()
    assert (after(listeners, 1.5, loud).arousal + 1.0) / (top + 1.0) == pytest.approx(1.0 - 1.0 / math.e, abs=0.1)
    high, low = after(listeners, 30.0, loud).arousal, after(Listeners(), 30.0, soft).arousal
    assert 0.3 < (after(listeners, 6.0, soft).arousal - low) / (high - low) < 0.6


def test_six_seconds_of_silence_leave_nothing_of_a_feeling():
    listeners = Listeners()
    assert after(listeners, 20.0, sound(loudness=1.0, flux=1.0, brightness=1.0, onset=0.5)).arousal > 0.5
    assert after(listeners, 6.0, []).arousal < -0.95


def test_somebody_who_was_heard_stays_a_while():
    listeners = Listeners()
    assert after(listeners, 0.1, sound(loudness=0.5)).people == 1.0
    assert after(listeners, PRESENCE - 1.0, []).people == 1.0
    assert after(listeners, 2.0, []).people == 0.0


def test_a_tap_is_an_onset():
    assert Listeners().step([Event(0, "tap", "keyboard")]).onset == 1.0
    assert Listeners().step([Event(0, "tap", "midi/pads/10/36", (0.3,))]).onset == 0.3
    assert Listeners().step([Event(0, "tap", "midi/pads/10/36", (-7.0,))]).onset == 0.05


SIGNED = dict.fromkeys(("valence", "arousal", "mode"), (-1.0, 1.0))
COUNTED = {"silence": (0.0, math.inf), "tempo": (0.0, 400.0), "bar": (-1.0, 3.0), "key": (0, 11), "tone": (0, 140)}
SPANS = SIGNED | COUNTED
values = some.floats() | some.text(max_size=3) | some.integers() | some.just(10**400)


@settings(deadline=None)
@given(some.lists(some.lists(values, max_size=len(FEATURES) + 1), max_size=20))
def test_whatever_is_heard_everything_stays_in_its_range(ticks):
    listeners = Listeners()
    for tick in ticks:
        community = listeners.step([Event(0, "sound", "features", tuple(tick))])
        for name, value in vars(community).items():
            if name in SPANS:
                assert SPANS[name][0] <= value <= SPANS[name][1], name
            elif not isinstance(value, tuple):
                assert 0.0 <= value <= 1.0, name
