import numpy as np
import pytest
from telling import FIVE, PRESETS, cue, director, in_range, play, seconds, steps

from installation import params
from installation.params import INDEX, NAMES, PARAMETERS
from installation.score import MACROS as MACRO_NAMES
from installation.score import PHASES, WORLDS, Event
from installation.story.macros import MACROS, Macros


def turned(turns: dict[str, float], world: str = "thaloria") -> Macros:
    macros = Macros()
    for name, position in turns.items():
        macros.turn(name, position)
    for _ in range(60):
        macros.step(world)
    return macros


def turn(tick: int, name: str, position: float) -> dict[int, list[Event]]:
    return {tick: [Event(tick, "macro", name, (position,))]}


def test_there_are_eight_and_what_they_move_are_parameters():
    assert len(MACROS) == 8
    assert {name for macro in MACROS.values() for world in WORLDS for name in macro.of(world)} <= set(NAMES)


@pytest.mark.parametrize("key", PRESETS)
def test_in_the_middle_a_macro_leaves_every_preset_as_it_is(key):
    world = key.split("/")[0]
    assert np.array_equal(turned({}, world).move(PRESETS[key]), PRESETS[key])
    there = turned({"growth": 1.0}, world)
    there.turn("growth", 0.5)
    for _ in range(60):
        there.step(world)
    assert np.array_equal(there.move(PRESETS[key]), PRESETS[key])


@pytest.mark.parametrize("name", MACRO_NAMES)
@pytest.mark.parametrize("key", PRESETS)
def test_each_macro_moves_something_of_every_preset_to_both_sides_and_keeps_to_the_ranges(name, key):
    world, values = key.split("/")[0], PRESETS[key]
    low, high = (turned({name: end}, world).move(values) for end in (0.0, 1.0))
    for moved in (low, high):
        assert in_range(moved)
        assert np.abs(params.to_units(moved) - params.to_units(values)).max() > 0.02
    assert not np.array_equal(low, high)


def test_all_eight_at_an_end_keep_to_the_ranges():
    for end in (0.0, 1.0):
        for key, values in PRESETS.items():
            assert in_range(turned(dict.fromkeys(MACRO_NAMES, end), key.split("/")[0]).move(values))


def test_no_part_of_a_turn_is_dead():
    growth = INDEX["growth_speed"]
    positions = [turned({"growth": step / 20}).move(PRESETS["thaloria/calm"])[growth] for step in range(21)]
    assert (np.diff(positions) > 0.0).all()


def test_a_macro_that_is_flung_round_moves_without_a_step():
    moments = play(director(), 120, turn(10, "pulse", 1.0) | turn(60, "pulse", 0.0))
    assert 0.0 < steps(moments).max() < 0.06
    assert moments[50].values[INDEX["pulse_rate"]] > 1.2 * moments[0].values[INDEX["pulse_rate"]]


def test_from_world_to_world_the_knobs_change_what_they_move_without_a_step():
    events = turn(1, "wound", 1.0) | {120: [Event(120, "cue", "world", ("ecoverse", 25.0))]}
    moments = play(director(looks=FIVE), 900, events)
    order = INDEX["jam"]
    assert steps(moments[100:]).max() < 0.02
    assert moments[110].values[order] == moments[0].values[order] < moments[-1].values[order]


def test_a_parameter_that_is_held_is_not_moved():
    events = {1: [Event(1, "param", "growth_speed", (0.05,)), Event(1, "macro", "growth", (1.0,))]}
    moments = play(director(), 60, events)
    assert moments[-1].values[INDEX["growth_speed"]] == np.float32(0.05)
    assert moments[-1].values[INDEX["branch_rate"]] > moments[0].values[INDEX["branch_rate"]]


def test_a_reset_turns_all_knobs_to_the_middle():
    one = director()
    moments = play(one, 200, turn(1, "body", 0.0) | {100: [Event(100, "param", "reset")]})
    assert one.standing(200, "macro", "body") == 0.5
    assert np.array_equal(moments[-1].values, PRESETS["thaloria/calm"])
    assert steps(moments).max() < 0.05


@pytest.mark.parametrize("values", [(), ("loud",), (float("nan"),), (0.1, 0.2)])
def test_a_turn_that_makes_no_sense_does_nothing(values):
    moments = play(director(), 30, {1: [Event(1, "macro", "growth", values), Event(1, "macro", "dance", (1.0,))]})
    assert np.array_equal(moments[-1].values, PRESETS["thaloria/calm"])


def test_a_hue_is_turned_round_its_circle():
    values = params.defaults()
    values[INDEX["accent_hue"]] = 350.0
    turned_hue = turned({"colour": 1.0}).move(values)[INDEX["accent_hue"]]
    assert turned_hue == pytest.approx((350.0 + 0.3 * 180.0) % 360.0)


def test_the_knobs_are_told_where_they_stand():
    one = director()
    play(one, 30, turn(1, "stream", 0.8) | cue(2, PHASES[2], 0.0))
    assert one.standing(30, "macro", "stream") == pytest.approx(0.8)
    exposure = PARAMETERS[INDEX["exposure"]]
    known = params.to_unit(exposure, float(PRESETS["thaloria/chaos"][INDEX["exposure"]]))
    assert one.standing(30, "param", "exposure") == pytest.approx(known, abs=1e-5)
    assert one.standing(30, "macro", "dance") is one.standing(30, "cue", "phase") is None


def test_what_is_turned_is_remembered_by_a_recording_that_begins_later():
    one, two = director(looks=FIVE), director(looks=FIVE)
    play(one, seconds(1), turn(1, "life", 0.9) | turn(50, "wound", 0.1))
    state = Event(0, "state", "story", (one.state(60),))
    went_on = play(one, 60, first=60)
    resumed = play(two, 60, {0: [state]})
    assert all(np.array_equal(a.values, b.values) for a, b in zip(went_on, resumed, strict=True))
