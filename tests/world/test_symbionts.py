"""The swarm: where it walks, how it works, and what puts it out of step."""

import numpy as np
import pytest
from graph import Graph
from growing import SMALL, empty_world, neutral, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from life import awake, wound

from installation.community import Citizen, Community
from installation.params import NAMES, PARAMETERS
from installation.story import Moment, Touch

SWARM = {"swarm_share": 1.0, "order": 0.95, "network_appetite": 1.2}


def distance_to_network(world):
    """The distance from each waking symbiont to the nearest hypha's end, in heights."""
    ends = Graph(world).ends
    ends = ends[Graph(world).slots][:, 2:]
    swarm = awake(world)
    places = np.stack([swarm["x"], swarm["y"]], 1)
    return np.array([np.hypot(*(ends - place).T).min() for place in places[:: max(1, len(places) // 300)]])


def test_nobody_wakes_where_none_is_called(grow):
    assert len(awake(run(grow(480), 60))) == 0


def test_the_share_that_is_called_wakes_on_the_hyphae_and_goes_again(grow):
    world = run(grow(480), 400, **SWARM | {"swarm_share": 0.5})
    assert 0.3 < len(awake(world)) / world.symbionts.count < 0.6
    assert len(awake(run(world, 300))) == 0


def test_in_order_the_swarm_keeps_to_the_network_and_to_its_axis(grow):
    world = run(grow(600), 600, **SWARM)
    assert np.median(distance_to_network(world)) < 0.012
    assert world.vitals(world.tick - 1).order > 0.45


def test_without_order_it_mills_and_leaves_the_network(grow):
    world = run(grow(600), 600, **SWARM | {"order": 0.0})
    assert abs(world.vitals(world.tick - 1).order) < 0.3
    assert np.median(distance_to_network(world)) > 0.02


def test_serum_puts_a_swarm_without_order_into_step(grow):
    world = run(grow(600), 600, **SWARM | {"order": 0.0, "cure": 1.0})
    assert world.vitals(world.tick - 1).order > 0.45


def test_symbionts_in_step_process_waste_and_others_do_not(grow):
    waste = {"waste_source": 0.3, "waste_decay": 0.0, "processing_rate": 4.0}
    orderly, milling = run(grow(600), 400, **SWARM | waste), run(grow(600), 400, **SWARM | waste | {"order": 0.0})
    one, other = orderly.vitals(orderly.tick - 1), milling.vitals(milling.tick - 1)
    assert one.processing > 10 * max(other.processing, 1e-6)
    assert wound(orderly)[..., 0].sum() < wound(milling)[..., 0].sum()


def test_every_symbiont_goes_home_to_a_citizens_tile_and_bursts_scatter_them(grow):
    citizens = tuple(Citizen(f"c{n}", (0.1 + 0.16 * n, 0.3 + 0.4 * (n % 2)), 0.5, 0.5, 1.0, 5.0) for n in range(6))
    world = run(grow(480), 300, **SWARM)

    lit = []

    def go(seconds, **more):
        values = neutral(**{"biomass": 20.0, "swarm_share": 1.0, "swarm_speed": 0.15, "network_appetite": 0.2} | more)
        for _ in range(seconds * 60):
            world.step(Moment(0, "neutral", "calm", values, Community(citizens=citizens), ()))
            lit.extend((one.x, one.y) for one in world.vitals(world.tick - 1).happenings if one.kind == "tile")
        return world.vitals(world.tick - 1)

    gathered = go(14, tile_appetite=2.0)
    assert gathered.scatter < 0.1 and gathered.harmony > 0.5 and gathered.tiles == 6
    places = np.array(sorted(one.place for one in citizens))
    assert np.array(sorted(lit)) == pytest.approx(places, abs=0.001), "each tile is told once, where it is"
    assert go(8, tile_appetite=0.3, burst=0.8).scatter > 2 * gathered.scatter


def test_a_touch_lays_serum_where_it_falls_and_it_fades(grow):
    world = grow(480)
    touched = Moment(0, "neutral", "calm", neutral(biomass=20.0), Community(), (Touch(0.9, 0.5, 1.0, "pointer"),))
    world.step(touched)
    run(world, 8)
    serum = wound(world)[..., 1]
    row, column = np.unravel_index(serum.argmax(), serum.shape)
    assert serum.max() > 0.3
    assert abs(column / world.columns - (0.9 / world.aspect + 0.075) / 1.15) < 0.04
    assert abs(row / world.rows - 0.5) < 0.04
    assert wound(run(world, 600, serum_life=2.0))[..., 1].max() < 0.02


EXTREMES = st.lists(
    st.tuples(st.sampled_from([name for name in NAMES]), st.sampled_from([0.0, 0.5, 1.0])), min_size=8, max_size=40
)


@given(EXTREMES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_extreme_of_the_parameters_loses_a_symbiont_or_leaves_the_ground_without_a_number(grow, chosen):
    table = {row.name: row for row in PARAMETERS}
    ends = {name: table[name].minimum + share * (table[name].maximum - table[name].minimum) for name, share in chosen}
    world = run(grow(480), 40, **{"swarm_share": 1.0} | ends)
    swarm = awake(world)
    assert np.isfinite(wound(world)).all() and (wound(world) >= 0).all() and (wound(world) <= 1).all()
    for part in ("x", "y", "heading"):
        assert np.isfinite(swarm[part]).all()
    assert (np.abs(swarm["x"] - world.aspect / 2) < world.aspect / 2 + 0.06).all()
    assert (np.abs(swarm["y"] - 0.5) < 0.56).all()
    vitals = world.vitals(world.tick - 1)
    assert all(np.isfinite(value) for name, value in vars(vitals).items() if name != "happenings")
    assert Graph(world).faults() == []


@pytest.mark.parametrize("name", ["swarm_share", "storm", "spore_rate", "flora_share", "waste_source"])
def test_what_lives_and_what_wounds_repeats_to_the_bit(name, grow):
    hashes = []
    for _ in range(2):
        world = grow(480)
        run(world, 90, **SWARM | {name: PARAMETERS[NAMES.index(name)].maximum, "germination": 1.0, "wind": 0.5})
        hashes.append(world.state_hash())
    assert hashes[0] == hashes[1]


def test_a_small_world_made_larger_keeps_its_swarm(grow):
    world = run(grow(480), 300, **SWARM)
    before = awake(world)
    world.change_quality(type(SMALL)(8192, 120, 4096))
    after = awake(world)
    assert len(after) == len(before) and np.array_equal(after["x"], before["x"])
    assert empty_world(SMALL).symbionts.count == SMALL.particles // 2
