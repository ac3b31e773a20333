import json

import numpy as np
import pytest
from heard import after, note

from installation.community import PRESENCE, Listeners
from installation.community.notes import CONSONANCE, LONGEST_HELD, MOST_HELD, Notes, consonances, mode
from installation.score import Event


def chord(*pitches: float, velocity: float = 0.6, keyboard: str = "midi/keys/1") -> list[Event]:
    return [note(f"{keyboard}/{pitch}", pitch, velocity) for pitch in pitches]


def of(*classes: int) -> np.ndarray:
    return np.bincount(np.array(classes) % 12, minlength=12).astype(float)


def test_a_note_is_a_citizen_as_long_as_it_is_held_and_twenty_seconds_more():
    listeners = Listeners()
    listeners.step(chord(60.0))
    (held,) = after(listeners, PRESENCE + 10.0).citizens
    assert (held.name, held.strength) == ("midi/keys/1/60.0", 1.0)
    listeners.step(chord(60.0, velocity=0.0))
    assert after(listeners, PRESENCE - 2.0).citizens[0].strength == 1.0
    assert after(listeners, 6.0).citizens == ()


def test_velocity_is_arousal():
    soft, hard = (
        after_chord(chord(60.0, 64.0, 67.0, velocity=velocity)).citizens[0].arousal for velocity in (0.2, 0.9)
    )
    assert (soft, hard) == (pytest.approx(-0.6, abs=0.02), pytest.approx(0.8, abs=0.02))


def after_chord(events: list[Event]):
    listeners = Listeners()
    listeners.step(events)
    return after(listeners, 2.0)


def test_what_sounds_well_together_feels_well():
    triad, cluster = after_chord(chord(60.0, 64.0, 67.0)), after_chord(chord(60.0, 61.0, 62.0))
    assert triad.valence > 0.3 and cluster.valence < -0.3
    assert [one.valence for one in after_chord(chord(60.0)).citizens] == [0.0]


def test_a_minor_triad_feels_worse_than_a_major_one():
    major, minor = after_chord(chord(60.0, 64.0, 67.0)), after_chord(chord(60.0, 63.0, 67.0))
    assert minor.valence < major.valence - 0.2


def test_one_players_chord_is_less_sure_than_as_many_people():
    community = after_chord(chord(60.0, 64.0, 67.0))
    assert 0.0 < community.confidence < 0.4
    assert community.people == 3.0
    assert community.notes == (60.0, 64.0, 67.0)


def test_notes_in_time_are_a_rhythm_of_one_player():
    listeners = Listeners()
    for tick in range(480):
        events = chord(60.0, 64.0) if tick % 30 == 0 else chord(60.0, 64.0, velocity=0.0) if tick % 30 == 15 else []
        community = listeners.step(events)
    assert community.rhythm > 0.9
    assert 0.2 < community.confidence < 0.5


def test_pressure_and_bend_move_a_held_note_and_let_it_fall_again():
    listeners = Listeners()
    listeners.step(chord(60.0, velocity=0.3))
    listeners.step([Event(0, "note", "midi/keys/1/60.0", (60.0, 0.9, 0.5))])
    community = after(listeners, 2.0)
    assert community.notes == (61.0,)
    assert community.citizens[0].arousal == pytest.approx(0.8, abs=0.02)
    listeners.step([Event(0, "note", "midi/keys/1/60.0", (60.0, 0.0, 0.5))])
    # Without pressure it is again what it was struck.
    assert after(listeners, 2.0).citizens[0].arousal == pytest.approx(-0.4, abs=0.02)


def test_a_note_whose_release_was_lost_ends_after_two_minutes():
    notes = Notes()
    notes.hear(note("a", 60.0, 0.5))
    for _ in range(LONGEST_HELD + 1):
        notes.step()
    assert notes.pitches == () and notes.released == ["a"]


def test_more_keys_than_anybody_holds_are_not_heard():
    notes = Notes()
    for number in range(MOST_HELD + 50):
        notes.hear(note(str(number), 60.0, 0.5))
    assert len(notes.pitches) == MOST_HELD


@pytest.mark.parametrize("values", [(), (60.0,), (float("nan"), 0.5), ("c", 0.5), (60.0, 0.5, 0.0), (60.0, 0.0)])
def test_a_note_that_makes_no_sense_is_not_heard(values):
    assert Listeners().step([Event(0, "note", "a", values)]).citizens == ()


def test_consonance_is_the_same_in_every_octave_and_for_both_of_two():
    assert consonances(np.array([48.0, 67.0])) == pytest.approx([CONSONANCE[7]] * 2)
    assert consonances(np.array([60.0])) == pytest.approx([0.0])
    assert max(CONSONANCE) == CONSONANCE[0] and min(CONSONANCE) == CONSONANCE[1]


@pytest.mark.parametrize("tonic", range(12))
def test_major_and_minor_are_told_apart_on_every_tonic(tonic):
    assert mode(of(*(tonic + step for step in (0, 0, 4, 7, 7, 2, 5)))) > 0.1
    assert mode(of(*(tonic + step for step in (0, 0, 3, 7, 7, 2, 8)))) < -0.1


def test_fewer_than_three_tones_have_no_mode():
    assert mode(of(0, 4)) == 0.0
    assert mode(np.zeros(12)) == 0.0


def test_what_is_held_is_remembered():
    first, second = Notes(), Notes()
    for event in chord(60.0, 63.0, 67.0):
        first.hear(event)
    for _ in range(40):
        first.step()
    second.resume(json.loads(json.dumps(first.state())))
    for _ in range(40):
        first.step()
        second.step()
    assert first.feelings() == second.feelings()
