import json
import math

import numpy as np
import pytest
from telling import director, play

from installation.community import Community, Listeners
from installation.community.attunement import BEATS_A_BREATH
from installation.params import INDEX
from installation.score import FEATURES, MUSIC, Event
from installation.story.echo import Echo
from installation.story.gestures import Gestures, Hands
from installation.story.pulse import KEYNOTES, Heartbeat

CHROMA = Event(0, "sound", "chroma", (0.5,) * 12)


def heard(**values: float) -> list[Event]:
    """What is heard in a tick: features and music by their names."""
    features = tuple(values.get(name, 0.0) for name in FEATURES)
    music = tuple(values.get(name, 0.0) for name in MUSIC)
    return [Event(0, "sound", "features", features), Event(0, "sound", "music", music), CHROMA]


def note(velocity: float, pitch: float = 60.0) -> Event:
    return Event(0, "note", f"midi/keys/1/{pitch:g}", (pitch, velocity))


def room(seconds: float, events_of) -> list[Gestures]:
    """The gestures of each tick of a room in which this happens."""
    listeners, hands, echo = Listeners(), Hands(), Echo()
    found = []
    for tick in range(round(60 * seconds)):
        community = listeners.step(events_of(tick))
        echo.step(community)
        found.append(hands.step(community, 0.0, echo))
    return found


def test_a_hum_shapes_within_two_seconds_and_ends_when_it_ends():
    found = room(6, lambda tick: heard(envelope=0.5, loudness=0.4, pitch=57.0) if tick < 180 else [])
    assert found[30].shape == 0.0
    assert found[150].shape > 0.9
    assert found[-1].shape == 0.0


def test_sound_of_no_pitch_shapes_nothing_however_long_it_lasts():
    hiss = heard(envelope=0.5, loudness=0.5, flatness=0.8)
    assert max(one.shape for one in room(6, lambda tick: hiss)) == 0.0
    unknown = [Event(0, "sound", "features", hiss[0].values)]
    assert max(one.shape for one in room(6, lambda tick: unknown)) == 0.0


def test_a_note_that_is_held_is_a_tone_and_one_that_is_never_let_go_is_nobodys():
    found = room(40, lambda tick: [note(0.7)] if tick == 0 else [])
    assert found[180].shape > 0.9
    assert found[-1].shape == 0.0


def test_talk_shapes_nothing():
    chance = np.random.default_rng(2)
    syllables = set(np.cumsum(chance.integers(8, 20, 60)).tolist())

    def talk(tick: int) -> list[Event]:
        syllable, tone = 0.5 * (tick in syllables), 45.0 * (tick % 31 < 9)
        return heard(envelope=0.4, loudness=0.5, onset=syllable, pitch=tone, voice=0.9)

    assert max(one.shape for one in room(10, talk)) < 0.05


def test_a_room_that_claps_in_time_rallies_and_one_that_claps_anyhow_does_not():
    chance = np.random.default_rng(4)
    anyhow = set(np.cumsum(chance.integers(5, 30, 60)).tolist())

    def claps(now: bool, synchrony: float) -> list[Event]:
        return heard(onset=0.8 * now, clapping=0.9, synchrony=synchrony, envelope=0.4, loudness=0.5)

    together = room(8, lambda tick: claps(tick % 32 == 0, 0.85))
    scattered = room(8, lambda tick: claps(tick in anyhow, 0.1))
    assert together[-1].rally > 0.9
    assert np.mean([one.rally for one in scattered]) < 0.2


def test_drums_rally_and_a_steady_pad_does_not():
    beat = {"envelope": 0.5, "loudness": 0.6, "tempo": 100.0, "tempo_confidence": 0.9}
    drums, pad = (room(6, lambda tick, share=share: heard(**beat, percussive=share)) for share in (0.9, 0.1))
    assert drums[-1].rally > 0.9
    assert pad[-1].rally == 0.0


def test_a_keyboard_can_call_and_reply():
    """A note is a call; another after the network's answer connects."""

    def once(tick: int) -> list[Event]:
        return {30: [note(0.8)], 45: [note(0.0)]}.get(tick, [])

    def twice(tick: int) -> list[Event]:
        return once(tick) or {180: [note(0.8, 64.0)], 190: [note(0.0, 64.0)]}.get(tick, [])

    assert max(one.connect for one in room(5, once)) == 0.0
    assert max(one.connect for one in room(5, twice)) > 0.4


