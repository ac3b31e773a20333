"""The hologram tells how well the city is, from its vitals."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as some

from installation.picture import hologram
from installation.world.vitals import Vitals

numbers = some.floats(-1e6, 1e6)


def vitals(**told: float) -> Vitals:
    return Vitals(**{field.name: 0 for field in fields(Vitals)} | told)


def test_a_world_that_has_not_begun_is_well():
    assert hologram.health(None)[:3] == (1.0, 1.0, 1.0)


def test_each_ring_follows_its_own_number():
    ill = hologram.health(vitals(waste=hologram.SPOILT))
    well = hologram.health(vitals(processing=hologram.PROCESSED, order=hologram.ORDERED))
    assert ill[:3] == (0.0, 0.0, 0.0)
    assert well[:3] == (1.0, 1.0, 1.0)


@given(numbers, numbers, numbers)
def test_it_is_always_a_share(waste, processing, order):
    told = hologram.health(vitals(waste=waste, processing=processing, order=order))
    assert all(0.0 <= share <= 1.0 for share in told)
