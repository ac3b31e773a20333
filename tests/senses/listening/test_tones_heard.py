"""Keys, chords, consonance, register and sustained tones."""

import numpy as np
import pytest
from band import RATE, note
from hearing import listen, recording

from installation.score import MUSIC
from installation.senses.listening.tonal import STEPS_PER_SECOND, TonalListener, Tones, key_of

SCALES = {
    "major": (0, 2, 4, 5, 7, 9, 11, 12),
    "natural minor": (0, 2, 3, 5, 7, 8, 10, 12),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11, 12),
}


def tones(sound: np.ndarray) -> list[Tones]:
    """What a TonalListener hears at each of its steps."""
    listener = TonalListener(RATE)
    sound = np.concatenate([np.zeros(listener.size), sound]).astype(np.float32)
    ends = range(listener.size + RATE // STEPS_PER_SECOND, len(sound) + 1, RATE // STEPS_PER_SECOND)
    return [listener.hear(sound[end - listener.size : end], 1.0) for end in ends]


KEYS = {"major": "C Db D Eb E F F# G Ab A Bb B", "minor": "C C# D Eb E F F# G G# A Bb B"}


def chord(*pitches: float, seconds: float = 1.5) -> np.ndarray:
    return 0.2 * np.sum([note(pitch, seconds, 5.0) for pitch in pitches], axis=0)


@pytest.mark.parametrize("kind", SCALES)
def test_scales_are_in_their_key_in_all_twelve(kind):
    for tonic in range(12):
        low = 60 + tonic - (12 if tonic > 6 else 0)
        steps = tones(np.concatenate([0.2 * note(low + step, 0.35, 0.6) for step in SCALES[kind]]))
        key, _ = key_of(np.mean([step.chroma for step in steps], axis=0))
        name = kind.split()[-1]
        assert (key.tonic, key.name.split()[1]) == (tonic, name)
        assert key.name.split()[0] == KEYS[name].split()[tonic]


def test_the_key_is_said_live_with_mode_and_clarity():
    progression = [(57, 60, 64), (62, 65, 69), (64, 68, 71), (57, 60, 64)] * 2  # A minor, D minor, E major, A minor
    heard = listen(np.concatenate([chord(*pitches, seconds=1.0) for pitches in progression]))
    last = dict(zip(MUSIC, heard.all("music")[-1], strict=True))
    assert last["key"] == 9 and last["mode"] < -0.1 and last["key_clarity"] > 0.5
    assert last["tonalness"] > 0.7


def test_a_detuned_piano_keeps_its_key():
    steps = tones(np.concatenate([0.2 * note(60.4 + step, 0.4, 0.6) for step in SCALES["major"]]))
    assert key_of(np.mean([step.chroma for step in steps], axis=0))[0].name in ("C major", "Db major")
    assert steps[-1].key.clarity > 0.3


def test_consonance_falls_from_fifth_to_triad_to_cluster():
    chords = (60, 67), (60, 64, 67), (60, 61, 62)
    fifth, triad, cluster = (tones(chord(*pitches))[-4].consonance for pitches in chords)
    assert fifth > triad + 0.1 > cluster + 0.3


def test_register_tells_low_from_high():
    low, middle, high = (tones(chord(pitch))[-4].register for pitch in (36, 60, 84))
    assert low < middle - 0.15 < high - 0.3


@pytest.mark.parametrize("pitch", [45.0, 57.3, 69.0, 80.5])
def test_a_tone_that_is_held_has_its_pitch_and_a_chord_has_none(pitch):
    steps = tones(chord(pitch, seconds=1.2))
    assert abs(steps[-4].pitch - pitch) < 0.2
    assert steps[1].pitch == 0.0  # it has only begun
    assert all(step.pitch == 0.0 for step in tones(chord(60, 64, 67)))


def test_a_hum_with_vibrato_is_a_held_tone():
    time = np.arange(int(1.5 * RATE)) / RATE
    turn = 2 * np.pi * 196.0 * time + 0.25 * np.sin(2 * np.pi * 4.7 * time)
    hum = 0.1 * sum(np.sin(k * turn) / k**1.7 for k in range(1, 9))
    assert abs(tones(hum)[-1].pitch - 55.0) < 0.5


def test_a_hum_that_never_stops_is_no_tone_after_a_minute_and_a_tone_above_it_is():
    turn = 2 * np.pi * 50.0 * np.arange(50 * RATE) / RATE
    hum = 0.02 * np.sin(2 * turn) + 0.01 * np.sin(3 * turn)
    hum[-int(1.2 * RATE) :] += chord(69.0, seconds=1.2)
    steps = tones(hum)
    assert steps[50].tonalness > 0.9 and steps[-15].tonalness < 0.05
    assert abs(steps[-2].pitch - 69.0) < 0.2


def test_noise_has_neither_tones_nor_key():
    steps = tones(0.1 * np.random.default_rng(2).standard_normal(RATE * 3))
    assert max(step.tonalness for step in steps) < 0.05
    assert max(step.key.clarity for step in steps) < 0.2 and not any(step.pitch for step in steps)


@pytest.mark.parametrize(("name", "key"), [("hungarian-dance.ogg", "G minor"), ("sugar-plum-fairy.ogg", "E minor")])
def test_the_key_of_a_recording_is_right(name, key):
    sound, rate = recording(name, 20.0)
    heard = listen(sound, rate)
    assert key_of(heard.all("chroma").mean(axis=0))[0].name == key
    last = dict(zip(MUSIC, heard.all("music")[-1], strict=True))
    assert f"{KEYS['minor'].split()[int(last['key'])]} minor" == key and last["mode"] < 0.0
