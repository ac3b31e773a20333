import pytest
from moments import SURE, look, moments, play
from sound.measures import in_mode

from installation.community import Community
from installation.params import INDEX
from installation.score import PHASES, WORLDS
from installation.sound.composer import Composer
from installation.sound.harmony import MODES, Harmony, mode_for, scale
from installation.sound.rhythm import PHRASE
from installation.sound.worlds import world_of


def feeling(valence):
    return Community(valence=valence, arousal=0.0, unity=0.7, **SURE)


def test_each_mode_has_one_degree_a_semitone_lower_than_the_brighter_one():
    assert scale(MODES.index("Ionian")) == (0, 2, 4, 5, 7, 9, 11)
    assert scale(MODES.index("Aeolian")) == (0, 2, 3, 5, 7, 8, 10)
    assert scale(MODES.index("Locrian")) == (0, 1, 3, 5, 6, 8, 10)
    for mode in range(1, len(MODES)):
        assert sorted(a - b for a, b in zip(scale(mode - 1), scale(mode), strict=True)) == [0] * 6 + [1]


def test_the_mode_follows_valence_one_degree_at_a_time_and_only_where_a_phrase_begins():
    composer = Composer(1)
    modes, changes, beats = [], [], 0.0
    for moment in moments("ecoverse", "calm", 150, lambda second: feeling(0.9 if second < 60 else -0.9)):
        composer.step(moment.tick, moment, {})
        mode = composer.ensemble.harmony.mode
        if modes and mode != modes[-1]:
            changes.append((abs(mode - modes[-1]), beats, moment.pulse.beats))
        modes.append(mode)
        beats = moment.pulse.beats
    assert modes[59 * 60] <= MODES.index("Ionian") and modes[-1] >= MODES.index("Aeolian")
    assert len(changes) >= 4
    for size, before, after in changes:
        assert size == 1
        assert int(before // PHRASE) != int(after // PHRASE), "a mode changes where a phrase begins"


@pytest.mark.parametrize("valence", [-1.0, -0.5, 0.0, 0.5, 1.0])
def test_the_mode_that_valence_asks_for_is_found_and_kept(valence):
    harmony = Harmony(48.0, -valence, (0, 3), (0, 2, 4))
    for _ in range(12):
        harmony.new_phrase(valence, 48.0)
    settled = harmony.mode
    assert abs(settled - mode_for(valence)) <= 0.6
    harmony.new_phrase(valence, 48.0)
    assert harmony.mode == settled


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("phase, least", [("calm", 0.95), ("celebration", 0.98)])
def test_what_sounds_lies_in_the_mode(world, phase, least):
    held, share = in_mode(world, phase)
    assert held > 20 and share >= least


@pytest.mark.parametrize("world", WORLDS)
def test_each_phase_has_a_mode_of_its_own_while_nobody_tells_what_they_feel(world):
    wanted = [mode_for(float(look(world, phase)[INDEX["sound_valence"]])) for phase in PHASES]
    assert min(wanted) == wanted[PHASES.index("celebration")] and max(wanted) == wanted[PHASES.index("chaos")]


def test_every_chord_has_a_fifth_that_is_pure_but_where_the_mode_itself_has_none():
    for world in WORLDS:
        for mode in range(6):
            harmony = Harmony(50.0, 0.0, world_of(world).roots, world_of(world).shape)
            harmony.mode = mode
            for number in range(4):
                harmony.new_chord(number)
                fifth = harmony.root_pitch + 7.0
                assert harmony.contains(fifth)


def test_voices_move_as_little_as_they_can():
    harmony = Harmony(48.0, 0.6, (0, 3, 4), (0, 2, 4))
    before = harmony.voicing([], 3, 50.0, 70.0)
    for number in (1, 2, 3, 4):
        harmony.new_chord(number)
        after = harmony.voicing(before, 3, 50.0, 70.0)
        assert len(set(after)) == 3
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) <= 5.0
        before = after


def test_a_fifth_and_a_third_become_pure_where_all_agree():
    harmony = Harmony(48.0, 0.6, (0,), (0, 2, 4))
    assert harmony.just(55.0, 0.0) == 55.0
    assert harmony.just(55.0, 1.0) == pytest.approx(55.0196, abs=0.001)
    assert harmony.just(52.0, 1.0) == pytest.approx(51.863, abs=0.004)


def test_it_takes_the_key_of_music_that_is_surely_heard_and_comes_home_after_it():
    def heard(second):
        there = 20 < second < 80
        return Community(music=0.9 * there, key=5, key_clarity=0.8 * there, **SURE)

    composer, tonics = Composer(1), []
    for moment in moments("nutrient_network", "calm", 130, heard):
        composer.step(moment.tick, moment, {})
        tonics.append(composer.ensemble.harmony.tonic)
    assert tonics[15 * 60] == 50.0 and tonics[75 * 60] % 12 == 5 and tonics[-1] == 50.0
    assert play(composer, moments("nutrient_network", "calm", 2, first=7800))
