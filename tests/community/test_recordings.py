"""The direction of what is felt: real recordings, and sound made by hand, heard as a live run hears them."""

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
from rooms import ALLOWED, RATE, claps, crowd_claps, empty_room, felt, music, ticks_of

from installation.community import CONFIDENT, Community
from installation.senses.listening import Listener
from installation.story.echo import Echo
from installation.story.gestures import Gestures, Hands

AUDIO = Path(__file__).parents[3] / "shared" / "audio"
SETTLED = 300
"""Ticks after which the beginning is forgotten."""


@functools.cache
def recording(name: str, begin: float = 0.0, seconds: float = 20.0) -> list[Community]:
    path = AUDIO / f"{name}.ogg"
    if not path.is_file():
        pytest.skip(f"{name}.ogg is not there")
    samples, rate = soundfile.read(path, dtype="float32")
    first = round(begin * rate)
    return list(felt(ticks_of(samples[first : first + round(seconds * rate)], rate), rate))


@functools.cache
def piece(tempo: float, minor: bool, centre: float) -> list[Community]:
    return list(felt(ticks_of(music(tempo, minor, centre, 13.0))))


def mean(communities: Sequence[Community], name: str) -> float:
    return float(np.mean([getattr(one, name) for one in communities[SETTLED:]]))


def test_a_fiery_dance_arouses_more_than_somebody_who_reads():
    assert mean(recording("hungarian-dance"), "arousal") > mean(recording("speech"), "arousal") + 0.05


def test_a_celesta_arouses_less_than_a_band():
    # Where both are in full swing: the band's first seconds are its vibraphone alone.
    fairy, vibes = recording("sugar-plum-fairy"), recording("vibe-ace", 10.0)
    assert mean(fairy, "arousal") < mean(vibes, "arousal") - 0.05


def test_slow_and_minor_feels_worse_than_fast_and_major():
    sad, glad = piece(60.0, True, 50.0), piece(140.0, False, 60.0)
    assert mean(sad, "valence") < -0.15 and mean(glad, "valence") > 0.15
    assert mean(sad, "arousal") < mean(glad, "arousal")
    assert min(mean(sad, "valence_confidence"), mean(glad, "valence_confidence")) > 0.2


def test_of_tempo_and_mode_each_tells_by_itself():
    sad, glad = piece(60.0, True, 50.0), piece(140.0, False, 60.0)
    brisk, solemn = piece(140.0, True, 60.0), piece(60.0, False, 50.0)
    assert mean(sad, "valence") < mean(brisk, "valence") < mean(glad, "valence")
    assert mean(sad, "valence") < mean(solemn, "valence")


def test_speech_says_next_to_nothing_of_valence():
    community = recording("speech")
    assert abs(mean(community, "valence")) < 0.05
    assert mean(community, "valence_confidence") < 0.1
    assert mean(community, "confidence") < CONFIDENT


def test_a_crowd_that_claps_in_time_has_more_unity_than_one_that_claps_anyhow():
    together, scattered = (list(felt(ticks_of(crowd_claps(how, 12.0)))) for how in (True, False))
    assert mean(together, "unity") > 0.7 > 0.45 > mean(scattered, "unity")
    assert mean(together, "synchrony") > mean(scattered, "synchrony") + 0.4


@pytest.mark.parametrize("level", [-50.0, -38.0, -32.0])
def test_an_empty_rooms_noise_and_ventilation_arouse_nobody(level):
    """Forty minutes of it are `make empty-room`."""
    arousals = [community.arousal for community in felt(empty_room(0.4, 1, level))]
    assert max(arousals) + 1.0 < ALLOWED


@pytest.mark.parametrize("seconds", [0.015, 0.5, 4.0])
@pytest.mark.parametrize("level", [-45.0, -30.0, -10.0])
def test_noise_after_digital_silence_is_the_room_too_and_arouses_nobody(level, seconds):
    white = 10 ** (level / 20) * np.random.default_rng(3).standard_normal(6 * RATE)
    arousals = [community.arousal for community in felt(ticks_of(np.append(np.zeros(int(seconds * RATE)), white)))]
    assert max(arousals) + 1.0 < ALLOWED


@pytest.mark.parametrize("seconds", [0.15, 0.5, 1.2])
@pytest.mark.parametrize("fall", [0.0, 1.0])
def test_a_gap_in_what_the_sound_card_delivers_is_not_heard(fall, seconds):
    blocks = list(ticks_of(noise_of(-30.0, fall, 8.0)))
    blocks[300:300] = [np.zeros(0)] * round(seconds * 60)
    seen = list(felt(blocks))
    assert not any(community.onset or community.citizens for community in seen)
    assert max(community.arousal for community in seen) + 1.0 < 0.02


@pytest.mark.parametrize("level", [-35.0, -24.0])
def test_loud_noise_from_the_beginning_on_is_nobody(level):
    seen = list(felt(ticks_of(noise_of(level, 1.0, 20.0))))
    assert max(community.people for community in seen[60:]) == 0.0 and not any(one.citizens for one in seen)
    assert max(community.loudness for community in seen) < 0.01


