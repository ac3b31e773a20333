import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from installation import params
from installation.params import PARAMETERS

units = some.floats(0.0, 1.0)


def drawn(unit: list[float]) -> params.Values:
    return np.array(
        [params.from_unit(row, position) for row, position in zip(PARAMETERS, unit, strict=True)], np.float32
    )


value_sets = some.lists(units, min_size=len(PARAMETERS), max_size=len(PARAMETERS)).map(drawn)


def test_names_are_unique_and_every_row_is_sound():
    assert len(set(params.NAMES)) == len(PARAMETERS)
    for row in PARAMETERS:
        assert row.minimum < row.maximum
        assert row.minimum <= row.default <= row.maximum
        assert row.curve != "logarithmic" or row.minimum > 0.0, f"{row.name}: no ratio reaches zero"
        assert row.curve != "hue" or (row.minimum, row.maximum) == (0.0, 360.0)
        assert row.meaning


def test_an_unknown_name_is_refused():
    with pytest.raises(KeyError):
        params.find("no_such_parameter")


@settings(deadline=None)
@given(some.sampled_from(PARAMETERS), units)
def test_a_knob_finds_its_position_again(row, position):
    assert params.to_unit(row, params.from_unit(row, position)) == pytest.approx(position, abs=1e-9)


@settings(deadline=None)
@given(value_sets, value_sets, some.floats(-1.0, 2.0))
def test_a_blend_stays_in_range_and_its_ends_are_exact(start, end, weight):
    mixed = params.blend(start, end, weight)
    assert mixed.dtype == np.float32
    assert np.array_equal(mixed, params.clamp(mixed))
    assert np.array_equal(params.blend(start, end, 0.0), start)
    assert np.array_equal(params.blend(start, end, 1.0), end)


def test_a_hue_blends_along_the_shorter_arc():
    start, end = params.defaults(), params.defaults()
    start[params.INDEX["cord_hue"]], end[params.INDEX["cord_hue"]] = 350.0, 30.0
    assert params.blend(start, end, 0.5)[params.INDEX["cord_hue"]] == pytest.approx(10.0, abs=1e-3)


def test_a_logarithmic_parameter_blends_by_ratio():
    start, end = params.defaults(), params.defaults()
    start[params.INDEX["biomass"]], end[params.INDEX["biomass"]] = 20.0, 500.0
    assert params.blend(start, end, 0.5)[params.INDEX["biomass"]] == pytest.approx(math.sqrt(20.0 * 500.0), rel=1e-5)
