import numpy as np
import pytest
from telling import BAD, FIVE, director, play, seconds, sound, steps

from installation.params import INDEX
from installation.score import Event


def said(tick: int, source: str, name: str, *values: float) -> dict[int, list[Event]]:
    return {tick: [Event(tick, source, name, values)]}


def test_the_light_follows_its_fader_without_a_step():
    lights = [moment.light for moment in play(director(), 60, said(10, "light", "master", 0.25))]
    assert lights[9] == 1.0 and lights[-1] == pytest.approx(0.25)
    assert -0.12 < np.diff(lights).min() < 0.0


def test_a_blackout_is_black_within_half_a_second_and_opens_again():
    events = said(10, "light", "blackout", 1) | said(60, "light", "blackout", 0)
    lights = [moment.light for moment in play(director(), 120, events)]
    assert lights[9] == 1.0 and lights[11] < 1.0
    assert lights[40:60] == [0.0] * 20
    assert lights[-1] == 1.0
    assert np.abs(np.diff(lights)).max() < 0.08


def test_a_frozen_story_waits_and_goes_on_from_there():
    long = play(director("auto"), seconds(200))
    frozen = said(600, "world", "freeze", 1) | said(600 + seconds(200), "world", "freeze", 0)
    waited = play(director("auto"), seconds(400), frozen)
    assert all(moment.frozen for moment in waited[600 : 600 + seconds(200)])
    assert not waited[599].frozen and not waited[600 + seconds(200)].frozen
    rest = waited[600 + seconds(200) :]
    assert rest[0].phase != rest[-1].phase
    assert [moment.phase for moment in rest] == [moment.phase for moment in long[600 : 600 + len(rest)]]
    assert rest[0].phase_age == pytest.approx(long[600].phase_age)


def test_a_cue_answers_in_a_frozen_world_and_so_do_its_colours():
    events = said(5, "world", "freeze", 1) | {10: [Event(10, "cue", "phase", ("chaos", 1.0))]}
    moments = play(director(), 120, events)
    assert moments[10].phase == "chaos" and moments[-1].frozen
    assert moments[-1].values[INDEX["exposure"]] != moments[9].values[INDEX["exposure"]]


def test_a_reseed_crosses_from_the_world_to_itself():
    one = director("auto", looks=FIVE)
    moments = play(one, seconds(60), said(100, "world", "reseed", 77), vitals=BAD)
    assert {moment.world for moment in moments} == {"thaloria"}
    crossing = [moment.crossing for moment in moments]
    assert crossing[99] == 0.0 < crossing[101] < crossing[1000] < 1.0
    assert crossing[-1] == 0.0
    spores = INDEX["spore_rate"]
    assert moments[600].values[spores] > moments[50].values[spores]
    length = np.array([moment.values[INDEX["biomass"]] for moment in moments])
    # It is drawn back, and then grows as long as it was; never by a step.
    assert length[1000] < 0.2 * length[99] and length[-1] == pytest.approx(length[99], rel=0.01)
    assert steps(moments[101:]).max() < 0.02


@pytest.mark.parametrize("name", ["master", "blackout"])
@pytest.mark.parametrize("values", [(), ("on",), (float("nan"),), (1.0, 1.0)])
def test_what_makes_no_sense_leaves_the_light_on(name, values):
    events = {1: [Event(1, "light", name, values), Event(1, "world", "freeze", values)]}
    last = play(director(), 60, events)[-1]
    assert last.light == 1.0 and not last.frozen


def test_the_desk_tells_where_its_faders_stand():
    one = director()
    play(one, 20, said(1, "light", "master", 0.5) | said(2, "world", "freeze", 1))
    stands = [one.standing(20, *which) for which in (("light", "master"), ("light", "blackout"), ("world", "freeze"))]
    assert stands == [0.5, 0.0, 1.0]


def test_the_room_is_heard_while_the_world_is_frozen():
    events = said(1, "world", "freeze", 1) | {30: sound(30, envelope=0.9, loudness=0.8, onset=1.0)}
    assert play(director(), 40, events)[30].community.onset == 1.0
