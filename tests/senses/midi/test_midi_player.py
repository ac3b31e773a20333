"""What a controller's messages mean, without a port: through the map that works for any controller."""

import mido
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from installation import resources
from installation.params import INDEX, NAMES, PARAMETERS
from installation.score import MACROS, PHASES, WORLDS
from installation.senses.midi.bytes import ByteStream
from installation.senses.midi.controllers import load
from installation.senses.midi.player import Player

GENERIC = load(resources.directory("assets") / "controllers" / "generic.toml")
Message = mido.Message


class Desk:
    """A show that does what it is told, as far as it matters to a controller."""

    crop = (0.25, 0.0, 1.0, 1.0)

    def __init__(self):
        self.stands = {("macro", name): 0.5 for name in MACROS} | {("param", name): 0.2 for name in NAMES}
        self.stands |= {("light", "master"): 1.0, ("light", "blackout"): 0.0, ("world", "freeze"): 0.0}

    def standing(self, source, name):
        return self.stands.get((source, name))


class Played:
    def __init__(self, controller=GENERIC):
        self.desk = Desk()
        self.player = Player("Keys", controller, self.desk, lambda: 1234)

    def play(self, *messages):
        """Play messages; give what they say, and let the desk stand there."""
        said = [one for message in messages for one in self.player.hear(message)]
        for source, name, values in said:
            if (source, name) in self.desk.stands and len(values) == 1:
                self.desk.stands[source, name] = values[0]
        return said

    def turn(self, control, *values, channel=0):
        return self.play(*(Message("control_change", channel=channel, control=control, value=one) for one in values))


def note(number, velocity=100, channel=0):
    return Message("note_on", channel=channel, note=number, velocity=velocity)


def pad(number, velocity=100):
    return note(number, velocity, channel=9)


def control(number, value):
    return Message("control_change", control=number, value=value)


def values_of(said):
    return [values[0] for _, _, values in said]


def test_a_key_is_a_citizen_from_its_stroke_to_its_release():
    keys = Played()
    assert keys.play(note(60, 64)) == [("note", "midi/Keys/1/60", (60, 64 / 127))]
    assert keys.play(Message("note_off", note=60)) == [("note", "midi/Keys/1/60", (60, 0.0))]
    assert keys.play(note(60, 0), Message("note_off", note=61)) == []


def test_pressure_and_bend_change_what_sounds():
    keys = Played()
    keys.play(note(60), note(64), note(50, channel=1))
    assert keys.play(Message("polytouch", note=60, value=127)) == [("note", "midi/Keys/1/60", (60, 1.0, 0.0))]
    bent = keys.play(Message("pitchwheel", pitch=8191))
    assert [values[2] for _, _, values in bent] == [1.0, 1.0] and len(bent) == 2
    pressed = keys.play(Message("aftertouch", value=0))
    assert [values[1] for _, _, values in pressed] == [0.0, 0.0]
    assert keys.play(Message("polytouch", note=99, value=1)) == []
    assert keys.play(note(67))[1][2][2] == 1.0


def test_a_pedal_holds_what_is_let_go_and_a_panic_ends_all():
    keys = Played()
    keys.play(note(60), Message("control_change", control=64, value=127))
    assert keys.play(Message("note_off", note=60)) == []
    assert keys.turn(64, 0) == [("note", "midi/Keys/1/60", (60, 0.0))]
    keys.play(note(60), note(64))
    assert len(keys.turn(123, 0)) == 2 and keys.turn(123, 0) == []
    keys.play(note(60))
    assert [one[2] for one in keys.player.quieten()] == [(60, 0.0)]


def test_sixteen_pads_drum_sixteen_places_of_what_is_to_be_seen():
    places = []
    for number in range(36, 52):
        (source, name, (x, y, strength)), tap = Played().play(pad(number, 127))
        assert (source, name, strength) == ("touch", "pointer", 1.5)
        assert tap == ("tap", f"midi/Keys/10/{number}", (1.0,))
        places.append((x, y))
    assert len(set(places)) == 16
    assert places[0] == (0.25 + 0.125, 0.125) and places[-1] == (0.25 + 0.875, 0.875)
    assert all(0.25 < x < 1.25 and 0.0 < y < 1.0 for x, y in places)
    assert Played().play(pad(36, 12))[0][2][2] == pytest.approx(1.5 * 12 / 127)


def test_pads_and_programs_cue_phases_and_worlds():
    assert [one for number in range(52, 57) for one in Played().play(pad(number))] == [
        ("cue", "phase", (phase,)) for phase in PHASES
    ]
    assert [one for number in range(57, 62) for one in Played().play(pad(number))] == [
        ("cue", "world", (world,)) for world in WORLDS
    ]
    programs = [Message("program_change", program=number) for number in range(12)]
    assert [values[0] for _, _, values in Played().play(*programs)] == [*PHASES, *WORLDS]
    assert Played().play(pad(66)) == [("cue", "phase", ("auto",))]


def test_freeze_blackout_reseed_tap_and_reset_have_a_pad():
    keys = Played()
    assert keys.play(pad(63), pad(63, 0)) == [("world", "freeze", (1.0,))]
    assert keys.play(pad(63)) == [("world", "freeze", (0.0,))]
    assert keys.play(pad(65)) == [("light", "blackout", (1.0,))]
    assert keys.play(pad(65)) == [("light", "blackout", (0.0,))]
    assert keys.play(pad(64)) == [("world", "reseed", (1234,))]
    assert keys.play(pad(62)) == [("tap", "midi/Keys/10/62", ())]
    assert keys.play(pad(67)) == [("param", "reset", ())]


