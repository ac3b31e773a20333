import numpy as np
import pytest

from installation.senses.listening.low_spectrum import LowSpectrum
from installation.senses.listening.tonal import HIGHEST, TonalListener


def of_rate(rate: int) -> tuple[LowSpectrum, int]:
    size = TonalListener(rate).size
    return LowSpectrum(size, rate, min(HIGHEST, 0.45 * rate)), size


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000])
def test_magnitudes_are_those_of_the_whole_sound_in_a_hann_window(rate):
    spectrum, size = of_rate(rate)
    sound = np.random.default_rng(1).standard_normal(size).astype(np.float32)
    whole = np.abs(np.fft.rfft(sound * np.hanning(size + 1)[:-1]))[: spectrum.bins]
    assert spectrum.bins * spectrum.width > min(HIGHEST, 0.45 * rate)
    assert spectrum.measure(sound) == pytest.approx(whole, abs=0.01 * whole.mean())


@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000, 96000])
def test_what_is_higher_than_the_highest_is_60_db_down_wherever_it_is(rate):
    spectrum, size = of_rate(rate)
    for frequency in np.linspace(HIGHEST + 100.0, 0.49 * rate, 40):
        tone = np.sin(2.0 * np.pi * frequency * np.arange(size) / rate).astype(np.float32)
        assert spectrum.measure(tone)[: int((HIGHEST - 50.0) / spectrum.width)].max() < 0.001 * size / 4
