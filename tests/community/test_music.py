import math

import pytest
from heard import after, music, sound
from hypothesis import given, settings
from hypothesis import strategies as some

from installation.community import Listeners
from installation.score import MUSIC, Event

BEAT = Event(0, "sound", "beat", (0.5, 0.9, 2.0))


def clock(tempo: float, beats: float) -> Event:
    return Event(0, "clock", "midi", (tempo, beats))


def test_what_is_heard_of_music_stands_in_the_community():
    heard = {
        "tempo": 96.0, "tempo_confidence": 0.8, "key": 6.0, "mode": -0.7, "key_clarity": 0.6, "pitch": 57.2,
        "voice": 0.3, "music": 0.8, "crowd": 0.1, "synchrony": 0.4, "build_up": 0.5, "drop": 0.2, "tonalness": 0.9,
        "pulse_clarity": 0.7,
    }  # fmt: skip
    chroma = tuple(number / 12 for number in range(12))
    community = Listeners().step([music(**heard), Event(0, "sound", "chroma", chroma)])
    same = {name: getattr(community, name) for name in heard if name not in ("pitch", "voice")}
    assert same == {name: value for name, value in heard.items() if name not in ("pitch", "voice")}
    assert (community.tone, community.speech, community.chroma) == (57.2, 0.3, chroma)


def test_it_holds_between_two_reports_and_fades_when_none_come():
    listeners = Listeners()
    listeners.step([music(tempo=120.0, tempo_confidence=0.8, music=0.9)])
    assert after(listeners, 0.3).music == 0.9
    assert 0.0 < after(listeners, 0.7).music < 0.9
    community = after(listeners, 1.5)
    assert (community.tempo, community.tempo_confidence, community.music, community.chroma) == (0.0, 0.0, 0.0, ())


def test_the_beat_goes_round_from_beat_to_beat_and_ends_where_none_is_heard():
    listeners = Listeners()
    first = listeners.step([BEAT])
    assert (first.beat, first.bar) == (0.0, 2.0)
    phases = [listeners.step([]).beat for _ in range(29)]
    assert phases == pytest.approx([tick / 30 for tick in range(1, 30)])
    assert listeners.step([BEAT]).beat == 0.0
    later = after(listeners, 3.0)
    assert (later.beat, later.bar) == (0.0, -1.0)


def test_a_midi_clock_knows_better_than_the_ear_until_it_stops():
    listeners = Listeners()
    heard = music(tempo=90.0, tempo_confidence=0.4)
    community = listeners.step([clock(120.0, 5.0), heard, BEAT])
    assert (community.tempo, community.tempo_confidence) == (pytest.approx(120.0), 1.0)
    assert (community.beat, community.bar) == (0.0, 1.0)
    community = listeners.step([Event(0, "clock", "stop"), heard])
    assert (community.tempo, community.tempo_confidence) == (90.0, 0.4)


def test_a_clock_that_is_gone_is_not_waited_for():
    listeners = Listeners()
    listeners.step([clock(120.0, 0.0)])
    assert after(listeners, 1.0).tempo == pytest.approx(120.0)
    assert after(listeners, 2.0).tempo == 0.0


def test_a_tone_is_as_high_as_its_pitch():
    low, high = (
        after(Listeners(), 1.0, sound(envelope=0.5, loudness=0.5, brightness=0.5), music(pitch=pitch)).pitch
        for pitch in (45.0, 81.0)
    )
    assert (low, high) == (pytest.approx(0.2, abs=0.01), pytest.approx(0.8, abs=0.01))


def test_silence_is_counted_in_seconds():
    listeners = Listeners()
    assert after(listeners, 1.0, sound(loudness=0.5)).silence == 0.0
    assert after(listeners, 3.0).silence == pytest.approx(3.0)


def test_clapping_in_time_has_more_unity_than_scattered_clapping():
    def clapping(every, synchrony):
        listeners = Listeners()
        for tick in range(900):
            clap = 0.6 * (tick % every == 0)
            heard = sound(loudness=0.6, envelope=0.5, onset=clap, clapping=0.9)
            community = listeners.step([heard, music(synchrony=synchrony)])
        return community

    together, scattered = clapping(30, 0.9), clapping(7, 0.1)
    assert together.unity > 0.8 and together.confidence > 0.5
    assert scattered.unity < 0.3


odd = some.floats(allow_nan=True, allow_infinity=True) | some.just(10**400) | some.text(max_size=2)


@settings(deadline=None)
@given(some.lists(some.tuples(
    some.sampled_from(["music", "chroma", "beat", "midi", "stop", "?"]), some.sampled_from(["sound", "clock"]),
    some.lists(odd, min_size=len(MUSIC), max_size=len(MUSIC)) | some.lists(odd, max_size=12),
), max_size=30))  # fmt: skip
def test_whatever_is_said_of_music_stays_in_its_range(rows):
    listeners = Listeners()
    for name, source, values in rows:
        community = listeners.step([Event(0, source, name, tuple(values))])
        assert 0.0 <= community.beat < 1.0 and 0 <= community.key <= 11 and 0.0 <= community.tempo <= 400.0
        assert all(0.0 <= share <= 1.0 for share in community.chroma)
        assert all(math.isfinite(value) for value in vars(community).values() if not isinstance(value, tuple))
