import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from telling import ASPECT, PRESETS, cue, director, in_range, play, sound, steps

from installation.params import INDEX, NAMES
from installation.score import FEATURES, MACROS, PHASES, Event, write_values
from installation.story import Director


@pytest.mark.parametrize("phase", PHASES[1:])
def test_a_transition_goes_without_a_step(phase):
    moments = play(director(), 420, cue(10, phase, 6.0))
    # The steepest part of a smoothstep over six seconds.
    assert steps(moments).max() <= 1.5 / 360 + 1e-5
    assert np.array_equal(moments[-1].values, PRESETS[f"thaloria/{phase}"])


@given(some.lists(some.tuples(some.integers(1, 60), some.sampled_from(PHASES)), max_size=6))
@settings(deadline=None, max_examples=25)
def test_cues_that_interrupt_one_another_make_no_step(cues):
    events, tick = {}, 0
    for wait, phase in cues:
        tick += wait
        events |= cue(tick, phase, 2.0)
    assert steps(play(director(), tick + 125, events)).max() <= 1.5 / 120 + 1e-5


@pytest.mark.parametrize("seconds", [0.0, 1.0, 30.0])
def test_a_cue_answers_at_the_next_tick(seconds):
    moments = play(director(), 4, cue(2, "chaos", seconds))
    assert [moment.phase for moment in moments] == ["calm", "calm", "chaos", "chaos"]
    assert not np.array_equal(moments[3].values, moments[2].values)


def test_a_cue_of_no_time_takes_one_tick():
    moments = play(director(), 4, cue(2, "chaos", 0.0))
    assert np.array_equal(moments[2].values, PRESETS["thaloria/calm"])
    assert np.array_equal(moments[3].values, PRESETS["thaloria/chaos"])


@pytest.mark.parametrize(
    ("given_seconds", "ticks"), [((), 360), ((99.0,), 1800), ((float("nan"),), 360), (("soon",), 360)]
)
def test_a_cue_blends_for_its_time_and_at_most_thirty_seconds(given_seconds, ticks):
    moments = play(director(), ticks + 2, cue(0, "chaos", *given_seconds))
    there = [np.array_equal(moment.values, PRESETS["thaloria/chaos"]) for moment in moments]
    assert there.index(True) == ticks


def test_a_phase_that_was_asked_for_stays():
    assert {moment.phase for moment in play(director("chaos"), 13000)} == {"chaos"}


def test_an_override_holds_over_the_preset_until_it_is_reset():
    events = {1: [Event(1, "param", "exposure", (2.0,))], 3: [Event(3, "param", "reset")]}
    exposures = [moment.values[INDEX["exposure"]] for moment in play(director(), 60, events)]
    own = PRESETS["thaloria/calm"][INDEX["exposure"]]
    assert exposures[:3] == [own, 2.0, 2.0]
    assert exposures[-1] == own
    assert np.abs(np.diff(exposures[2:])).max() < 0.15


def test_a_preset_that_is_saved_during_the_show_is_blended_in():
    values = PRESETS["thaloria/calm"].copy()
    values[INDEX["exposure"]] = 3.0
    event = Event(5, "preset", "thaloria/calm", (json.dumps(write_values(values)),))
    moments = play(director(), 60, {5: [event]})
    assert np.array_equal(moments[-1].values, values)
    assert steps(moments).max() <= 1.5 / 30 + 1e-5


def test_a_preset_of_another_phase_waits_until_it_is_asked_for():
    values = PRESETS["thaloria/chaos"].copy()
    values[INDEX["exposure"]] = 3.0
    event = Event(1, "preset", "thaloria/chaos", (json.dumps(write_values(values)),))
    one = director()
    assert np.array_equal(play(one, 10, {1: [event]})[-1].values, PRESETS["thaloria/calm"])
    assert np.array_equal(play(one, 10, cue(11, "chaos", 0.0), first=10)[-1].values, values)


