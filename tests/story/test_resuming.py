import json
import math

import pytest
from telling import BAD, FIVE, alike, cue, director, play, seconds, sound

from installation.score import MUSIC, Event, round_value
from installation.story import Mark

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
    param = [Event(tick, "param", "exposure", (1.5,))] if tick == 300 else []
    return heard + cues.get(tick, []) + param


def what_is_played(tick: int) -> list[Event]:
    """Music in the room, a keyboard, and for a while a MIDI clock."""
    heard = []
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
    parts = ("world", "phase", "community", "touches", "phase_age", "marks", "crossing", "pulse")
    return all(getattr(one, name) == getattr(other, name) for name in parts) and (one.values == other.values).all()


@pytest.mark.parametrize("at", [1.0, 4.7, 14.0, 30.0, 46.0, 111.0])
def test_a_story_resumed_in_the_middle_goes_on_as_it_was(at):
    """Also at other ticks, in a director that began elsewhere, and through a scene of crossing."""
    first = director("auto", "auto", FIVE, marks=MARKS)
    middle, more = seconds(at), seconds(20 if at < 100 else 60)
    play(first, middle, an_evening, vitals=BAD)
    state = Event(0, "state", "story", (first.state(middle),))
    second = director("calm", "thaloria", FIVE)
    went_on = play(first, more, an_evening, first=middle, vitals=BAD)
    resumed = [
        second.step(tick, [*([state] if tick == 0 else []), *an_evening(middle + tick)], BAD) for tick in range(more)
    ]
    assert all(same(one, other) for one, other in zip(went_on, resumed, strict=True))
    assert first.marks == second.marks
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