def test_other_percussion_taps_and_is_no_tone():
    assert Played().play(pad(81, 64)) == [("tap", "midi/Keys/10/81", (64 / 127,))]


def test_a_button_acts_when_it_is_pressed_and_not_when_it_is_let_go():
    keys = Played()
    assert keys.turn(81, 127, 127, 0) == [("world", "freeze", (1.0,))]
    assert keys.turn(81, 127) == [("world", "freeze", (0.0,))]


@pytest.mark.parametrize("first", [70, 16])
def test_eight_knobs_turn_the_eight_macros_in_their_order(first):
    for number, name in enumerate(MACROS):
        keys = Played()
        said = keys.turn(first + number, 60, 70, 127)
        assert {(source, which) for source, which, _ in said} == {("macro", name)}
        assert values_of(said)[-1] == 1.0


def test_a_knob_that_stands_elsewhere_moves_nothing_until_it_meets_what_it_moves():
    keys = Played()
    assert keys.turn(70, 10, 20, 40, 55) == []
    assert keys.player.hands == {("macro", "growth"): pytest.approx(55 / 127)}
    assert values_of(keys.turn(70, 66, 80)) == [pytest.approx(66 / 127), pytest.approx(80 / 127)]
    # Something else moves it: the knob has to come for it again.
    keys.desk.stands["macro", "growth"] = 0.1
    assert keys.turn(70, 82, 60, 30) == []
    assert values_of(keys.turn(70, 11)) == [pytest.approx(11 / 127)]


def test_a_knob_that_was_turned_at_once_and_then_put_back_by_others_does_not_jump():
    keys = Played()
    # Both of a tick's turns are heard before any of them moves something.
    assert len(values_of([*keys.player.hear(control(70, 64)), *keys.player.hear(control(70, 114))])) == 2
    keys.player.tick = 60
    assert keys.turn(70, 115) == []


def test_a_knob_flung_past_what_it_moves_takes_it_along():
    assert values_of(Played().turn(70, 5, 120)) == [pytest.approx(120 / 127)]


@given(some.lists(some.integers(0, 127), min_size=1, max_size=40), some.floats(0.0, 1.0))
def test_no_knob_makes_a_greater_jump_than_the_hand_does(values, standing):
    keys = Played()
    keys.desk.stands["macro", "growth"] = standing
    before, hand = standing, None
    for value in values:
        for moved in values_of(keys.turn(70, value)):
            reached = abs(moved - before)
            # A little more than the hand, where it meets what it moves, and in the middle.
            assert reached <= (abs(value - hand) if hand is not None else 0.0) / 127 + 3 / 127 + 1e-9
            before = moved
        hand = value


def test_a_macro_finds_back_to_its_middle():
    keys = Played()
    assert values_of(keys.turn(70, 62, 63, 64, 65)) == [pytest.approx(62 / 127), 0.5, 0.5, pytest.approx(65 / 127)]


def test_fourteen_bits_are_as_fine_as_they_can_be():
    keys = Played()
    said = keys.turn(16, 64) + keys.turn(48, 0, 1, 2, 3)
    assert np.diff(values_of(said)[1:]) == pytest.approx([1 / 16383] * (len(said) - 2)) and len(said) > 3
    assert values_of(keys.turn(16, 127)) == [pytest.approx(127 * 128 / 16383)]
    assert values_of(keys.turn(48, 127)) == [1.0]


def test_the_light_is_picked_up_where_it_is():
    keys = Played()
    assert keys.turn(7, 0, 60, 100) == []
    assert keys.turn(7, 127, 64) == [("light", "master", (1.0,)), ("light", "master", (64 / 127,))]


def test_a_blackout_fader_closes_past_its_middle_and_never_because_of_where_it_stood():
    keys = Played()
    assert keys.turn(9, 120, 127, 110) == []
    assert keys.turn(9, 20) == [("light", "blackout", (0.0,))]
    assert keys.turn(9, 60, 64, 66, 68, 90) == [("light", "blackout", (1.0,))]
    assert keys.turn(9, 66, 62, 58, 50) == [("light", "blackout", (0.0,))]


def test_a_parameter_goes_through_its_whole_range(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('version = 1\ndevices = ["*"]\n[knobs]\n"1" = "param growth_speed"\n"2/3" = "param exposure"\n')
    keys = Played(load(path))
    row = PARAMETERS[INDEX["growth_speed"]]
    assert keys.play(Message("control_change", control=3, value=1)) == []
    said = keys.turn(1, *range(128))
    assert said[-1] == ("param", "growth_speed", (pytest.approx(row.maximum),))
    assert keys.turn(1, 0) == [("param", "growth_speed", (row.minimum,))]


def test_a_map_may_say_how_long_a_cue_takes(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('version = 1\ndevices = ["*"]\n[pads]\n"1" = "phase chaos 0.5"\n"2" = "world ecoverse 30"\n')
    assert Played(load(path)).play(note(1), note(2)) == [
        ("cue", "phase", ("chaos", 0.5)), ("cue", "world", ("ecoverse", 30.0)),
    ]  # fmt: skip


@given(some.binary(max_size=300))
def test_whatever_a_port_says_becomes_events_or_nothing(data):
    keys = Played()
    for message in ByteStream().feed(data):
        for source, name, values in keys.play(message):
            assert source and len(name) <= 64
            assert all(isinstance(value, str) or np.isfinite(value) for value in values)
