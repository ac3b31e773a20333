"""Each phase has a form that is heard, and what happens in a world sounds where it happens."""

from dataclasses import replace
from itertools import pairwise

import pytest
from moments import happenings, moments, play

from installation.chance import unit
from installation.community import Citizen, Community
from installation.presets import load_all
from installation.score import Event
from installation.sound.composer import Composer
from installation.sound.worlds import INDICES, NUTRIENT_SYMPHONY, TABLE
from installation.story import Director, Touch

WIDTH = 16.0 / 9.0


def of(notes, source):
    return [(at, note) for at, note in notes if note.source == source]


def per_second(notes, start, end):
    return sum(start <= at < end for at, _ in notes) / (end - start)


@pytest.mark.parametrize("world", TABLE)
def test_calm_breathes_a_chord_with_each_breath(world):
    notes, controls = play(Composer(1), moments(world, "calm", 41))
    begun = sorted({round(at, 1) for at, _ in of(notes, "bass")})
    assert begun == pytest.approx([0.0, 10.0, 20.0, 30.0, 40.0], abs=0.2)
    levels = [one.breath_level for one in controls[:600]]
    assert max(levels) > 2.0 * min(levels) > 0.0


@pytest.mark.parametrize("world", TABLE)
def test_restoration_gathers_voices_one_by_one(world):
    notes, _ = play(Composer(1), moments(world, "restoration", 64))
    own = [note for note in notes if note[1].source in ("choir", "loop", "bass")]
    timbres = [len({(note.timbre, note.source) for at, note in own if at < until}) for until in (8, 24, 64)]
    assert timbres == sorted(timbres) and timbres[-1] > timbres[0]
    assert per_second(own, 40, 64) > per_second(own, 0, 16)


@pytest.mark.parametrize("world", TABLE)
def test_celebration_rings_out_and_then_rests(world):
    notes, _ = play(Composer(1), moments(world, "celebration", 74))
    loops = of(notes, "loop")
    assert per_second(loops, 46, 74) < 0.6 * per_second(loops, 4, 26)
    assert len(of(notes, "mark")) >= 12, "the mark that it leaves sounds"


@pytest.mark.parametrize("world", TABLE)
def test_chaos_is_out_of_tune_and_loses_its_loops_now_and_then(world):
    calm, _ = play(Composer(1), moments(world, "calm", 8))
    notes, controls = play(Composer(1), moments(world, "chaos", 60))
    detuned = controls[-1].detune
    assert 18.0 < detuned < 40.0, "crowded, but without pain"
    assert detuned > 3.0 * play(Composer(1), moments(world, "calm", 1))[1][-1].detune
    assert calm and max(per_second(of(notes, "loop"), start, start + 4) for start in range(0, 56, 4)) > 1.0
    assert min(per_second(of(notes, "loop"), start, start + 2) for start in range(0, 56, 2)) < 1.0


def test_columns_jam_and_go_back_so_that_loops_stutter():
    notes, _ = play(Composer(2), moments("ecoverse", "disruption", 40))
    stuck, loops = of(notes, "stutter"), {round(note.pitch) for _, note in of(notes, "loop")}
    assert len(stuck) > 20 and {round(note.pitch) for _, note in stuck} <= loops
    assert not of(play(Composer(2), moments("ecoverse", "calm", 20))[0], "stutter")


def test_two_choirs_drift_a_quarter_tone_apart():
    def apart(division):
        told = moments("nutrient_network", "chaos", 30)
        notes = of(play(Composer(1), told, lambda _: {"division": division})[0], "choir")
        left, right = (
            [note.pitch - round(note.pitch) for _, note in notes if note.timbre == INDICES[("nutrient_network", name)]]
            for name in ("left choir", "right choir")
        )
        return sum(right) / len(right) - sum(left) / len(left)

    assert apart(0.7) == pytest.approx(0.5, abs=0.1)


