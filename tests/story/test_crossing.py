import functools

import numpy as np
import pytest
from telling import FIVE, changes, cue, director, play, seconds, sound, steps

from installation.params import INDEX
from installation.score import PHASES, WORLDS, Event
from installation.story import Mark
from installation.story.marks import APART, HIGHEST, MOST_MARKS, Marks

EAR = (0.38, 0.42)


def looks():
    """Five worlds, each with a subject of its own."""
    found = {}
    for number, world in enumerate(WORLDS):
        for phase in PHASES:
            values = FIVE[f"{world}/{phase}"].copy()
            values[INDEX["subject_x"]] = 0.1 + 0.2 * number
            found[f"{world}/{phase}"] = values
    return found


def to_world(tick: int, world: str, *how_long: float) -> dict[int, list[Event]]:
    return {tick: [Event(tick, "cue", "world", (world, *how_long))]}


def value(moment, name: str) -> float:
    return float(moment.values[INDEX[name]])


@functools.cache
def finale(world: str = "auto"):
    """The end of a story: two minutes from celebration to what comes then, and the scene after it."""
    one = director("auto", world, looks())
    return one, play(one, seconds(170), cue(0, "celebration", 1.0))


def test_a_completed_arc_crosses_to_the_next_world_in_a_scene_of_its_own():
    one, moments = finale()
    found = changes(moments)
    assert found[-1][1:] == ("nutrient_network", "calm")
    scene = [moment for moment in moments if moment.crossing > 0.0]
    assert len(scene) / 60 == pytest.approx(40.0, abs=0.1)
    assert (np.diff([moment.crossing for moment in scene]) > 0.0).all()
    assert value(scene[seconds(6)], "spore_rate") >= 60.0
    assert value(scene[seconds(6)], "subject_x") == pytest.approx(0.1)
    assert value(scene[seconds(34)], "subject_x") == pytest.approx(0.3)
    quick, usual = scene[seconds(20)], moments[0]
    assert all(value(quick, name) > value(usual, name) for name in ("germination", "growth_speed", "resorption_speed"))
    assert value(quick, "turnover") < value(usual, "turnover")
    assert np.array_equal(moments[-1].values, looks()["nutrient_network/calm"])
    assert moments[-1].crossing == 0.0


def test_a_crossing_makes_no_step():
    _, moments = finale()
    assert steps(moments[100:]).max() < 1.5 / 360 * 3


def test_a_world_that_was_asked_for_stays():
    one, moments = finale("ecoverse")
    assert {moment.world for moment in moments} == {"ecoverse"}
    assert not one.auto_world
    assert max(moment.crossing for moment in moments) == 0.0


def test_the_worlds_come_in_turn_and_after_the_last_the_first_again():
    one = director("auto", "auto", looks())
    assert (one.auto_world, one.world) == (True, WORLDS[0])
    events = to_world(0, WORLDS[-2], 0.0) | cue(60, "celebration", 1.0) | cue(seconds(170), "celebration", 1.0)
    worlds = [world for _, world, _ in changes(play(one, seconds(295), events))]
    assert list(dict.fromkeys(worlds)) == [*WORLDS[-2:], WORLDS[0]]


def test_worlds_without_presets_are_left_out():
    some = {key: values for key, values in looks().items() if key.split("/")[0] in ("purification", "thaloria")}
    one = director("auto", "auto", some)
    assert one.world == "purification"
    moments = play(one, seconds(125), cue(0, "celebration", 1.0))
    assert moments[-1].world == "thaloria"


def test_a_single_world_with_a_few_phases_goes_on_all_the_same():
    few = {key: values for key, values in looks().items() if key in ("thaloria/calm", "thaloria/celebration")}
    one = director("auto", "auto", few)
    assert {phase for _, _, phase in changes(play(one, seconds(200)))} == {"calm", "celebration"}
    only = {"thaloria/chaos": looks()["thaloria/chaos"]}
    assert {moment.phase for moment in play(director("auto", "auto", only), seconds(125))} == {"chaos"}


@pytest.mark.parametrize("how_long", [0.0, 10.0, 30.0])
def test_a_performers_crossing_answers_at_once_and_blends_for_its_time(how_long):
    one = director("chaos", "thaloria", looks())
    moments = play(one, seconds(55), to_world(30, "ecoverse", how_long))
    assert (moments[29].world, moments[30].world, moments[30].phase) == ("thaloria", "ecoverse", "chaos")
    assert not np.array_equal(moments[31].values, moments[29].values)
    there = 30 + max(1, seconds(how_long))
    assert value(moments[there], "subject_x") == pytest.approx(0.1, abs=1e-3)
    assert value(moments[there - 1], "subject_x") > 0.1
    assert moments[there - 1].crossing > 0.0
    assert np.array_equal(moments[-1].values, looks()["ecoverse/chaos"])


def test_a_cue_to_a_world_without_the_phase_takes_the_nearest_it_has():
    few = looks()
    for phase in PHASES[1:]:
        del few[f"ecoverse/{phase}"]
    moments = play(director("chaos", "thaloria", few), 5, to_world(2, "ecoverse"))
    assert (moments[-1].world, moments[-1].phase) == ("ecoverse", "calm")
    moments = play(director("chaos", "thaloria", few), 5, to_world(2, "atlantis"))
    assert moments[-1].world == "thaloria"


