"""The reverb dies away as it should, and nothing that comes behind the master is too loud, for whatever it is given."""

import math

import numpy as np
import pytest

from installation.sound.voices.loudness import SILENCE, curve, integrated, true_peak
from installation.sound.voices.master import Master
from installation.sound.voices.reverb import LONGEST, SHORTEST, Reverb
from installation.sound.voices.state import LEVEL, SPACE, glides

RATE, TICK = 48_000, 800


def sine(hertz, seconds, decibels, channels=2, phase=0.0):
    """Return a sine of this level below full scale on each channel, shape (n, channels)."""
    wave = 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE + phase)
    return np.repeat(wave[:, None], channels, axis=1)


def noise(seconds, decibels, channels=2, seed=1):
    """Return noise up to 20 kHz, which is as far as the voices go, shape (n, channels)."""
    white = np.random.default_rng(seed).standard_normal((round(seconds * RATE), channels))
    spectrum = np.fft.rfft(white, axis=0)
    spectrum[round(20_000 * seconds) :] = 0.0
    return 10 ** (decibels / 20) * np.fft.irfft(spectrum, axis=0)


def mastered(samples, level=1.0, master=None):
    master, glide, blocks = master or Master(RATE, samples.shape[1]), glides(), []
    glide[LEVEL] = level
    for at in range(0, len(samples) - TICK + 1, TICK):
        blocks.append(np.empty((TICK, samples.shape[1]), np.float32))
        master.finish(np.ascontiguousarray(samples[at : at + TICK].T), glide, blocks[-1])
    return np.concatenate(blocks)


def answer(space, seconds, outputs=2):
    """Return how the room answers an impulse, shape (n, outputs)."""
    reverb, glide, blocks = Reverb(RATE, outputs), glides(), []
    glide[SPACE] = space
    for tick in range(round(60 * seconds)):
        send, dry = np.zeros((2, TICK)), np.zeros((outputs, TICK))
        send[:, 0] = tick == 0
        assert reverb.add(send, dry, glide)
        blocks.append(dry.T)
    return np.concatenate(blocks)


def decay(samples, low, high):
    """Return the seconds of 60 dB of decay in a band, from 5 to 25 dB below the beginning (ISO 3382)."""
    spectrum = np.abs(
        [np.fft.rfft(samples[at : at + 2048] * np.hanning(2048)) for at in range(0, len(samples) - 2048, 512)]
    )
    band = slice(round(low * 2048 / RATE), round(high * 2048 / RATE))
    left = np.cumsum(np.sum(spectrum[:, band] ** 2, axis=1)[::-1])[::-1]
    level = 10 * np.log10(left / left[0] + 1e-30)
    return 3 * 512 / RATE * (np.argmax(level < -25) - np.argmax(level < -5))


# EBU Tech 3341, cases 1, 2, and one with a pause that the gates leave out.
@pytest.mark.parametrize(
    "samples, loudness",
    [
        (sine(1000, 5, -23), -23.0),
        (sine(1000, 5, -33), -33.0),
        (np.concatenate([sine(1000, 15, -23), np.zeros((5 * RATE, 2)), sine(1000, 5, -60)]), -23.0),
    ],
)
def test_loudness_is_that_of_the_standard(samples, loudness):
    assert abs(integrated(samples, RATE) - loudness) < 0.1


def test_silence_has_no_loudness():
    assert integrated(np.zeros((RATE, 2)), RATE) == SILENCE


def test_a_true_peak_lies_between_the_samples():
    # At a quarter of the sample rate and half way between its zeros a sine has no sample above -3 dB.
    samples = sine(RATE / 4, 0.2, -3, phase=math.pi / 4)
    assert 20 * math.log10(np.max(np.abs(samples))) < -5.9
    assert abs(true_peak(samples[480:-480]) - -3.0) < 0.2


@pytest.mark.parametrize("space, seconds", [(0.0, SHORTEST), (0.6, None), (1.0, LONGEST)])
def test_the_room_is_as_long_as_the_space_and_dark(space, seconds):
    samples = answer(space, 2.0 + 3.0 * space)[:, 0]
    middle, high = decay(samples, 400, 900), decay(samples, 5000, 9000)
    assert seconds is None or abs(middle / seconds - 1) < 0.35
    assert high < 0.6 * middle


def test_the_outputs_of_the_room_are_alike_in_level_and_unlike_in_sound():
    samples = answer(0.6, 2.0, outputs=8)
    levels = np.sum(samples**2, axis=0)
    assert np.max(levels) / np.min(levels) < 1.3
    assert np.max(np.abs(np.corrcoef(samples.T) - np.eye(8))) < 0.3


def test_a_room_that_was_fed_what_is_no_number_is_emptied():
    reverb, glide, whole = Reverb(RATE, 2), glides(), []
    for tick in range(20):
        dry = np.zeros((2, TICK))
        whole.append(reverb.add(np.full((2, TICK), math.nan if tick == 3 else 0.0), dry, glide))
    assert not all(whole) and whole[-1] and np.max(np.abs(dry)) < 1e-12


@pytest.mark.parametrize(
    "samples",
    [
        noise(2, 12), noise(2, -6, seed=2), sine(11_990, 2, 20, phase=1.0), sine(41, 2, 30),
        np.concatenate([np.zeros((RATE, 2)), 8.0 * np.sign(sine(997, 1, 0)), np.zeros((RATE, 2))]),
        np.eye(2 * RATE, 2) * 50.0,
    ],
)  # fmt: skip
def test_nothing_exceeds_the_true_peak(samples):
    assert true_peak(mastered(samples)) < -1.0


def test_what_is_quiet_passes_as_it_is_but_for_the_delay():
    master = Master(RATE, 2)
    samples = sine(440, 0.4, -20)
    out = mastered(samples, master=master)
    assert np.max(np.abs(out[master.delay + 2400 :] - samples[2400 : len(out) - master.delay])) < 0.004


def test_a_constant_is_taken_away():
    assert np.max(np.abs(mastered(np.full((RATE, 2), 0.2))[-RATE // 10 :])) < 0.001


@pytest.mark.parametrize("decibels", [-36.0, -30.0, -25.0])
def test_the_mix_is_led_to_its_loudness(decibels):
    out = mastered(noise(50, decibels))
    assert abs(curve(out, RATE, 3.0, 1.0)[-1] - -23.0) < 2.0


def test_the_level_is_the_persons_and_not_led_away():
    louder, quieter = (integrated(mastered(noise(20, -27), level), RATE) for level in (1.0, 0.25))
    assert abs(louder - quieter - 12.04) < 0.1


def test_what_is_no_number_is_not_played():
    samples = noise(1, -20)
    samples[5000:5100] = math.nan
    samples[9000] = math.inf
    out = mastered(samples)
    assert np.all(np.isfinite(out)) and np.std(out[-TICK:]) > 0.01