def test_a_loud_room_feeds_growth_and_streaming_swells_cords_and_sparks_tips():
    loud = dict(loudness=1.0, band_1=1.0, band_2=1.0, band_6=1.0, band_7=1.0)
    values = play(director(), 120, {tick: sound(tick, **loud) for tick in range(120)})[-1].values
    quiet = PRESETS["thaloria/calm"]
    for name in ("growth_speed", "streaming_speed", "swell", "spark"):
        assert values[INDEX[name]] > quiet[INDEX[name]], name
    unmoved = [INDEX[name] for name in NAMES if name not in ("growth_speed", "streaming_speed", "swell", "spark")]
    assert np.array_equal(values[unmoved], quiet[unmoved])


def test_the_voice_touches_the_ear_every_tick_and_an_onset_once():
    moments = play(director(), 3, {1: sound(1, envelope=0.5, onset=0.8)})
    assert [[touch.kind for touch in moment.touches] for moment in moments] == [
        ["voice"],
        ["voice", "onset"],
        ["voice"],
    ]
    voice, onset = moments[1].touches
    assert (voice.strength, onset.strength) == (pytest.approx(0.5, abs=0.01), pytest.approx(0.8))
    values = moments[1].values
    assert (voice.x, voice.y) == pytest.approx((values[INDEX["ear_x"]] * ASPECT, values[INDEX["ear_y"]]))


def test_a_pointer_touches_where_it_is():
    event = Event(0, "touch", "pointer", (1.5, 0.25, 0.75))
    touch = play(director(), 1, {0: [event]})[0].touches[-1]
    assert (touch.x, touch.y, touch.strength, touch.kind) == (1.5, 0.25, 0.75, "pointer")


@pytest.mark.parametrize(("world", "phase"), [("atlantis", "calm"), ("thaloria", "party"), ("atlantis", "auto")])
def test_a_story_without_a_preset_is_refused(world, phase):
    with pytest.raises(ValueError, match=f"there is no preset {world}/.*: expected one of .*thaloria/calm"):
        Director(PRESETS, world, phase, ASPECT, seed=1)


anything = (
    some.floats() | some.integers() | some.just(10**400) | some.sampled_from(["", "null", "{}", "[" * 9000, *PHASES])
)
any_event = some.builds(
    Event,
    some.just(0),
    some.sampled_from(["sound", "cue", "param", "touch", "tap", "preset", "state", "quality", "macro", "light", "world",
                       "note", "clock", "?"]),
    some.sampled_from(["features", "phase", "world", "pointer", "reset", "thaloria/calm", "master", "blackout",
                       "freeze", "reseed", "midi", "stop", *MACROS, *NAMES]),
    some.lists(anything, max_size=3).map(tuple) | some.tuples(*[some.floats()] * len(FEATURES)),
)  # fmt: skip


@given(some.lists(some.lists(any_event, max_size=3), max_size=30), some.sampled_from(["auto", *PHASES]))
@settings(deadline=None, max_examples=150)
def test_whatever_comes_everything_stays_in_range_and_the_same_comes_out_again(ticks, phase):
    first, second = director(phase), director(phase)
    for tick, events in enumerate(ticks):
        one, other = first.step(tick, events, None), second.step(tick, events, None)
        assert in_range(one.values)
        assert all(np.isfinite([touch.x, touch.y, touch.strength]).all() for touch in one.touches)
        assert np.array_equal(one.values, other.values)
        assert (one.phase, one.community, one.touches) == (other.phase, other.community, other.touches)
        assert 0.0 <= one.light <= 1.0 and one.light == other.light and one.frozen == other.frozen


def test_presets_are_left_as_they_were_given():
    before = {key: values.copy() for key, values in PRESETS.items()}
    play(director(), 30, {1: [Event(1, "param", "exposure", (4.0,))], 2: [Event(2, "cue", "phase", ("chaos", 0.0))]})
    assert all(np.array_equal(PRESETS[key], values) for key, values in before.items())
