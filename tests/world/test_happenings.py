"""What happens, and where: each place that the vitals tell is one at which the graph shows it happened."""

from dataclasses import replace

import numpy as np
import pytest
from graph import Graph
from growing import SMALL, empty_world, moment, run
from test_snapshot import rewritten

from installation.gpu import blocks
from installation.sound.composer import Composer
from installation.stage.vitals import figures
from installation.story import Touch
from installation.world.fields import CENSUS_TICKS
from installation.world.vitals import DELAY

STILL = {"growth_speed": 0.002, "lateral_rate": 0.0, "turnover": 900.0, "resorption_speed": 0.005, "pulse_rate": 0.0}
ASPECT = 16 / 9


def happened(world, ticks, *kinds, touches=(), **parameters):
    """Let so many ticks pass, the first of them with touches; return what of these kinds happened, with its tick."""
    found = []
    for tick in range(ticks):
        world.step(moment(touches=touches if tick == 0 else (), **parameters))
        told = world.vitals(world.tick - 1).happenings
        found += [(world.tick - 1, one) for one in told if one.kind in kinds]
    return found


def blossoms(world):
    return np.frombuffer(world.state.buffers["blossoms"].read(), blocks.dtype(blocks.Blossom))


@pytest.fixture
def network(grow):
    """A network that is at rest: no charge, and next to no growth."""
    return grow(900, SMALL, pulse_rate=0.0)


def outermost(graph, side):
    """Return where the network is furthest to the left (-1) or to the right (1) within the frame, well off its edge."""
    inside = graph.middle[graph.slots]
    inside = inside[(inside[:, 0] > 0.1 * ASPECT) & (inside[:, 0] < 0.9 * ASPECT)]
    return inside[(side * inside[:, 0]).argmax()]


@pytest.mark.parametrize("side", [-1, 1])
def test_charge_is_told_at_forks_that_it_just_reached_from_its_side_on(network, side):
    graph = Graph(network)
    x, y = outermost(graph, side)
    found = happened(network, 96, "charge", touches=[Touch(x, y, 1.0, "pointer")], **STILL)
    assert len(found) > 5
    forks = graph.slots[(graph.branch[graph.slots] >= 0) | (graph.link[graph.slots] >= 0)]
    began = found[0][0]
    for tick, one in found:
        place = np.array([one.x * ASPECT, one.y])
        assert np.hypot(*(graph.ends[forks, 2:] - place).T).min() < 0.004
        assert np.hypot(*(place - (x, y))) < 0.07 + 0.4 * (tick - began + 2 * CENSUS_TICKS) / 60
    first = [one.x for tick, one in found if tick < began + CENSUS_TICKS]
    assert all(abs(place - x / ASPECT) < 0.08 for place in first)


@pytest.mark.parametrize("side", [-1, 1])
def test_charge_is_heard_on_the_side_from_which_it_sets_out(network, side):
    x, y = outermost(Graph(network), side)
    composer, heard = Composer(1), []
    for tick in range(90):
        now = moment(touches=[Touch(x, y, 1.0, "onset")] if tick == 30 else (), **STILL)
        told = figures(replace(now, tick=tick), network.delayed_vitals())
        network.step(now)
        heard += [(tick, note) for note in composer.step(tick, now, told)[0] if note.source == "charge"]
    (began, first), *_ = heard
    # It may wait for a second census until it comes to a fork that is heard, and then for a quarter of a beat.
    assert 30 + DELAY <= began <= 30 + DELAY + 2 * CENSUS_TICKS + 18
    assert abs(first.x - x / ASPECT) < 0.08
    assert all(side * (note.x - 0.5) > 0.0 for _, note in heard)


def test_without_charge_nothing_is_told_of_it(network):
    assert not happened(network, 48, "charge", **STILL)


def test_a_flower_is_told_where_and_when_it_opens(grow):
    world = grow(480, SMALL, flora_share=1.0, flora_rate=0.5)
    before = blossoms(world)["open"]
    found = happened(world, CENSUS_TICKS * 8, "flower", flora_share=1.0, flora_rate=0.5)
    opened = blossoms(world)[(blossoms(world)["open"] > 0.5) & (before <= 0.5)]
    assert len(found) > 2
    for _, one in found:
        away = np.hypot(opened["x"] - one.x * ASPECT, opened["y"] - one.y)
        assert away.min() < 0.002


def test_tears_are_told_where_the_storm_tears(grow):
    world, told = grow(904, SMALL), 0  # a whole number of censuses
    for tick in range(120):
        age = 5.5 + tick / 60
        before = Graph(world) if tick % CENSUS_TICKS == 0 else None
        world.step(replace(moment(storm=1.0), phase_age=age))
        tears = [one for one in world.vitals(world.tick - 1).happenings if one.kind == "tear"]
        told += len(tears)
        assert before is not None or not tears
        for one in tears:
            gone = Graph(world).body["born"] != before.body["born"]
            torn = before.middle[before.live & gone]
            assert np.hypot(torn[:, 0] - one.x * ASPECT, torn[:, 1] - one.y).min() < 0.002
            assert abs(0.62 * one.x + 0.38 * (1 - one.y) - (age * 0.11 - 0.42)) < 0.25
    assert told > 10


def test_what_happened_is_told_once_and_goes_into_a_snapshot(network):
    x, y = outermost(Graph(network), 1)
    while not any(one.kind == "charge" for one in network.vitals(network.tick - 1).happenings):
        network.step(moment(touches=[Touch(x, y, 1.0, "pointer")], **STILL))
    tick = network.tick - 1
    run(network, 3, **STILL)
    assert not network.vitals(network.tick - 1).happenings
    copy = empty_world(SMALL)
    copy.restore(network.snapshot())
    assert copy.vitals(tick) == network.vitals(tick) and copy.vitals(tick).happenings


def test_a_snapshot_that_tells_of_no_places_goes_on_and_nothing_happened_before_it(network):
    x, y = outermost(Graph(network), 1)
    world = empty_world(SMALL)
    happened(network, CENSUS_TICKS, touches=[Touch(x, y, 1.0, "pointer")], **STILL)
    world.restore(rewritten(network.snapshot(), drop=["places", "happened"]))
    assert world.vitals(world.tick - 1).segments == network.vitals(world.tick - 1).segments
    assert not any(world.vitals(tick).happenings for tick in range(world.tick - 12, world.tick))
    assert world.state_hash() == network.state_hash()