def test_quiet_after_noise_tends():
    found = room(16, lambda tick: heard(loudness=0.7, envelope=0.5) if tick < 480 else [])
    assert max(one.tend for one in found[:480]) == 0.0
    assert max(one.tend for one in found) > 0.9


def test_an_answer_has_the_callers_own_pitch():
    def call(tick: int) -> list[Event]:
        return heard(envelope=0.7, loudness=0.5, pitch=45.0 if tick < 90 else 81.0) if 60 <= tick < 120 else []

    moments = play(director(), 400, call)
    answers = [touch.pitch for moment in moments for touch in moment.touches if touch.kind == "answer"]
    assert len(answers) > 40
    assert answers[5] == pytest.approx(0.2, abs=0.05) and answers[-1] == pytest.approx(0.8, abs=0.05)


def test_a_note_lights_its_own_tile():
    events = {60: [note(0.8)], 90: [note(0.0)]}
    moments = play(director(), 120, events)
    (touch,) = [touch for moment in moments for touch in moment.touches if touch.kind == "onset"]
    x, y = moments[60].community.citizens[0].place
    assert (touch.x, touch.y) == pytest.approx((x * 16 / 9, y))
    assert touch.strength == pytest.approx(0.8 * float(moments[60].values[INDEX["onset_to_charge"]]))


def test_the_pulse_goes_on_without_a_jump_when_the_breath_quickens():
    cue = [Event(0, "cue", "phase", ("chaos", 4.0))]
    moments = play(director(), 900, lambda tick: cue if tick == 300 else [])
    steps = np.diff([moment.pulse.beats for moment in moments])
    tempos = np.array([moment.pulse.tempo for moment in moments])
    assert steps == pytest.approx(tempos[1:] / 3600)
    breaths = [float(moment.values[INDEX["breath_rate"]]) for moment in moments]
    assert tempos == pytest.approx(np.array(breaths) * BEATS_A_BREATH)
    assert {moment.pulse.keynote for moment in moments} == {KEYNOTES["thaloria"]}


def beating(arousal, attunement=0.0, ticks=2400):
    """The pulse of every tick of a calm world after which people are moved so far."""
    heartbeat, values = Heartbeat(), play(director(), 1)[0].values
    for tick in range(ticks):
        yield heartbeat.step("thaloria", values)
        people = Community(arousal=arousal, arousal_confidence=1.0, attunement=attunement)
        heartbeat.quicken(people if tick >= 60 else Community())


def test_the_more_people_are_moved_the_quicker_is_the_pulse_and_it_glides():
    lives = [list(beating(arousal)) for arousal in (-1.0, 0.0, 0.5, 1.0)]
    last = [life[-1].tempo for life in lives]
    assert last == sorted(last) and last[1] == lives[0][0].tempo
    assert last[0] < 0.9 * last[1] and last[-1] > 1.3 * last[1]
    for life in lives:
        tempos = np.array([pulse.tempo for pulse in life])
        assert abs(np.diff(np.log2(tempos))).max() * 60 < 0.1, "no more than a tenth of an octave in a second"
        assert np.diff([pulse.beats for pulse in life]) == pytest.approx(tempos[1:] / 3600)


def test_the_pulse_stays_for_those_who_fall_in_with_it():
    tempos = [pulse.tempo for pulse in beating(1.0, attunement=1.0)]
    assert max(tempos) == min(tempos)


def test_the_beats_are_counted_anew_at_a_whole_breath():
    heartbeat = Heartbeat()
    heartbeat.resume([127.999, 0.0])
    values = play(director(), 1)[0].values
    beats = [heartbeat.step("thaloria", values).beats for _ in range(2)]
    assert 0.0 <= beats[0] < beats[1] < 0.1
    assert math.isclose(128.0 % BEATS_A_BREATH, 0.0)


def test_gestures_are_remembered():
    first, second, echo = Hands(), Hands(), Echo()
    drumming = Community(percussive=0.9, tempo_confidence=0.9, clapping=0.5, synchrony=0.6, envelope=0.5, loudness=0.5)
    for _ in range(100):
        first.step(drumming, 1.0, echo)
    second.resume(json.loads(json.dumps(first.state())))
    for _ in range(200):
        assert first.step(Community(people=1.0), 0.0, echo) == second.step(Community(people=1.0), 0.0, echo)
