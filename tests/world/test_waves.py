"""Waves of charge that the world sends out by itself: the surge from the oculus."""

import numpy as np
import pytest
from graph import Graph
from growing import SMALL, run

STILL = {"growth_speed": 0.002, "lateral_rate": 0.0, "turnover": 900.0, "resorption_speed": 0.005, "pulse_rate": 0.0}
CHAMBER = {"oculus": 1.0, "subject_x": 0.5, "subject_y": 0.5, "subject_size": 0.5}
RIM = 0.45 * 0.5


@pytest.fixture
def network(grow):
    """A network that is at rest, in the middle of which a chamber opens."""
    return grow(900, SMALL, pulse_rate=0.0)


def away(graph):
    return np.hypot(*(graph.middle - (16 / 18, 0.5)).T)


def test_a_surge_leaves_the_oculus_and_crosses_the_frame_in_four_seconds(network):
    reached = {}
    for tick in range(240):
        run(network, 1, **STILL, **CHAMBER, wave_rate=6.0, excitability=0.0)
        if tick % 60 == 30:
            graph = Graph(network)
            lit = graph.slots[graph.charge[graph.slots] > 0.5]
            if len(lit):
                reached[tick] = float(np.median(away(graph)[lit]))
    way = np.hypot(8 / 9, 0.5) - RIM
    assert len(reached) >= 2
    for tick, place in reached.items():
        assert place == pytest.approx(RIM + way * tick / 240, abs=0.05)


def test_a_surge_is_over_when_it_has_crossed_the_frame(network):
    run(network, 270, **STILL, **CHAMBER, wave_rate=6.0, excitability=0.0)
    assert Graph(network).charge.max() < 0.3


def test_a_snapshot_keeps_how_far_a_surge_is(network, grow):
    run(network, 60, **STILL, **CHAMBER, wave_rate=6.0)
    other = grow(900, SMALL, pulse_rate=0.0)
    other.restore(network.snapshot())
    for world in (network, other):
        run(world, 60, **STILL, **CHAMBER, wave_rate=6.0)
    assert network.state_hash() == other.state_hash()


def test_no_wave_sets_out_where_none_is_asked_for(network):
    run(network, 120, **STILL, **CHAMBER, wave_rate=0.0)
    assert Graph(network).charge.max() == 0.0
