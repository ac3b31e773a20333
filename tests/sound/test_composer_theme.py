"""Each world has a theme that tells its phases, and a tide that leaves real silence."""

import math
from itertools import pairwise

import pytest
from moments import moments

from installation.sound.form import Scene, fullness
from installation.sound.harmony import Harmony
from installation.sound.mood import Moods
from installation.sound.rhythm import Span
from installation.sound.theme import Theme
from installation.sound.worlds import TABLE, world_of

ALL = list(TABLE)


def scenes(world, phase, seconds, tempo=lambda _: 60.0, age=0.0, **mood):
    """The scenes of a phase that is held, as if its mood had always been; `tempo` is asked by the seconds since."""
    one = Moods().step(next(moments(world, phase, 1 / 60)), {})._replace(**mood)
    beats = 0.0
    for tick in range(round(seconds * 60)):
        span = Span(beats, beats + tempo(tick / 60) / 3600, tempo(tick / 60))
        beats = span.end
        yield Scene(tick, world, 1, span, one._replace(ages=(age + tick / 60,) * 5), {}, 1.0)


def statements(world, phase, seconds, **more):
    """The theme's tones, by the breath in which their statement begins: their beat, and degree above the keynote."""
    theme, harmony = Theme(world_of(world)), Harmony(world_of(world).melody.low, 0.6, (0,), (0, 2, 4))
    found: dict[int, list[tuple[float, float]]] = {}
    for scene in scenes(world, phase, seconds, **more):
        for note in theme.step(scene, harmony):
            beat = scene.span.start + note.offset / 800 * (scene.span.end - scene.span.start)
            found.setdefault(int((beat - 2.0) // 8), []).append((beat, note.pitch - harmony.tonic))
    return found


@pytest.mark.parametrize("world", ALL)
def test_a_celebration_says_the_theme_whole_and_in_octaves(world):
    tones = [tone for told in statements(world, "celebration", 22).values() for tone in told]
    together = [b[1] - a[1] for a, b in pairwise(tones) if b[0] - a[0] < 0.02]
    assert len(together) >= 0.8 * len(world_of(world).melody.degrees)
    assert all(abs(up - 12.0 * round(up / 12.0)) < 0.3 for up in together)


@pytest.mark.parametrize("world", ALL)
def test_a_restoration_gathers_the_theme_tone_by_tone(world):
    whole = len(world_of(world).melody.degrees)
    counts = [len(told) for _, told in sorted(statements(world, "restoration", 110, tempo=lambda _: 120.0).items())]
    assert counts[0] == 1 and max(counts) >= whole - 1
    # Long ones begin in one breath and end in another, so that what is counted sways by a few.
    assert sum(counts[len(counts) // 2 :]) > 1.5 * sum(counts[: len(counts) // 2])


def comes_to_its_end(world, phase):
    """Whether all of the theme is heard, tone after tone, but for the last one, which yields to the chord."""
    melody, harmony = world_of(world).melody, Harmony(world_of(world).melody.low, 0.6, (0,), (0, 2, 4))
    whole = [round(harmony.degree(degree, melody.low) - harmony.tonic) for degree in melody.degrees[:-1]]
    tones = [round(up) for _, told in sorted(statements(world, phase, 240).items()) for _, up in told]
    assert len(tones) > 10
    return any(tones[at : at + len(whole)] == whole for at in range(len(tones)))


@pytest.mark.parametrize("world", ALL)
def test_calm_says_the_theme_to_its_end_and_a_disruption_never_does(world):
    assert comes_to_its_end(world, "calm") and not comes_to_its_end(world, "disruption")


def test_the_theme_keeps_to_its_beats_while_the_tempo_glides():
    told = statements("thaloria", "celebration", 20, tempo=lambda second: 50.0 + 3.0 * second)
    beats = [beat for tones in told.values() for beat, _ in tones]
    assert len(beats) > 10
    assert max(abs(beat - round(beat)) for beat in beats) < 0.001


def test_at_the_tides_ebb_calm_is_silent_unless_somebody_is_moved():
    alone = [fullness(scene) for scene in scenes("thaloria", "calm", 600)]
    assert min(alone) == 0.0 and sum(alone) / len(alone) > 0.5
    silent = "".join("s" if one < 0.05 else "." for one in alone[::60]).split(".")
    assert max(map(len, silent)) >= 8, "a rest of some seconds"
    assert min(fullness(scene) for scene in scenes("thaloria", "calm", 600, activity=0.9)) == 1.0


def test_chaos_ends_in_a_silence():
    now = [fullness(scene) for scene in scenes("ecoverse", "restoration", 12)]
    assert max(now[: 5 * 60]) < 0.05 and now[-1] > 0.5


@pytest.mark.parametrize("mode", range(6))
def test_low_chords_are_open(mode):
    for world in map(world_of, ALL):
        harmony = Harmony(40.0, 0.0, world.roots, world.shape)
        harmony.mode = mode
        for number in range(4):
            harmony.new_chord(number)
            low = sorted(set(harmony.voicing([], 3, 38.0, 62.0)))
            assert all(above - below >= 6.5 for below, above in pairwise(low) if below < 52.0)
            assert round(harmony.open(41.3) - harmony.root_pitch) % 12 in (0, 7)
            assert harmony.open(60.0) == 60.0 and math.isclose(abs(harmony.open(44.0) - 44.0), 3.0, abs_tol=3.0)


CHANGES = ("celebration", 60.0, "calm"), ("restoration", 100.0, "celebration"), ("chaos", 60.0, "calm")


@pytest.mark.parametrize("before, age, after", CHANGES)
def test_a_phase_fades_into_the_next_without_a_step(before, age, after):
    told = [*moments("thaloria", before, 3, age=age), *moments("thaloria", after, 8, first=180)]
    moods, found = Moods(), []
    for moment in told:
        mood, beats = moods.step(moment, {}), moment.tick / 60
        found.append(fullness(Scene(moment.tick, "thaloria", 1, Span(beats, beats + 1 / 60, 60.0), mood, {}, 1.0)))
    assert max(abs(b - a) for a, b in pairwise(found)) < 0.02
    assert found[-1] > 0.5
