"""The composer is a pure function of seed, moments and vitals, and survives whatever these hold."""

import json
import math
from dataclasses import replace
from itertools import pairwise

import pytest
from moments import SURE, happenings, moments, play
from sound_report import blend

from installation.community import Community
from installation.score import PHASES, WORLDS
from installation.sound.composer import Composer
from installation.sound.notes import SAMPLES
from installation.sound.worlds import INDICES, TIMBRES

ALL = [(world, phase) for world in WORLDS for phase in PHASES]


def busy(seconds):
    return Community(unity=0.5 + 0.5 * math.sin(seconds), arousal=0.5, valence=math.sin(0.7 * seconds), **SURE)


def figures(tick):
    kinds = "charge", "flower", "tear", "tile", "mend", "crossing", "wave", "work", "swarm", "waste"
    return {"torn": tick // 9, "waste": 0.4, "exchange": 30.0, "happenings": happenings(tick, *kinds)}


@pytest.mark.parametrize("world, phase", ALL)
def test_every_note_is_one_that_can_be_played(world, phase):
    notes, controls = play(Composer(1), moments(world, phase, 12, busy), figures)
    assert notes
    own = {index for (name, _), index in INDICES.items() if name == world}
    for _, note in notes:
        assert 0 <= note.offset < SAMPLES and note.timbre in own
        assert 24.0 <= note.pitch <= 108.0 and 0.0 < note.velocity <= 1.0 and 0.05 < note.seconds < 60.0
        assert 0.0 <= note.x <= 1.0 and 0.0 <= note.y <= 1.0 and note.source
    for one in controls:
        assert all(map(math.isfinite, one[:8]))
        assert 0.0 <= one.drone_level <= 1.0 and 0.0 <= one.breath_level <= 1.0 and 0.0 <= one.level <= 4.0
        assert TIMBRES[one.drone_timbre].kind == "drone" and TIMBRES[one.breath_timbre].kind == "breath"


def test_the_same_seed_and_moments_give_the_same_notes_and_another_seed_gives_others():
    first, again, other = (
        play(Composer(seed), moments("thaloria", "disruption", 20, busy), figures) for seed in (3, 3, 4)
    )
    assert first == again
    assert first[0] != other[0]


def test_it_goes_on_from_its_state_as_if_nothing_had_been():
    whole = Composer(5)
    told = list(moments("nutrient_symphony", "disruption", 24, busy))
    play(whole, iter(told[:700]), figures)
    resumed = Composer(5)
    resumed.resume(json.loads(json.dumps(whole.state())))
    rest = [play(composer, iter(told[700:]), figures) for composer in (whole, resumed)]
    assert rest[0] == rest[1]


MALFORMED = [("flower",), ("tear", math.nan, 0.5, 0.5), None, 3, ("charge", 0.5, "low", 0.5), (7, 9.0, -9.0, 2.0)]


@pytest.mark.parametrize(
    "vitals", [{}, {"torn": math.nan, "waste": None, "wind": "much", "happenings": MALFORMED}, {"happenings": 5}]
)
def test_vitals_that_are_missing_or_no_numbers_do_no_harm(vitals):
    notes, controls = play(Composer(1), moments("nutrient_symphony", "chaos", 10), lambda _: vitals)
    assert notes and all(map(math.isfinite, controls[-1][:8]))


def test_a_world_of_somebodys_own_sounds_too():
    told = [replace(moment, world="garden") for moment in moments("ecoverse", "calm", 12)]
    assert play(Composer(1), iter(told))[0]


def test_between_two_worlds_the_one_fades_as_the_other_comes():
    composer = Composer(2)
    play(composer, moments("purification", "calm", 12))
    notes, controls = play(composer, moments("thaloria", "calm", 40, first=720))
    worlds = [("purification" if "purification" in name else "thaloria") for name, _ in INDICES]
    heard = {world: [(at, note.velocity) for at, note in notes if worlds[note.timbre] == world] for world in worlds}
    assert heard["purification"] and max(at for at, _ in heard["purification"]) < 12 + 15
    assert max(velocity for at, velocity in heard["purification"] if at > 16) < 0.5
    assert heard["thaloria"]
    pairs = list(zip(controls, controls[1:], strict=False))
    assert max(abs(one.drone_level - two.drone_level) for one, two in pairs) < 0.01
    changes = [one.drone_level for one, two in pairs if one.drone_pitch != two.drone_pitch]
    assert changes and max(changes) < 0.01


@pytest.mark.parametrize("first, last", list(zip(PHASES, PHASES[1:] + PHASES[:1], strict=True)))
def test_nothing_jumps_from_phase_to_phase(first, last):
    _, controls = play(Composer(1), blend("nutrient_symphony", first, last, 2.0), figures)
    names = {"drone_level": 0.02, "breath_level": 0.03, "detune": 0.5, "brightness": 0.01, "space": 0.01, "level": 0.02}
    for name, most in names.items():
        values = [getattr(one, name) for one in controls]
        assert max(abs(b - a) for a, b in pairwise(values)) < most, name


def test_while_the_world_stands_still_nothing_new_is_played():
    composer = Composer(1)
    play(composer, moments("ecoverse", "celebration", 5))
    frozen = (replace(moment, frozen=True) for moment in moments("ecoverse", "celebration", 15, first=300))
    assert not [note for at, note in play(composer, frozen)[0] if at > 8]
