import json
import math

import pytest
from telling import BAD, FIVE, alike, cue, director, play, seconds, sound

from installation.score import MUSIC, Event, round_value
from installation.story import Mark

HUSH = range(2820, 3200)
MARKS = [Mark("thaloria", (0.2, 0.2), 1.0, 1), Mark("ecoverse", (0.8, 0.8), 1.0, 2)]


def an_evening(tick: int) -> list[Event]:
    """People who say what they feel, tap, talk and touch; a performer who sends the story round."""
    heard = alike(7, arousal=0.4)(tick)
    if 200 <= tick % 900 < 240:
        heard = heard + sound(tick, envelope=0.8, loudness=0.6, brightness=0.6, onset=0.7 * (tick % 900 == 200))
    if tick % 31 == 0 and tick % 1800 < 500:
        heard = heard + [Event(tick, "tap", "anna")]
    if tick % 700 == 0:
        heard = heard + [Event(tick, "touch", "pointer", (0.9, 0.3, 1.5))]
    heard = heard + what_is_played(tick)
    cues = cue(seconds(12), "chaos", 4.0) | cue(seconds(45), "celebration", 2.0)
    return heard + cues.get(tick, []) + what_is_turned(tick)


def what_is_turned(tick: int) -> list[Event]:
    """A performer's knob, a macro and the light."""
    turned = {300: ("param", "exposure", 1.5), 400: ("macro", "stream", 0.8), 500: ("light", "master", 0.4)}
    return [Event(tick, *turned[tick][:2], (turned[tick][2],))] if tick in turned else []


def what_is_played(tick: int) -> list[Event]:
    """Music in the room, a keyboard, and for a while a MIDI clock; and once a hush, in which a word is answered."""
    heard = []
    if tick in HUSH:
        return heard
    if tick % 6 == 0 and tick % 1500 < 900:
        sway = 0.5 + 0.4 * math.sin(tick / 100)
        music = dict.fromkeys(MUSIC, sway) | {"tempo": 96.0, "key": 6.0, "pitch": 57.0 + sway, "mode": sway - 0.5}
        heard.append(Event(tick, "sound", "music", tuple(round_value(value) for value in music.values())))
        heard.append(Event(tick, "sound", "chroma", tuple(round_value(sway * n / 12) for n in range(12))))
    if tick % 37 == 0:
        heard.append(Event(tick, "sound", "beat", (0.62, 0.8, tick // 37 % 4)))
    if tick % 45 in (0, 20):
        pitch = 60 + tick // 45 % 7
        heard.append(Event(tick, "note", f"midi/keys/1/{pitch}", (pitch, 0.6 * (tick % 45 == 0))))
    if tick % 30 == 0 and 2400 <= tick < 3000:
        heard.append(Event(tick, "clock", "midi", (120.0, (tick - 2400) // 30)))
    return heard


def same(one, other) -> bool:
    parts = ("world", "phase", "light", "community", "touches", "phase_age", "marks", "crossing", "pulse")
    return all(getattr(one, name) == getattr(other, name) for name in parts) and (one.values == other.values).all()


MIDDLES = {1.0: 15, 4.7: 15, 14.0: 15, 30.0: 15, 49.5: 15, 111.0: 60}
"""Seconds after which the story is resumed, and for how many it then goes on: the last through a scene of crossing."""


@pytest.fixture(scope="module")
def whole():
    """The moments of a whole evening; and where it is resumed its state, and the marks that are there in the end."""
    one, moments, states, marks = director("auto", "auto", FIVE, marks=MARKS), [], {}, {}
    for tick in range(seconds(111.0 + 60) + 1):
        if tick in map(seconds, MIDDLES):
            states[tick] = one.state(tick)
        marks[tick] = one.marks
        moments.append(one.step(tick, an_evening(tick), BAD))
    return moments, states, marks


@pytest.mark.parametrize("at", MIDDLES)
def test_a_story_resumed_in_the_middle_goes_on_as_it_was(whole, at):
    """Also at other ticks, and in a director that began elsewhere."""
    moments, states, marks = whole
    middle, more = seconds(at), seconds(MIDDLES[at])
    state = Event(0, "state", "story", (states[middle],))
    second = director("calm", "thaloria", FIVE)
    for tick, moment in enumerate(moments[middle : middle + more]):
        assert same(second.step(tick, [*([state] if tick == 0 else []), *an_evening(middle + tick)], BAD), moment)
    assert second.marks == marks[middle + more]
    assert (second.auto, second.auto_world) == (True, True)


def broken(state: str):
    """The state with one of its parts missing or nonsense, each in turn."""
    known = json.loads(state)
    for name in known:
        yield {key: value for key, value in known.items() if key != name}
        for junk in (None, [], {}, "?", -1, [float("nan")] * 3, 10**400):
            if known[name] != junk and not (name == "met" and junk is None):
                yield known | {name: junk}


def test_a_state_that_makes_no_sense_changes_nothing():
    one = director("auto", "auto", FIVE, marks=MARKS)
    play(one, 700, an_evening)
    for number, table in enumerate(broken(one.state(700))):
        two = director("celebration", "thaloria", FIVE)
        moment = two.step(number, [Event(number, "state", "story", (json.dumps(table),))], None)
        if (moment.world, moment.phase) != ("thaloria", "celebration"):
            # Some nonsense still reads as sense, as -1 for the entrance does; then all of it holds.
            assert (moment.world, moment.phase) == (one.world, one.phase)
