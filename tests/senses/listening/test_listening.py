"""What the Listener hears in sounds of which we know what they are."""

import time
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from installation.score import round_value
from installation.senses.listening import BANDS, FEATURES, Listener

RATES = (16000, 22050, 44100, 48000, 96000)
ONSET = FEATURES.index("onset")
ENVELOPE = FEATURES.index("envelope")
BAND_1 = FEATURES.index("band_1")
BRIGHTNESS = FEATURES.index("brightness")


def hear(sound: np.ndarray, rate: int, listener: Listener | None = None) -> np.ndarray:
    """The features of every whole tick of a sound, shape (ticks, len(FEATURES))."""
    listener = listener or Listener(rate)
    edges = [tick * rate // 60 for tick in range(len(sound) * 60 // rate + 1)]
    ticks = []
    for start, stop in zip(edges, edges[1:], strict=False):
        listener.hear(sound[start:stop])
        ticks.append(listener.tick())
    return np.array(ticks)


def noise(seconds: float, rate: int, level: float, seed: int = 1) -> np.ndarray:
    return (level * np.random.default_rng(seed).standard_normal(int(seconds * rate))).astype(np.float32)


def tone(seconds: float, rate: int, frequency: float, level: float = 0.1) -> np.ndarray:
    return (level * np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def with_clap(sound: np.ndarray, rate: int, second: float, level: float) -> np.ndarray:
    """The sound with a burst of noise of 12 ms added."""
    sound = sound.copy()
    start, length = round(second * rate), rate // 10
    burst = np.clip(np.random.default_rng(3).standard_normal(length), -2, 2) / 2
    sound[start : start + length] += (level * burst * np.exp(-np.arange(length) / (0.012 * rate))).astype(np.float32)
    return sound


def one_whole_hop_of_any_kind() -> st.SearchStrategy[np.ndarray]:
    """Blocks as a broken driver might bring them: any size, one or two dimensions, any value at all."""
    shapes = st.one_of(st.tuples(st.integers(0, 2000)), st.tuples(st.integers(0, 400), st.integers(1, 8)))
    values = st.one_of(
        st.floats(-1, 1, width=32), st.floats(width=32), st.sampled_from([np.nan, np.inf, -np.inf, 1.0, -1.0, 0.0, 0.5])
    )
    return arrays.arrays(np.float32, shapes, elements=values, fill=values)


@settings(max_examples=40, deadline=None)
@given(rate=st.sampled_from(RATES), blocks=st.lists(one_whole_hop_of_any_kind(), max_size=8))
def test_any_block_however_broken_gives_finite_features_between_0_and_1(rate, blocks):
    listener = Listener(rate)
    for block in blocks:
        listener.hear(block)
        features = listener.tick()
        assert len(features) == len(FEATURES)
        assert all(0.0 <= value <= 1.0 and value == round_value(value) for value in features)
    recovered = hear(np.tile(tone(1, rate, 1000), 3), rate, listener)
    assert recovered[-1, 0] > 0.3


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("room_noise", [0.0, 0.0001, 0.003])
@pytest.mark.parametrize("level", [0.1, 0.4, 0.9])
def test_clap_is_one_onset_within_20_ms(rate, room_noise, level):
    for second in 1.0 + np.linspace(0.0, 1.0 / 60.0, 7, endpoint=False):
        features = hear(with_clap(noise(1.6, rate, room_noise), rate, second, level), rate)
        onsets = np.nonzero(features[30:, ONSET])[0] + 30
        assert len(onsets) == 1
        assert 0.0 < (onsets[0] + 1) / 60 - second <= 0.020
        assert features[onsets[0], ONSET] >= 0.25


@pytest.mark.parametrize("rate", RATES)
def test_clap_lifts_the_envelope_at_once_and_it_falls_within_a_third_of_a_second(rate):
    features = hear(with_clap(noise(2.0, rate, 0.0003), rate, 1.0, 0.2), rate)
    assert features[30:60, ENVELOPE].max() < 0.05
    assert features[60:62, ENVELOPE].max() > 0.5
    assert features[80:, ENVELOPE].max() < 0.1


def test_claps_60_ms_apart_and_more_are_told_apart():
    rate = 48000
    sound = noise(4.0, rate, 0.0003)
    claps = [1.0, 1.15, 1.3, 2.0, 2.1, 3.0]
    for second in claps:
        sound = with_clap(sound, rate, second, 0.3)
    onsets = (np.nonzero(hear(sound, rate)[30:, ONSET])[0] + 31) / 60
    assert len(onsets) == len(claps) and np.all(np.abs(onsets - claps) <= 0.020)
    assert len(np.nonzero(hear(with_clap(sound, rate, 1.03, 0.5), rate)[30:, ONSET])[0]) <= len(claps) + 1


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("level", [0.0003, 0.003, 0.03, 0.3])
def test_steady_noise_has_no_onsets_after_a_second(rate, level):
    assert not hear(noise(8, rate, level), rate)[60:, ONSET].any()


@pytest.mark.parametrize("level", [0.0002, 0.001, 0.002])
def test_noise_of_a_room_is_not_loud(level):
    features = hear(noise(6, 48000, level), 48000)
    assert features[:, :ONSET].max() == 0.0
    assert features[60:].max() < 0.15


def test_steady_loud_sound_stays_loud():
    features = hear(tone(60, 16000, 440, 0.2), 16000)
    assert features[120:, 0].min() > 0.6


def test_louder_sound_is_louder():
    steps = np.concatenate([tone(1.0, 48000, 440, level) for level in (0.0, 0.0, 0.004, 0.02, 0.1)])
    loudness = hear(steps, 48000)[120:, 0]
    assert 0.0 < loudness[50] < loudness[110] < loudness[170]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("number", range(len(BANDS)))
def test_tone_lights_its_own_band_and_no_far_one(rate, number):
    _, low, high = BANDS[number]
    frequency = np.sqrt(low * min(high, 0.45 * rate))
    bands = hear(tone(1.5, rate, frequency), rate)[60, BAND_1 : BAND_1 + len(BANDS)]
    assert bands[number] > 0.5
    assert all(bands[other] < 0.1 for other in range(len(BANDS)) if abs(other - number) > 1)


def test_high_sound_is_brighter_than_low_sound():
    brightness = [hear(tone(1, 48000, f), 48000)[50, BRIGHTNESS] for f in (60, 300, 1500, 7000)]
    assert sorted(brightness) == brightness and brightness[0] < 0.1 and brightness[-1] > 0.7


@pytest.mark.parametrize("rate", RATES)
def test_silence_decays_to_exactly_nothing(rate):
    sound = np.concatenate([noise(1, rate, 0.3), np.zeros(2 * rate, np.float32)])
    assert not hear(sound, rate)[60 + 90 :].any()


def test_features_decay_where_no_more_sound_comes():
    listener = Listener(48000)
    hear(noise(1, 48000, 0.3), 48000, listener)
    ticks = np.array([listener.tick() for _ in range(240)])
    assert not ticks[30:85].any() and not ticks[180:].any()


def test_bursts_of_blocks_do_not_flicker():
    sound = tone(2, 48000, 440)
    listener = Listener(48000)
    ticks = []
    for start in range(0, len(sound), 2400):
        listener.hear(sound[start : start + 2400])
        ticks += [listener.tick() for _ in range(3)]
    assert np.abs(np.diff(np.array(ticks)[60:, 0])).max() < 0.1


def test_a_constant_offset_is_not_heard():
    assert not hear(np.full(96000, 0.5, np.float32), 48000).any()
    assert np.allclose(hear(tone(1, 48000, 440) + 0.3, 48000)[50], hear(tone(1, 48000, 440), 48000)[50], atol=0.03)


def test_one_live_channel_among_eight_is_as_loud_as_alone():
    alone = noise(2, 48000, 0.05)
    eight = np.zeros((len(alone), 8), np.float32)
    eight[:, 5] = alone
    listeners = Listener(48000), Listener(48000)
    for listener, sound in zip(listeners, (alone, eight), strict=True):
        hear(sound, 48000, listener)
    assert listeners[1].levels[0] == pytest.approx(listeners[0].levels[0], abs=0.1)


def test_one_live_channel_among_eight_is_heard():
    sound = np.zeros((48000, 8), np.float32)
    sound[:, 5] = tone(1, 48000, 440)
    assert hear(sound, 48000)[50, 0] > 0.25


def test_features_depend_neither_on_the_size_of_blocks_nor_on_what_is_written_over_them():
    sound = noise(1, 44100, 0.1)
    listener = Listener(44100)
    ticks = []
    for tick in range(60):
        for part in np.array_split(sound[tick * 735 : (tick + 1) * 735], 9):
            block = part.copy()
            listener.hear(block)
            block[:] = 1.0
        ticks.append(listener.tick())
    assert np.array_equal(np.array(ticks), hear(sound, 44100))


def test_a_rate_below_8_khz_is_refused():
    with pytest.raises(ValueError, match="expected at least 8000 Hz"):
        Listener(4000)


def test_listening_costs_no_more_than_seven_times_a_few_transforms():
    sound = np.stack([noise(20, 48000, 0.1)] * 2, axis=1)
    blocks = sound.reshape(-1, 800, 2)

    def listen() -> float:
        listener, before = Listener(48000), time.process_time()
        for tick, block in enumerate(blocks):
            listener.hear(block)
            listener.events(tick)
        return time.process_time() - before

    def transform() -> float:
        before = time.process_time()
        for tick in range(len(blocks)):
            for size in (1024, 1024, 1024, 4096, *([16384] if tick % 6 == 0 else [])):
                np.fft.rfft(sound[:size, 0])
        return time.process_time() - before

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # In turn, and the best of four each: this machine has other work to do.
        costs = [(listen(), transform()) for _ in range(4)]
    assert min(ours for ours, _ in costs) < 7.0 * min(theirs for _, theirs in costs)
