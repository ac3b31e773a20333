"""Vitals: what the GPU counts is what is there, and it comes back after a fixed delay."""

import numpy as np
import pytest
from graph import GROWING, SETTLED, Graph
from growing import SMALL, empty_world, moment

from installation.world.fields import CENSUS_TICKS
from installation.world.vitals import DELAY

LASTING = {"turnover": 900.0}
"""Links last, so that the census finds what was there before it."""


@pytest.fixture
def census(grow):
    """The graph before a census, and the vitals that the census found."""
    world = grow(100 * CENSUS_TICKS, SMALL, **LASTING)
    before = Graph(world)
    world.step(moment(**LASTING))
    return before, world.vitals(world.tick - 1)


def test_segments_length_links_and_load_are_what_the_buffers_hold(census):
    graph, vitals = census
    live = graph.slots
    assert vitals.segments == len(live)
    assert vitals.highest == live.max() + 1
    assert vitals.load == graph.load[live].max()
    assert vitals.links == (graph.link[live] >= 0).sum() // 2
    # The census cuts each length to hundred-thousandths of a height.
    assert graph.length[live].sum() - 1e-5 * len(live) <= vitals.biomass <= graph.length[live].sum() + 1e-3


def test_tips_are_the_ends_of_the_graph(census):
    graph, vitals = census
    assert vitals.growing == (graph.mode[graph.slots] == GROWING).sum()
    ends = (graph.mode[graph.slots] != SETTLED).sum()
    assert vitals.tips == pytest.approx(ends, rel=0.05, abs=5)


def test_charge_is_the_mean_over_the_segments(grow):
    world = grow(75 * CENSUS_TICKS, SMALL, pulse_rate=60.0)
    before = Graph(world)
    world.step(moment(pulse_rate=60.0))
    charge = world.vitals(world.tick - 1).charge
    assert charge > 0
    assert charge == pytest.approx(before.charge[before.slots].mean(), rel=0.05)


def test_births_less_deaths_are_the_segments_alive():
    world = empty_world(SMALL)
    world.step(moment())
    planted = len(Graph(world).slots) - world.vitals(0).births
    assert planted > 20
    for _ in range(12):
        for _ in range(75):
            world.step(moment(turnover=10.0, resorption_speed=0.3))
        vitals = world.vitals(world.tick - 1)
        assert vitals.births - vitals.deaths + planted == len(Graph(world).slots)
    assert vitals.deaths > 20


def test_vitals_arrive_after_a_fixed_delay():
    world, as_they_were = empty_world(SMALL), []
    for tick in range(5 * DELAY):
        late = world.delayed_vitals()
        assert late == (as_they_were[tick - DELAY] if tick >= DELAY else None)
        world.step(moment())
        as_they_were.append(world.vitals(tick))
        assert as_they_were[-1].tick == tick
    assert len({vitals.segments for vitals in as_they_were}) > 5


def test_vitals_hold_plain_numbers(census):
    _, vitals = census
    numbers = [value for name, value in vars(vitals).items() if name != "happenings"]
    numbers += [number for _, *where in vitals.happenings for number in where]
    assert all(type(value) in (int, float) and np.isfinite(value) for value in numbers)
