import itertools

import pytest
from heard import after, citizen, music, sound

from installation.community import CONFIDENT, Community, Listeners
from installation.community.emotion import CUES, MOST_AROUSAL_CONFIDENCE, MOST_VALENCE_CONFIDENCE
from installation.score import Event

LOUD = dict(loudness=0.8, brightness=0.4, flux=0.2)
CLEAR = dict(key_clarity=0.8, tonalness=0.9, music=0.9, consonance=0.6, register=0.5, pulse_clarity=0.5)
FAST_MAJOR = music(**CLEAR | {"mode": 0.8, "tempo": 140.0, "tempo_confidence": 0.9, "register": 0.65})
SLOW_MINOR = music(**CLEAR | {"mode": -0.8, "tempo": 60.0, "tempo_confidence": 0.9, "register": 0.35})


def play(listeners: Listeners, seconds: float, *heard: Event, **features: float) -> Community:
    """The community after so many seconds of a sound whose envelope rises and falls once a second."""
    for tick in range(round(60 * seconds)):
        swell = 0.9 if tick % 60 < 20 else 0.2
        community = listeners.step([sound(**{"envelope": swell} | (features or LOUD)), *heard])
    return community


@pytest.mark.parametrize("feeling", ["arousal", "valence"])
def test_the_cues_of_a_feeling_weigh_one_together(feeling):
    cues = [cue for cue in CUES if cue.feeling == feeling]
    assert sum(cue.weight for cue in cues) == pytest.approx(1.0)
    assert all(0.0 < cue.attack <= cue.release for cue in cues)
    assert len({cue.name for cue in cues}) == len(cues)


@pytest.mark.parametrize(
    ("name", "low", "high"), [("loudness", 0.3, 0.9), ("flux", 0.02, 0.2), ("brightness", 0.2, 0.5)]
)
def test_more_of_a_cue_arouses_more(name, low, high):
    level = dict(loudness=0.6, brightness=0.3, flux=0.2)
    less, more = (play(Listeners(), 10.0, **level | {name: value}).arousal for value in (low, high))
    assert more > less + 0.05


def test_dense_onsets_arouse_more_than_rare_ones():
    def heard(every: int) -> float:
        listeners = Listeners()
        for tick in range(600):
            community = listeners.step([sound(loudness=0.6, envelope=0.4, onset=0.5 * (tick % every == 0))])
        return community.arousal

    assert heard(12) > heard(60) + 0.1


def test_a_fast_tempo_arouses_more_than_a_slow_one_and_an_unsure_one_says_nothing():
    fast, slow, unsure, none = (
        play(Listeners(), 15.0, music(tempo=tempo, tempo_confidence=sure)).arousal
        for tempo, sure in ((160.0, 0.9), (60.0, 0.9), (160.0, 0.0), (0.0, 0.0))
    )
    assert fast > slow + 0.2
    assert unsure == pytest.approx(none)


def test_slow_minor_feels_worse_than_fast_major_and_both_are_known_a_little():
    glad, sad = (play(Listeners(), 15.0, heard) for heard in (FAST_MAJOR, SLOW_MINOR))
    assert glad.valence > 0.3 and sad.valence < -0.3
    for community in (glad, sad):
        assert 0.8 * MOST_VALENCE_CONFIDENCE < community.valence_confidence <= MOST_VALENCE_CONFIDENCE < CONFIDENT
        assert community.confidence < CONFIDENT


def test_speech_and_crowds_say_next_to_nothing_of_valence():
    talk = music(**CLEAR | {"mode": 0.8, "key_clarity": 0.4, "tonalness": 0.5, "voice": 0.9, "music": 0.0})
    crowd = music(**CLEAR | {"mode": -0.8, "key_clarity": 0.3, "tonalness": 0.1, "crowd": 0.9, "music": 0.0})
    for heard in (talk, crowd):
        community = play(Listeners(), 15.0, heard)
        assert abs(community.valence) < 0.05
        assert community.valence_confidence < 0.1


def test_steady_noise_arouses_nobody_for_long_however_loud_it_is():
    listeners = Listeners()
    assert play(listeners, 10.0).arousal > -0.4
    assert after(listeners, 60.0, sound(envelope=0.6, **LOUD)).arousal < -0.95


def test_what_hardly_sounds_arouses_nobody_however_bright_and_busy_it_is():
    hiss = sound(loudness=0.03, envelope=0.02, brightness=1.0, flux=0.3, flatness=0.9)
    community = after(Listeners(), 60.0, hiss)
    assert community.arousal < -0.9
    assert community.arousal_confidence < 0.15


def test_without_any_sound_all_feeling_is_gone_in_six_seconds():
    listeners = Listeners()
    before = play(listeners, 20.0, FAST_MAJOR)
    assert before.arousal_confidence > 0.9 * MOST_AROUSAL_CONFIDENCE
    community = after(listeners, 6.0)
    assert abs(community.valence) < 0.02
    assert community.arousal < -0.95
    assert community.valence_confidence < 0.02 and community.arousal_confidence < 0.05


def test_a_breath_between_two_phrases_changes_little():
    listeners = Listeners()
    before = play(listeners, 20.0, FAST_MAJOR).arousal + 1.0
    assert after(listeners, 1.5).arousal + 1.0 > 0.6 * before


def test_a_feeling_never_jumps():
    listeners = Listeners()
    loud = sound(envelope=0.6, onset=0.3, **LOUD)
    heard = [[loud, FAST_MAJOR]] * 300 + [[]] * 200 + [[loud, SLOW_MINOR]] * 300 + [[citizen("anna", 1.0, 1.0)]]
    seen = [listeners.step(events) for events in [*heard, *[[]] * 1500]]
    for name in ("valence", "arousal", "valence_confidence", "arousal_confidence", "unity"):
        values = [getattr(community, name) for community in seen]
        assert max(abs(b - a) for a, b in itertools.pairwise(values)) < 0.05, name


def test_a_sound_in_the_room_feels_as_the_music_does():
    listeners = Listeners()
    for tick in range(900):
        community = listeners.step([sound(loudness=0.8, envelope=0.9 * (tick % 120 < 30)), FAST_MAJOR])
    assert community.citizens and community.citizens[-1].valence > 0.15


def test_those_who_say_what_they_feel_speak_for_the_sound():
    listeners = Listeners()
    said = [citizen(str(number), -0.5, -0.5) for number in range(6)]
    community = play(listeners, 15.0, FAST_MAJOR, *said)
    assert (community.valence, community.arousal) == (pytest.approx(-0.5), pytest.approx(-0.5))
    assert (community.valence_confidence, community.arousal_confidence) == (1.0, 1.0)


def test_one_of_twenty_who_goes_to_extremes_moves_nobody():
    said = [citizen(str(number), 0.4, 0.1) for number in range(19)]
    calm, loud = (after(Listeners(), 3.0, *said, citizen("loud", *felt)) for felt in ((0.4, 0.1), (-1.0, 1.0)))
    assert (loud.valence, loud.arousal) == (pytest.approx(calm.valence), pytest.approx(calm.arousal))
    assert loud.unity > 0.6
