"""The room: loudness, claps, voices, crowds, build-ups, hums, broken signals, and a calibrated floor."""

import numpy as np
import pytest
from band import RATE, Band, add, times
from hearing import Heard, listen, recording

from installation.score import FEATURES, MUSIC
from installation.senses.listening import LEVELS, Calibration
from installation.senses.listening.table import TABLE

SPANS = {(row.event, row.name): (row.least, row.most) for row in TABLE}


def tone(seconds: float, frequency: float, level: float, rate: int = RATE) -> np.ndarray:
    return level * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)


def noise(seconds: float, level: float, seed: int = 1) -> np.ndarray:
    return level * np.random.default_rng(seed).standard_normal(int(seconds * RATE))


def applause(seconds: float, people: int, period: float | None, seed: int = 5) -> np.ndarray:
    """People who clap, all in one rhythm (with 15 ms of human lateness), or each at any time."""
    band = Band(seed)
    sound = noise(seconds, 0.0003)
    for _ in range(people):
        if period:
            struck = np.arange(0.3, seconds - 0.3, period)
        else:
            struck = band.random.uniform(0.3, seconds - 0.3, int(seconds / 0.9))
        for second in struck:
            add(sound, band.random.uniform(0.5, 1.0) * band.clap(), second + 0.015 * band.random.standard_normal())
    return 0.5 * sound / np.abs(sound).max()


def in_range(heard: Heard) -> bool:
    names = {"features": FEATURES, "music": MUSIC, "beat": ("period", "confidence", "bar")}
    for event in heard.events:
        for name, value in zip(names.get(event.name, ["C, C#, ... B"] * 12), event.values, strict=True):
            least, most = SPANS[event.name, name]
            assert least <= value <= most, (event.name, name, value)
    return True


@pytest.mark.parametrize("rate", [16000, 48000, 96000])
@pytest.mark.parametrize("level", [-23.0, -40.0])
def test_a_tone_of_1_khz_has_the_loudness_that_the_standard_says(rate, level):
    sound = tone(4.0, 997.0, 10.0 ** (level / 20.0), rate)
    heard = listen(np.stack([sound, sound], axis=1), rate)
    # EBU Tech 3341, case 1: in both channels of a stereo signal, a tone of -23 dBFS is -23 LUFS.
    assert abs(heard.music("momentary")[-1] - level) < 0.2
    assert abs(heard.music("short_term")[-1] - level) < 0.2


def test_momentary_loudness_falls_sooner_than_short_term():
    heard = listen(np.concatenate([tone(4.0, 997.0, 0.1), tone(1.0, 997.0, 0.001)]))
    momentary, short_term = heard.all("music")[-1][:2]
    assert momentary < -58.0 and short_term > -28.0


def test_clapping_in_time_is_told_from_scattered_clapping_and_from_drums():
    together, scattered = listen(applause(9.0, 6, 0.6)), listen(applause(9.0, 6, None))
    assert together.feature("clapping")[300:].mean() > 0.4
    assert together.music("synchrony", after=5.0).mean() > scattered.music("synchrony", after=5.0).mean() + 0.3
    assert together.music("tempo_confidence", after=5.0).mean() > 0.6
    drums, _ = Band(4).play("rock", 110, 8.0)
    assert listen(drums).feature("clapping")[300:].mean() < 0.25


def test_struck_sound_is_more_percussive_and_flat_than_held_sound():
    drums = listen(Band(4).play("disco", 122, 5.0)[0])
    held = listen(sum(tone(5.0, pitch, 0.1) for pitch in (220, 277, 330)))
    assert drums.feature("percussive")[120:].mean() > held.feature("percussive")[120:].mean() + 0.1
    # In a room that nobody has measured it would be the room's own.
    hiss = listen(noise(3.0, 0.1), calibration=Calibration((-70.0,) * len(LEVELS), (-30.0,) * len(LEVELS)))
    assert hiss.feature("flatness")[120:].min() > 0.6 > 0.05 > held.feature("flatness")[120:].max()


def test_speech_music_and_a_crowd_are_told_apart():
    speech, rate = recording("speech.ogg", 12.0)
    random = np.random.default_rng(3)
    voices = [np.roll(speech, int(random.integers(len(speech)))) for _ in range(16)]
    music, music_rate = recording("vibe-ace.ogg", 12.0)
    told = {
        "voice": listen(speech, rate),
        "crowd": listen(0.3 * np.sum(voices, axis=0) / 4.0, rate),
        "music": listen(music, music_rate),
    }
    for name, heard in told.items():
        likely = {kind: heard.music(kind, after=4.0).mean() for kind in told}
        # The crowd murmurs when listening begins: some of it is the room's.
        assert max(likely, key=likely.get) == name and likely[name] > 0.55, (name, likely)


def test_speech_has_little_key_and_little_pulse():
    sound, rate = recording("speech.ogg")
    heard = listen(sound, rate)
    assert heard.music("key_clarity", after=3.0).mean() < 0.25
    assert heard.music("tempo_confidence", after=3.0).mean() < 0.3