def test_who_enters_during_a_crossing_is_greeted_too():
    one = director("auto", "auto", looks())
    cued = cue(0, "celebration", 1.0)
    entrance = seconds(135)
    moments = play(
        one,
        entrance + seconds(20),
        lambda tick: cued.get(tick, []) + (sound(tick, onset=0.7) if tick == entrance else []),
    )
    assert moments[entrance].crossing > 0.0
    assert (moments[-1].world, moments[-1].phase) == ("nutrient_network", "disruption")


def test_a_completed_story_leaves_a_mark_that_grows_without_a_step():
    one, moments = finale("ecoverse")
    (mark,) = one.marks
    assert (mark.world, mark.strength) == ("ecoverse", 1.0)
    shown = [moment.marks[0].strength if moment.marks else 0.0 for moment in moments]
    assert 0.0 < max(np.diff(shown)) <= 1 / 480 + 1e-6
    assert shown[-1] == 1.0


def test_a_mark_stands_where_somebody_touched_last():
    one = director("auto", "ecoverse", looks())
    touch = [Event(0, "touch", "pointer", (16 / 9 * 0.8, 0.4, 1.0))]
    play(one, seconds(125), lambda tick: cue(0, "celebration", 1.0).get(tick, []) + (touch if tick == 600 else []))
    assert one.marks[0].place == pytest.approx((0.8, 0.4))


def test_a_mark_stands_on_the_ground_and_not_on_the_ear():
    for world, highest in HIGHEST.items():
        kept = Marks((), world, 16 / 9)
        kept.leave(world, (0.5, 0.95), 1, EAR)
        assert kept.all[0].place[1] <= highest
        kept.leave(world, EAR, 2, EAR)
        assert np.hypot((kept.all[1].place[0] - EAR[0]) * 16 / 9, kept.all[1].place[1] - EAR[1]) >= APART


def test_a_mark_sprouts_while_a_story_is_celebrated():
    one = director("auto", "ecoverse", looks())
    moments = play(one, seconds(20), cue(0, "celebration", 1.0))
    assert [mark.world for mark in moments[-1].marks] == ["ecoverse"]
    assert moments[-1].marks[0].strength > 0.5


def test_a_celebration_that_is_called_for_again_leaves_one_mark():
    one = director("auto", "ecoverse", looks())
    play(one, seconds(45), cue(0, "celebration", 1.0) | cue(seconds(15), "celebration", 1.0))
    assert len(one.marks) == 1


def test_a_celebration_that_is_cut_short_leaves_nothing():
    one = director("auto", "ecoverse", looks())
    play(one, seconds(15), cue(0, "celebration", 1.0) | cue(seconds(10), "calm", 1.0))
    assert one.marks == ()


def test_a_world_shows_its_own_marks_and_those_of_another_fade_before_its_come():
    marks = [Mark("thaloria", (0.2, 0.2), 1.0, 1), Mark("ecoverse", (0.8, 0.8), 1.0, 2)]
    one = director("calm", "thaloria", looks(), marks=marks)
    moments = play(one, seconds(12), to_world(60, "ecoverse", 6.0))
    assert moments[0].marks == (marks[0],)
    assert moments[-1].marks == (marks[1],)
    seen = np.array([[sum(mark.strength for mark in moment.marks if mark.world == world) for world in WORLDS]
                     for moment in moments])  # fmt: skip
    assert np.abs(np.diff(seen, axis=0)).max() <= 1 / 240 + 1e-6
    assert one.marks == tuple(marks)


def test_many_marks_at_one_place_keep_apart_age_and_make_room():
    kept = Marks((), "ecoverse", 16 / 9)
    for seed in range(20):
        kept.leave("ecoverse", (0.56, 0.4), seed, EAR)
    assert [mark.seed for mark in kept.all] == list(range(20 - MOST_MARKS, 20))
    strengths = [mark.strength for mark in kept.all]
    assert strengths == sorted(strengths) and strengths[-1] == 1.0 and strengths[0] > 0.0
    places = np.array([mark.place for mark in kept.all]) * (16 / 9, 1.0)
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + np.eye(len(places))
    assert apart.min() >= APART - 1e-9
    assert ((places >= 0.0) & (places <= (16 / 9, 1.0))).all()


def test_where_nobody_was_marks_stand_here_and_there_and_differ():
    marks: tuple[Mark, ...] = ()
    for _ in range(4):
        one = director("auto", "ecoverse", looks(), marks=marks)
        play(one, seconds(21), cue(0, "celebration", 0.0) | cue(seconds(20.5), "chaos", 0.0))
        marks = one.marks
    assert len({mark.seed for mark in marks}) == len({mark.place for mark in marks}) == 4


def test_a_mark_that_was_weak_already_stays_so():
    weak = Mark("thaloria", (0.2, 0.2), 0.3, 1)
    assert director(marks=[weak]).marks == (weak,)


def test_a_mark_and_its_row_in_a_header_are_the_same():
    mark = Mark("thaloria", (0.2, 0.25), 0.3, 77)
    assert Mark.from_row(mark.row()) == mark
    with pytest.raises((TypeError, ValueError)):
        Mark.from_row(["thaloria", 0.1, "?", 1.0, 3])