@pytest.mark.parametrize("fall", [0.0, 1.0, 2.0])
def test_noise_that_begins_later_is_the_rooms_own_within_half_a_minute_and_a_clap_in_it_is_somebody(fall):
    """Ventilation is switched on, or it begins to rain."""
    quiet, loud = noise_of(-60.0, 1.0, 4.0), noise_of(-30.0, fall, 56.0)
    loud[55 * RATE :] += claps(np.array([0.4]), 1.0, 1, 0.8)
    seen = list(felt(ticks_of(np.concatenate([quiet, loud]))))
    # Its beginning was heard, and is remembered for as long as anybody is.
    settled = seen[55 * 60 : 59 * 60]
    assert max(community.people for community in settled) == 0.0
    assert max(community.arousal for community in settled) + 1.0 < ALLOWED
    assert not any(community.onset for community in settled)
    # A moment of a rumble may be somebody, once in a while.
    assert sum(len(community.citizens) for community in settled) <= (0 if fall < 2.0 else 2 * len(settled))
    assert seen[-1].citizens and seen[-1].people > 0.0


@pytest.mark.parametrize("fall", [0.0, 1.0, 2.0])
def test_loud_noise_that_was_there_before_arouses_nobody_and_a_clap_in_it_is_answered_at_once(fall):
    """Noise of -32 dB whose power falls with the frequency to a power of `fall`; the clap comes half a second later."""
    shape = np.fft.rfft(np.random.default_rng(2).standard_normal(8 * RATE))
    shape /= np.maximum(np.fft.rfftfreq(8 * RATE, 1 / RATE), 20.0) ** (fall / 2)
    noise = np.fft.irfft(shape)
    noise *= 10 ** (-32 / 20) / noise.std()
    alone = list(felt(ticks_of(noise)))
    assert max(community.arousal for community in alone) + 1.0 < 0.02
    assert not any(community.onset for community in alone)
    clapped = list(felt(ticks_of(noise + claps(np.array([0.5]), 8.0, 1, 0.8))))
    assert [tick for tick, community in enumerate(clapped) if community.onset] == [pytest.approx(30, abs=1)]
    assert max(community.voice for community in clapped[30:34]) > 0.2 and clapped[34].citizens


def noise_of(level: float, fall: float, seconds: float) -> np.ndarray:
    """Noise of a level in dB, whose power falls with the frequency to a power of `fall`."""
    shape = np.fft.rfft(np.random.default_rng(2).standard_normal(round(seconds * RATE)))
    shape /= np.maximum(np.fft.rfftfreq(round(seconds * RATE), 1 / RATE), 20.0) ** (fall / 2)
    noise = np.fft.irfft(shape)
    return np.asarray(noise * 10 ** (level / 20) / noise.std())


def gestures(samples: np.ndarray) -> list[Gestures]:
    hands, echo, found = Hands(), Echo(), []
    for community in felt(ticks_of(samples)):
        echo.step(community)
        found.append(hands.step(community, 0.0, echo))
    return found


def most(found: list[Gestures], name: str) -> float:
    return max(getattr(one, name) for one in found)


def hum(frequency: float, seconds: float) -> np.ndarray:
    """A hummed tone with a little vibrato, in a room with a little noise."""
    t = np.arange(round(seconds * RATE)) / RATE
    turns = frequency * (t + 0.01 * np.sin(2 * np.pi * 5.5 * t) / (2 * np.pi * 5.5))
    tone = sum(share * np.sin(2 * np.pi * number * turns) for number, share in ((1, 1.0), (2, 0.5), (3, 0.3), (4, 0.1)))
    return 0.1 * tone * np.minimum(1.0, t / 0.1) + 1e-4 * np.random.default_rng(0).standard_normal(len(t))


@pytest.mark.parametrize(("frequency", "pitch"), [(131.0, 48.0), (220.0, 57.0), (330.0, 64.0)])
def test_a_hum_shapes_and_its_pitch_is_known(frequency, pitch):
    community = list(felt(ticks_of(hum(frequency, 3.0))))
    tones = [one.tone for one in community[90:]]
    assert np.median(tones) == pytest.approx(pitch, abs=0.6)
    assert most(gestures(hum(frequency, 3.0)), "shape") > 0.9


def test_one_who_claps_in_time_rallies_and_one_who_claps_anyhow_does_not():
    anyhow = np.cumsum(np.random.default_rng(1).uniform(0.2, 1.2, 16))
    in_time, scattered = (gestures(claps(times, 8.0, 3)) for times in (np.arange(0.5, 8.0, 0.6), anyhow))
    assert most(in_time, "rally") > 0.9
    assert np.mean([one.rally for one in scattered]) < 0.2 < np.mean([one.rally for one in in_time])


def test_a_reader_makes_no_gesture():
    path = AUDIO / "speech.ogg"
    if not path.is_file():
        pytest.skip("speech.ogg is not there")
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    found = gestures(samples[: 12 * rate])
    assert most(found, "shape") < 0.2 and most(found, "rally") < 0.2


def test_the_same_is_felt_at_any_rate_and_of_any_number_of_channels():
    once = piece(140.0, False, 60.0)
    samples = music(140.0, False, 60.0, 13.0)
    doubled = np.repeat(samples, 2)[:, None] * np.array([[0.7, 0.7]])
    again = list(felt(ticks_of(doubled, 2.0 * RATE), 2.0 * RATE))
    assert mean(again, "valence") == pytest.approx(mean(once, "valence"), abs=0.15)
    assert mean(again, "arousal") == pytest.approx(mean(once, "arousal"), abs=0.15)


def test_a_listener_that_is_not_fed_feels_nothing_after_six_seconds():
    def blocks():
        yield from ticks_of(music(140.0, False, 60.0, 10.0))
        yield from (np.zeros(0) for _ in range(6 * 60))

    community = list(felt(blocks()))
    assert community[590].arousal > -0.5
    assert community[-1].arousal < -0.95 and abs(community[-1].valence) < 0.02
    assert Listener(RATE).sample_rate == RATE