def test_what_rises_builds_up_and_the_bass_that_comes_back_drops():
    band, sound = Band(6), noise(20.0, 0.0003)
    time = times(12.0)
    for second in np.arange(0.0, 4.0, 0.5):
        add(sound, 0.3 * band.kick(), second)
    for second in 4.0 + 8.0 * np.sqrt(np.linspace(0.0, 1.0, 60)):
        add(sound, 0.03 * (second - 3.0) * band.hat(), second)
    add(sound, 0.02 * (time / 12.0) ** 2 * band.noise(time, 2000.0)[: len(time)], 0.0)
    for second in np.arange(12.2, 19.5, 0.5):
        add(sound, 0.8 * band.kick(), second)
        add(sound, 0.25 * np.sin(2 * np.pi * 55.0 * times(0.5)), second)
    heard = listen(sound)
    built, dropped = heard.music("build_up"), heard.music("drop")
    assert built[100:120].max() > 0.35 and built[20:40].max() < 0.3
    assert dropped[120:150].max() > 0.3 and dropped[:115].max() == 0.0


def test_silence_is_counted_and_said_once_more_when_sound_ends():
    heard = listen(np.concatenate([tone(2.0, 440.0, 0.2), np.zeros(6 * RATE)]))
    silence = heard.music("silence")
    assert silence[2:15].max() == 0.0 and silence[-2] > 2.5
    ticks = heard.times("music")
    assert 5.0 < ticks[-1] < 7.0 and not heard.all("chroma")[-1].any()
    assert heard.all("music")[-1][:2].tolist() == [-70.0, -70.0]


def test_a_silent_room_says_nothing():
    assert not listen(np.zeros(3 * RATE)).events


def test_noise_after_digital_silence_is_soon_the_rooms_own_and_a_clap_in_it_is_heard():
    sound = np.concatenate([np.zeros(2 * RATE), noise(3.0, 0.03)])
    add(sound, 0.9 * Band(1).clap(), 4.0)
    heard = listen(sound)
    ticks = [event.tick for event in heard.events if event.name == "features"]
    loudness, envelope = (dict(zip(ticks, heard.feature(name), strict=True)) for name in ("loudness", "envelope"))
    assert max(loudness[tick] for tick in range(150, 239)) == 0.0 and envelope[121] > 0.3 > 0.1 > envelope[238]
    assert max(envelope[tick] for tick in range(239, 245)) > 0.2
    assert [round(second, 1) for second in heard.onsets] == [2.0, 4.0]


def test_a_tone_and_music_after_digital_silence_are_as_loud_as_ever():
    played = Band(3).play("rock", 116, 3.0)[0], tone(3.0, 440.0, 0.1)
    for sound in played:
        after = listen(np.concatenate([np.zeros(2 * RATE), sound])).feature("loudness")[30:150]
        assert after.mean() > 0.5


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sound: np.clip(6.0 * sound, -1.0, 1.0),
        lambda sound: sound + 0.4,
        lambda sound: sound + tone(len(sound) / RATE, 50.0, 0.05),
        lambda sound: np.stack([sound, -sound], axis=1),
        lambda sound: np.stack([0.0 * sound] * 7 + [sound], axis=1),
    ],
    ids=["clipped", "offset", "hum", "turned over", "one channel of eight"],
)
def test_a_spoiled_signal_keeps_its_tempo(spoil):
    sound, _ = Band(3).play("rock", 116, 8.0)
    heard = listen(spoil(0.5 * sound))
    assert abs(np.median(heard.music("tempo", after=4.0)) / 116 - 1.0) < 0.04
    assert in_range(heard)


def test_any_rate_hears_the_same_tempo_and_key():
    from installation.senses.listening.tonal import key_of

    for rate in (16000, 22050, 96000):
        sound, _ = Band(3).play("rock", 116, 8.0)
        sound = np.interp(np.arange(0.0, len(sound), RATE / rate), np.arange(len(sound)), sound)
        heard = listen(sound, rate)
        assert abs(np.median(heard.music("tempo", after=4.0)) / 116 - 1.0) < 0.04
        assert key_of(heard.all("chroma").mean(axis=0))[0].name in ("C major", "A minor")


def test_every_number_is_in_its_range_and_the_table_names_them_all():
    sound, _ = Band(7).play("latin", 105, 6.0)
    mixed = np.concatenate([sound, noise(2.0, 0.3), tone(2.0, 3000.0, 1.0), applause(3.0, 3, 0.5)])
    assert in_range(listen(mixed))
    assert tuple(row.name for row in TABLE if row.event == "features") == FEATURES
    assert tuple(row.name for row in TABLE if row.event == "music") == MUSIC


def test_a_calibrated_floor_keeps_a_noisy_room_silent_and_its_people_heard():
    room = noise(6.0, 0.02)
    floor = 20.0 * np.log10(0.02)
    calibration = Calibration((floor,) * len(LEVELS), (floor + 25.0,) * len(LEVELS))
    gusts = room * (np.arange(len(room)) // (RATE // 2) % 2)
    assert listen(gusts).feature("loudness").mean() > 0.1
    assert not len(listen(gusts, calibration=calibration).all("features"))
    spoken = listen(room + np.concatenate([np.zeros(3 * RATE), tone(3.0, 440.0, 0.3)]), calibration=calibration)
    assert spoken.feature("loudness").max() > 0.5


def test_a_calibration_of_wrong_size_or_sense_is_refused():
    with pytest.raises(ValueError, match="noise: expected 8 levels"):
        Calibration((1.0,), (0.0,) * len(LEVELS))
    with pytest.raises(ValueError, match="loud: expected 8 levels in dB"):
        Calibration((-60.0,) * len(LEVELS), (float("nan"),) * len(LEVELS))
