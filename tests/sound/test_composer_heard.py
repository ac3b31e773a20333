"""From a sound file through all that listens to the composer: it answers, it joins, and it steps back."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from moments import look

from installation.score import PHASES, Event
from installation.senses.sound.file import FileSource
from installation.sound.composer import Composer
from installation.sound.notes import Controls, Note
from installation.sound.worlds import INDICES, TABLE
from installation.story import Director

RATE = 48_000
RECORDINGS = Path(__file__).resolve().parents[3] / "shared" / "audio"


def hear(path: Path, world: str, seconds: float) -> tuple[list[tuple[float, Note]], list[Controls], Composer]:
    """Let a world in calm hear a file; return its notes with their seconds, and the controls of every tick."""
    looks = {f"{world}/{phase}": look(world, phase) for phase in PHASES}
    source, composer = FileSource(path, loop=False), Composer(1)
    director = Director(looks, world, "calm", 16 / 9, 1)
    notes, controls = [], []
    for tick in range(round(seconds * 60)):
        begun, now = composer.step(tick, director.step(tick, source.events(tick, 1), None), {})
        notes += [((tick + note.offset / 800) / 60, note) for note in begun]
        controls.append(now)
    source.close()
    return notes, controls, composer


def answers(path: Path, world: str, seconds: float) -> list[tuple[float, Note]]:
    notes, _, _ = hear(path, world, seconds)
    found = [(at, note) for at, note in notes if note.source == "answer"]
    assert {note.timbre for _, note in found} == {INDICES[(world, TABLE[world].answer[0])]}
    return found


def sung(*tones: tuple[float, float, float]) -> np.ndarray:
    """Sing tones, each with its beginning and end in seconds and its pitch as a MIDI number, as a voice does."""
    samples = np.zeros(RATE * 8)
    for begin, end, pitch in tones:
        at = np.arange(round((end - begin) * RATE)) / RATE
        phase = 2 * np.pi * 440 * 2 ** ((pitch - 69) / 12) * (at - 0.001 * np.cos(2 * np.pi * 5.5 * at))
        voice = sum(np.sin(number * phase) / number**1.5 for number in range(1, 12))
        edges = np.minimum(1, np.minimum(at, at[::-1]) / 0.03)
        samples[round(begin * RATE) :][: len(at)] += 0.2 * voice * edges
    return samples


def clapped(*times: float) -> np.ndarray:
    samples, dice = np.zeros(RATE * 8), np.random.default_rng(3)
    for time in times:
        burst = dice.standard_normal(2400) * np.exp(-np.arange(2400) / 350)
        samples[round(time * RATE) :][:2400] += 0.3 * burst
    return samples


def test_what_was_sung_is_answered_a_second_and_a_half_later_with_its_contour(tmp_path):
    soundfile.write(tmp_path / "sung.wav", sung((1.5, 2.0, 52), (2.1, 2.7, 64), (2.8, 3.4, 55)), RATE)
    found = answers(tmp_path / "sung.wav", "thaloria", 7)
    assert found[0][0] == pytest.approx(3.4 + 1.5, abs=0.35)

    def heights(begin, end):
        return [note.pitch for at, note in found if begin <= at - found[0][0] < end]

    first, second, third = heights(0, 0.5), heights(0.8, 1.36), heights(1.36, 2.2)
    assert max(second) >= max(first) + 6 and max(second) >= min(third) + 4


def test_what_was_clapped_is_answered_in_its_rhythm(tmp_path):
    claps = (1.5, 2.0, 2.25, 3.0)
    soundfile.write(tmp_path / "claps.wav", clapped(*claps), RATE)
    times = [at for at, _ in answers(tmp_path / "claps.wav", "ecoverse", 6.5)]
    late = times[0] - claps[0]
    assert times[-1] < claps[-1] + late + 0.5
    assert max(min(abs(time - late - clap) for time in times) for clap in claps) < 0.12
    assert times[0] == pytest.approx(3.0 + 1.5, abs=0.35)


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are not here")
def test_it_joins_a_band_in_its_tempo_and_key():
    _, controls, composer = hear(RECORDINGS / "annotated" / "MusicDelta_Rock_MIX.wav", "nutrient_network", 12)
    assert controls[10 * 60].tempo == pytest.approx(55.0, abs=1.0), "half of the band's 110"
    assert composer.ensemble is not None and composer.ensemble.harmony.tonic % 12 == 7, "G, as the band"


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are not here")
def test_it_steps_back_while_somebody_reads_aloud():
    _, controls, _ = hear(RECORDINGS / "speech.ogg", "thaloria", 13)
    levels = [one.level for one in controls]
    assert min(levels[6 * 60 :]) < 0.7 * levels[0]


@pytest.mark.parametrize("name, control", [("sound_space", "space"), ("sound_level", "level")])
def test_a_mixers_knob_is_heard(name, control):
    looks = {f"thaloria/{phase}": look("thaloria", phase) for phase in PHASES}
    director, composer, found = Director(looks, "thaloria", "calm", 16 / 9, 1), Composer(1), []
    for tick in range(120):
        turned = [Event(tick, "param", name, (0.0,))] if tick == 60 else []
        found.append(getattr(composer.step(tick, director.step(tick, turned, None), {})[1], control))
    assert found[-1] < 0.8 * found[50] and found[-1] == pytest.approx(0.0 if name == "sound_space" else 1.0, abs=0.01)
