"""Streaming: particles of cytoplasm on the graph, both ways at once, that feed the tips."""

import numpy as np
import pytest
from graph import GROWING, Graph
from growing import SMALL, run

from installation.params import find
from installation.world.hyphae import SEGMENT_LENGTH


def placed(graph):
    return graph.stream[graph.stream["segment"] >= 0]


def moves(world, **parameters):
    """Return speed in heights a second, and slot, of the particles that stay on one segment during a tick."""
    before = Graph(world).stream
    after = Graph(run(world, 1, **parameters)).stream
    stay = (before["segment"] == after["segment"]) & (before["segment"] >= 0)
    stay &= before["course"] % 2 == after["course"] % 2
    moved = (after["position"] - before["position"]) * np.where(after["course"] % 2 > 0, 1, -1)
    return moved[stay] * SEGMENT_LENGTH * 60, after["segment"][stay]


def test_particles_sit_on_live_segments(grow):
    graph = Graph(grow(900))
    particles = placed(graph)
    assert len(particles) > 0.8 * SMALL.particles
    assert graph.live[particles["segment"]].all()
    assert (particles["position"] >= 0).all() and (particles["position"] <= 1).all()


def test_particles_stream_both_ways_at_once(grow):
    outward = placed(Graph(grow(900)))["course"] % 2
    assert 0.2 < outward.mean() < 0.8


def test_both_directions_share_the_threads(grow):
    particles = placed(Graph(grow(900)))
    out = set(particles["segment"][particles["course"] % 2 > 0])
    back = set(particles["segment"][particles["course"] % 2 == 0])
    assert len(out & back) > 20


@pytest.mark.parametrize("speed", [0.02, 0.1])
def test_streaming_speed_moves_particles_in_proportion(grow, speed):
    slow, _ = moves(grow(900), streaming_speed=speed)
    fast, _ = moves(grow(900), streaming_speed=2 * speed)
    assert slow.min() >= 0 and np.median(fast) == pytest.approx(2 * np.median(slow), rel=0.1)


def test_cytoplasm_is_fast_in_cords_and_slow_in_the_fringe(grow):
    world = grow(900)
    radius = Graph(world).radius
    speed, slot = moves(world, streaming_speed=0.03)
    thin = radius[slot] < 1.5e-3 * find("hypha_radius").default
    thick = radius[slot] > 5e-3 * find("hypha_radius").default
    assert thin.sum() > 50 and thick.sum() > 20
    assert speed[thick].mean() > 2.5 * speed[thin].mean()


def test_cargo_reaches_the_tips(grow):
    slow = Graph(grow(900, streaming_speed=0.01))
    fast = Graph(grow(900, streaming_speed=0.4))
    stores = [graph.vigour["store"][graph.live & (graph.mode == GROWING)] for graph in (slow, fast)]
    assert np.median(stores[1]) > 1000
    assert stores[1].mean() > 2 * stores[0].mean()
    assert (placed(fast)["cargo"] > 0).any()
