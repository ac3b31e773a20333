"""Light from spectra: the colours of living light, within what a screen can show."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.params import find
from installation.picture import spectrum

LIVING_LIGHT = {
    "foxfire": (528.0, 90.0, (0.0, 1.0, 0.24)),
    "dinoflagellates": (474.0, 35.0, (0.0, 0.26, 1.0)),
    "between them": (490.0, 80.0, (0.0, 0.85, 1.0)),
}
"""Peak and width in nm, and the linear sRGB after fitting into the gamut."""


def hue_distance(one, other):
    return abs((one - other + 180.0) % 360.0 - 180.0)


@pytest.mark.parametrize("peak, width, rgb", LIVING_LIGHT.values(), ids=LIVING_LIGHT.keys())
def test_living_light_has_its_colour(peak, width, rgb):
    found = spectrum.emission(peak, width)
    wanted = spectrum.to_lch(np.array(rgb))
    assert hue_distance(spectrum.to_lch(found)[2], wanted[2]) < 8.0, found
    assert found == pytest.approx(rgb, abs=0.12)


peaks = st.floats(find("rest_wavelength").minimum - 40, find("rest_wavelength").maximum + 60)
widths = st.floats(10.0, 200.0)
degrees = st.floats(-720.0, 720.0)


@given(peaks, widths)
def test_emission_is_within_the_gamut(peak, width):
    rgb = spectrum.emission(peak, width)
    assert np.isfinite(rgb).all()
    assert rgb.min() >= 0.0 and rgb.max() == pytest.approx(1.0)


@given(peaks, widths, degrees)
def test_turned_light_is_within_the_gamut(peak, width, turn):
    rgb = spectrum.turned(spectrum.emission(peak, width), turn)
    assert np.isfinite(rgb).all()
    assert rgb.min() >= 0.0 and rgb.max() == pytest.approx(1.0)


@given(peaks, widths, st.sampled_from([-360.0, 0.0, 360.0, 720.0]))
def test_a_full_turn_of_the_hue_is_no_turn(peak, width, turn):
    rgb = spectrum.emission(peak, width)
    assert spectrum.turned(rgb, turn) == pytest.approx(rgb, abs=0.01)


@given(st.floats(-180.0, 180.0))
def test_a_turn_of_the_hue_turns_it_so_far(turn):
    muted = spectrum.lch(0.7, 0.08, 40.0)
    hue = spectrum.to_lch(spectrum.turned(muted, turn))[2]
    assert hue_distance(hue, (40.0 + turn) % 360.0) < 1.0


@given(*[st.floats(0.01, 1.0)] * 3)
def test_oklch_and_back_is_the_same_colour(red, green, blue):
    rgb = np.array([red, green, blue])
    assert spectrum.to_rgb(spectrum.to_lch(rgb)) == pytest.approx(rgb, abs=1e-6)


def test_hues_follow_the_wavelength():
    hues = [spectrum.to_lch(spectrum.emission(peak, 40.0))[2] for peak in range(470, 620, 10)]
    assert (np.diff(hues) < 0).all()


@given(peaks, widths)
def test_fitting_into_the_gamut_keeps_the_hue(peak, width):
    colour = np.array([0.6, 0.4, peak % 360.0])
    fitted = spectrum.to_lch(spectrum.into_gamut(colour))
    assert fitted[0] == pytest.approx(0.6, abs=0.01)
    assert fitted[1] <= 0.4 + 1e-6
    assert hue_distance(fitted[2], colour[2]) < 1.0
