"""Charge: lit by a touch, it stays on the network, travels at its speed and dies out."""

import numpy as np
import pytest
from graph import Graph
from growing import SMALL, moment, run

from installation.story import Touch

STILL = {"growth_speed": 0.002, "lateral_rate": 0.0, "turnover": 900.0, "resorption_speed": 0.005, "pulse_rate": 0.0}


@pytest.fixture
def network(grow):
    """A network that is at rest: no charge, and next to no growth."""
    world = grow(900, SMALL, pulse_rate=0.0)
    assert Graph(world).charge.max() == 0.0
    return world


def touch(world, x, y, **parameters):
    world.step(moment(touches=[Touch(x, y, 1.0, "pointer")], **STILL | parameters))


def busiest_place(graph):
    """Return where the largest load is: the foot of the subject."""
    return graph.middle[graph.load.argmax()]


def test_a_touch_lights_charge_where_it_is_and_nowhere_else(network):
    x, y = busiest_place(Graph(network))
    touch(network, x, y)
    graph = Graph(network)
    lit = graph.slots[graph.charge[graph.slots] > 0.3]
    away = np.hypot(*(graph.middle[lit] - (x, y)).T)
    assert len(lit) > 10
    assert away.max() < 0.07


def test_charge_stays_on_the_network(network):
    touch(network, *busiest_place(Graph(network)))
    for _ in range(5):
        run(network, 10)  # with growth and resorption under way
        graph = Graph(network)
        assert graph.charge[graph.slots].max() > 0.3
        assert graph.charge[~graph.live].max() == 0.0


@pytest.mark.parametrize("speed, excitability", [(0.15, 0.6), (0.32, 0.6), (0.32, 0.2), (0.8, 1.0)])
def test_charge_travels_along_the_graph_at_its_speed(network, speed, excitability):
    start = Graph(network)
    x, y = busiest_place(start)
    touch(network, x, y, charge_speed=speed, excitability=excitability)
    lit = Graph(network)
    distance = along_the_graph(lit, lit.slots[lit.charge[lit.slots] > 0.3])
    arrival = np.full(len(distance), np.inf)
    for tick in range(1, round(0.7 / speed * 60)):
        run(network, 1, **STILL, charge_speed=speed, excitability=excitability)
        charge = Graph(network).charge
        arrival[(charge > 0.3) & ~np.isfinite(arrival)] = tick / 60
    same = start.live & (start.body["identity"] == Graph(network).body["identity"])
    reached = same & np.isfinite(arrival) & (distance > 0.1) & (distance < 0.5)
    assert reached.sum() > 300
    seconds_per_height = np.polyfit(distance[reached], arrival[reached], 1)[0]
    assert 1 / seconds_per_height == pytest.approx(speed, rel=0.25)


def test_charge_dies_out(network):
    touch(network, *busiest_place(Graph(network)))
    run(network, 8 * 60, **STILL)
    assert Graph(network).charge.max() < 0.02


def test_the_network_charges_itself_now_and_then(grow):
    world = grow(600, SMALL, pulse_rate=0.0)
    run(world, 240, pulse_rate=60.0)
    assert Graph(world).charge.max() > 0.3


def along_the_graph(graph, sources):
    """Return each segment's distance along the graph, middle to middle, from the nearest of the sources."""
    own, other = graph.neighbours()
    step = (graph.length[own] + graph.length[other]) / 2
    distance = np.full(len(graph.live), np.inf)
    distance[sources] = 0.0
    while True:
        shorter = distance.copy()
        np.minimum.at(shorter, own, distance[other] + step)
        if (shorter == distance).all():
            return distance
        distance = shorter
