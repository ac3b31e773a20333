"""Beats and tempo: clicks, a band in many styles, and real recordings with their beats."""

import numpy as np
import pytest
from band import RATE, Band, add, clicks, times
from hearing import AUDIO, f_measure, listen, recording

WINDOW = 0.07
"""Seconds within which a beat is right, as mir_eval has it."""


@pytest.mark.parametrize("tempo", [60, 74, 92, 110, 133, 160, 191, 200])
def test_clicks_are_beats_and_their_tempo_is_right(tempo):
    sound, beats = clicks(tempo, 10.0, jitter=0.01, seed=tempo)
    heard = listen(sound)
    told = heard.music("tempo", after=5.0)
    assert abs(np.median(told) / tempo - 1.0) < 0.04
    late = beats > 4.0
    assert f_measure(beats[late], [time for time in heard.times() if time > 3.9], WINDOW) > 0.9
    assert heard.music("tempo_confidence", after=5.0).min() > 0.5
    assert heard.music("pulse_clarity", after=5.0).min() > 0.4


@pytest.mark.parametrize(
    ("style", "tempo"),
    [
        ("ballad", 74), ("shuffle", 62), ("twelve-eight", 70), ("rock", 120), ("punk", 191), ("swing", 191),
        ("waltz", 150), ("disco", 122),
    ],
)  # fmt: skip
def test_a_band_is_followed_in_slow_fast_and_three_quarter_time(style, tempo):
    sound, beats = Band(3).play(style, tempo, 14.0)
    heard = listen(sound)
    assert abs(np.median(heard.music("tempo", after=6.0)) / tempo - 1.0) < 0.04
    assert f_measure(beats[beats > 5.0], [time for time in heard.times() if time > 5.0], WINDOW) > 0.9


def test_the_first_of_a_bar_is_found_in_four_and_in_three():
    for style, tempo, bar in (("rock", 120, 4), ("waltz", 150, 3)):
        sound, beats = Band(3).play(style, tempo, 24.0)
        heard = listen(sound)
        firsts = [event.tick / 60 for event in heard.events if event.name == "beat" and event.values[2] == 0]
        late = [time for time in firsts if time > 12.0]
        right = [np.abs(beats[::bar] - time).min() < 0.1 for time in late]
        assert len(late) >= 3 and np.mean(right) > 0.7, style


def test_a_change_of_tempo_is_followed_within_six_seconds():
    slow, fast = Band(1).play("rock", 90, 10.0)[0], Band(1).play("rock", 132, 10.0)[0]
    told = listen(np.concatenate([slow, fast])).music("tempo", after=16.0)
    assert abs(np.median(told) / 132 - 1.0) < 0.04


def test_beats_end_with_the_music():
    sound, _ = Band(2).play("rock", 110, 8.0)
    heard = listen(np.concatenate([sound, np.zeros(44100 * 6, np.float32)]))
    assert heard.times().max() < 8.0 + 1.7
    assert heard.all("music")[-1][2] == 0.0


def test_noise_has_no_tempo():
    noise = 0.1 * np.random.default_rng(1).standard_normal(44100 * 8)
    heard = listen(noise)
    assert np.median(heard.music("tempo", after=2.0)) == 0.0
    assert heard.music("tempo_confidence", after=2.0).mean() < 0.1


def test_beats_and_tempo_of_recordings_are_right():
    mixes = sorted((AUDIO / "annotated").glob("*_MIX.wav"))
    scores = []
    for mix in mixes or [AUDIO / "annotated" / "MusicDelta_Rock_MIX.wav"]:
        sound, rate = recording(f"annotated/{mix.name}")
        beats = np.array([float(line.split()[0]) for line in mix.with_suffix(".beats").read_text().splitlines()])
        heard = listen(sound, rate)
        tempo = np.median(heard.music("tempo", after=4.0))
        assert abs(tempo * np.median(np.diff(beats)) / 60.0 - 1.0) < 0.04, mix.name
        scores.append(f_measure(beats, heard.times(), WINDOW))
    assert np.mean(scores) > 0.9 and min(scores) > 0.8, scores


def test_onsets_of_drums_are_right_and_told_within_20_ms():
    stems = sorted((AUDIO / "annotated").glob("*_Drum.wav"))
    scores, late = [], []
    for stem in stems or [AUDIO / "annotated" / "MusicDelta_Rock_Drum.wav"]:
        sound, rate = recording(f"annotated/{stem.name}")
        lines = stem.with_name(stem.name.replace("_Drum.wav", "_class.txt")).read_text().splitlines()
        struck = np.array(sorted(float(line.split()[0]) for line in lines))
        struck = struck[np.diff(struck, prepend=-1.0) > 0.03]
        told = listen(sound, rate).onsets
        scores.append(f_measure(struck, told - 0.01, 0.05))
        late.append(lateness(struck, told))
    assert np.mean(scores) > 0.95, scores
    # Whoever annotated them was exact to some milliseconds.
    late = np.concatenate(late)
    assert np.median(late) < 0.01 and np.mean(late <= 0.02) > 0.95


@pytest.mark.parametrize(("attack", "vibrato", "fades"), [(0.002, 0.0, 0.3), (0.04, 0.008, 10.0), (0.08, 0.0, 10.0)])
def test_plucked_sung_and_bowed_notes_are_told_within_20_ms_but_for_a_few(attack, vibrato, fades):
    random = np.random.default_rng(1)
    begun = np.cumsum(random.uniform(0.55, 0.9, 16))
    sound = 1e-4 * random.standard_normal(int(RATE * 13))
    time = times(0.5)
    for second in begun:
        turns = 440.0 * 2.0 ** (random.integers(-21, 11) / 12) * (time + vibrato * np.sin(34.6 * time) / 34.6)
        tone = sum(np.sin(2 * np.pi * number * turns) / number for number in range(1, 7))
        add(sound, 0.1 * tone * np.minimum(1.0, time / attack) * np.minimum(1.0, (0.5 - time) / 0.05)
            * np.exp(-time / fades), second)  # fmt: skip
    late = lateness(begun, listen(sound).onsets)
    assert len(late) == len(begun)
    # An attack that begins late in a tick is told at the end of the next.
    assert np.median(late) < 0.015 and np.quantile(late, 0.85) < 0.02 and late.max() < 0.0225


def lateness(begun: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Seconds from each beginning to the end of the tick that told it, of those that were told at all."""
    near = [told[np.abs(told - second).argmin()] - second for second in begun]
    return np.array([late for late in near if abs(late) < 0.05])