def test_the_council_is_cut_dry_in_chaos_and_nowhere_else():
    levels = [one.level for one in play(Composer(3), moments("purification", "chaos", 40))[1]]
    silent = sum(level < 0.05 for level in levels) / len(levels)
    assert 0.02 < silent < 0.3
    for world, phase in (("purification", "calm"), ("thaloria", "chaos")):
        assert min(one.level for one in play(Composer(3), moments(world, phase, 20))[1]) > 0.4


def test_packets_cross_from_voice_to_voice_and_queue_at_closed_borders():
    def beats(phase):
        notes, controls = play(Composer(1), moments("nutrient_symphony", phase, 60), lambda _: {"exchange": 220.0})
        packets = of(notes, "packet")
        assert {(note.x, note.y) for _, note in packets} >= {loop.place for loop in NUTRIENT_SYMPHONY.loops}
        return [at * controls[-1].tempo / 60.0 % 8.0 for at, _ in packets]

    def at_the_border(found):
        return sum(beat < 2.0 or beat > 7.8 for beat in found) / len(found)

    assert at_the_border(beats("disruption")) > at_the_border(beats("calm")) + 0.3


def test_nanobots_burst_unpredictably_in_the_surge_and_hardly_in_the_after_glow():
    def swarm(tick):
        return {"happenings": happenings(tick, "swarm")}

    surge = of(play(Composer(1), moments("thaloria", "disruption", 40), swarm)[0], "burst")
    quiet, _ = play(Composer(1), moments("thaloria", "restoration", 40), swarm)
    assert len(surge) > 40 and not of(quiet, "burst")
    assert len(quiet) < 60


def test_waves_set_out_from_both_banks_and_meet_over_the_channel():
    def waves(tick):
        told = {480: [("wave", 0.5, 0.5, 1.0)], 488: [("charge", 0.2, 0.3, 0.5), ("charge", 0.7, 0.4, 0.5)]}
        return {"happenings": told.get(tick, [])}

    notes = of(play(Composer(1), moments("nutrient_network", "restoration", 12), waves)[0], "wave")
    places = [note.x for _, note in notes]
    assert min(places) == 0.2 and max(places) == 0.7 and places[-1] == 0.5, "from where the banks are lit"
    left = [note.pitch for _, note in notes if note.x < 0.49]
    assert len(left) > 1 and left == sorted(left)


def test_a_touch_and_a_newcomers_tile_sound_where_they_are():
    composer = Composer(1)
    touch = Touch(0.9 * WIDTH, 0.2, 1.0, "pointer")
    play(composer, moments("nutrient_symphony", "calm", 1))
    notes, _ = play(composer, moments("nutrient_symphony", "calm", 0.1, touches=lambda _: (touch,), first=60))
    ((_, laid),) = of(notes, "serum")
    assert (laid.x, laid.y) == pytest.approx((0.9, 0.2))

    here = Community(citizens=(Citizen("one", (0.1, 0.8), 0.5, 0.5, 0.1, 0.02),), people=1.0)
    notes, _ = play(composer, moments("nutrient_symphony", "calm", 1, lambda _: here, first=66))
    ((_, lit),) = of(notes, "tile")
    assert (lit.x, lit.y) == (0.1, 0.8)


EVENTS = [("flower", "flower"), ("tear", "tear"), ("tile", "tile"), ("charge", "charge")]


@pytest.mark.parametrize("kind, source", EVENTS)
@pytest.mark.parametrize("x, y", [(0.1, 0.8), (0.9, 0.3)])
def test_what_happens_sounds_where_and_when_it_happens_and_nothing_else_does(kind, source, x, y):
    def vitals(tick):
        return {"torn": 3.0 * (tick >= 240), "happenings": [(kind, x, y, 0.6)] if tick == 240 else []}

    notes, _ = play(Composer(1), moments("nutrient_symphony", "disruption", 6), vitals)
    (at, note), *others = of(notes, source)
    assert (note.x, note.y) == (x, y) and not others
    assert 4.0 <= at < 4.5


def test_tiles_that_are_lit_at_once_are_all_heard_one_after_the_other_from_below():
    lit = [("tile", x, y, 0.5) for x, y in ((0.1, 0.9), (0.3, 0.2), (0.6, 0.7), (0.8, 0.4))]
    notes, _ = play(
        Composer(1), moments("thaloria", "chaos", 3), lambda tick: {"happenings": lit if tick == 60 else []}
    )
    tiles = of(notes, "tile")
    assert [note.y for _, note in tiles] == [0.2, 0.4, 0.7, 0.9]
    assert tiles[-1][0] - tiles[0][0] == pytest.approx(0.36, abs=0.05)


def test_what_is_higher_up_sounds_higher():
    def heard(y):
        notes, _ = play(
            Composer(1), moments("thaloria", "calm", 2), lambda tick: {"happenings": [("flower", 0.5, y, 0.5)]}
        )
        return of(notes, "flower")[0][1].pitch

    assert heard(0.1) < heard(0.5) < heard(0.9)


def test_charge_is_heard_on_its_way_in_runs_that_rest():
    def forks(tick):
        # Three times a way from left to right, then the same all at once for half a minute.
        share = tick % 120 / 120
        where = [share] if tick < 360 else [unit(tick, n) for n in range(8)]
        return {"happenings": [("charge", x, 0.3 + 0.3 * x, 0.6) for x in where] if tick % 8 == 0 else []}

    notes = of(play(Composer(1), moments("ecoverse", "disruption", 36), forks)[0], "charge")
    first = [note.x for at, note in notes if at < 2.0]
    assert len(first) > 2 and first == sorted(first) and first[-1] - first[0] > 0.4
    times = [at for at, _ in notes if at > 8.0]
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert len(times) < 0.6 * 28
    assert max(gaps) > 4.0 and sorted(gaps)[len(gaps) // 2] < 1.2


def test_while_the_world_stands_still_nothing_happens_again():
    told = [replace(moment, frozen=True) for moment in moments("thaloria", "calm", 4)]
    notes, _ = play(Composer(1), iter(told), lambda tick: {"happenings": [("flower", 0.5, 0.5, 0.5)]})
    assert not of(notes, "flower")


@pytest.mark.parametrize("world", TABLE)
def test_what_was_said_is_answered_in_the_worlds_own_voice_with_its_contour(world):
    looks = {key: preset.values for key, preset in load_all().items()}
    director, composer, notes = Director(looks, world, "calm", WIDTH, 1), Composer(1), []

    def said(tick):
        """Three syllables, the second higher than the others."""
        syllable, within = divmod(tick - 60, 20)
        loud, high = 0 <= syllable < 3 and within < 12, 0.8 if syllable == 1 else 0.3
        bands = [0.0, 0.1, 0.7, 0.2, 0.0, 0.0, 0.0]
        levels = [loud * 0.6, loud * 0.8, float(loud and within == 0), *(loud * band for band in bands)]
        return [*levels, high, 0.3, 0.2, 0.2, 0.0]

    for tick in range(420):
        moment = director.step(tick, [Event(tick, "sound", "features", tuple(said(tick)))] if tick > 30 else [], None)
        begun, _ = composer.step(tick, moment, {})
        notes += [(tick / 60.0, note) for note in begun]
    answers = of(notes, "answer")
    assert 3 <= len(answers) <= 8
    # They begin a second and a half after the last syllable.
    assert answers[0][0] == pytest.approx((60 + 52) / 60.0 + 1.5, abs=0.35)
    assert {note.timbre for _, note in answers} == {INDICES[(world, TABLE[world].answer[0])]}
    assert max(note.pitch for _, note in answers) > answers[0][1].pitch


def test_it_steps_back_while_people_speak_and_comes_back():
    def talk(second):
        speaking = 8 < second < 20
        return Community(speech=0.9 * speaking, silence=0.0 if speaking else 5.0)

    notes, controls = play(Composer(1), moments("ecoverse", "disruption", 34, talk))
    levels = [one.level for one in controls]
    assert min(levels[12 * 60 : 19 * 60]) < 0.6 * levels[7 * 60] and levels[-1] > 0.95 * levels[7 * 60]
    loops = of(notes, "loop")
    assert per_second(loops, 12, 20) < per_second(loops, 0, 8)
