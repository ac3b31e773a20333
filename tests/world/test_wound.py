"""What ails the ground, what heals it, and what grows where it was."""

import pytest
from graph import Graph
from growing import neutral, run
from life import aloft, open_flora, wound

from installation.community import Community
from installation.story import Moment
from installation.world.world import MARGIN

CLEAN = {"waste_decay": 0.0}


def length(world):
    return world.vitals(world.tick - 1).biomass


def at(world, places):
    """The wound at these places, shape (n, 4)."""
    columns = (places[:, 0] / world.aspect + MARGIN) / (1 + 2 * MARGIN) * world.columns
    rows = (places[:, 1] + MARGIN) / (1 + 2 * MARGIN) * world.rows
    return wound(world)[rows.astype(int).clip(0, world.rows - 1), columns.astype(int).clip(0, world.columns - 1)]


def through_a_storm(world, seconds, **parameters):
    barren = {"germination": 0.0, "lateral_rate": 0.0, "branch_rate": 0.0, "growth_speed": 0.002}
    values = neutral(biomass=20.0, storm=1.0, **barren, **parameters)
    for tick in range(seconds * 60):
        world.step(Moment(0, "neutral", "chaos", values, Community(), (), phase_age=tick / 60))
    return world


def test_waste_comes_in_where_the_composition_sheds_it_and_starves_what_grows_there(grow):
    world = run(grow(600), 900, waste_source=0.5, waste_harm=1.0, **CLEAN)
    graph = Graph(world)
    waste, health = at(world, graph.middle[graph.slots])[:, 0], graph.body["health"][graph.slots]
    assert (waste > 0.5).sum() > 10
    assert health[waste > 0.5].mean() < 0.6 < 0.9 < health[waste < 0.05].mean()


def test_toxin_makes_ground_sterile_and_the_cure_heals_it_to_a_scar(grow):
    world = run(grow(480), 600, waste_source=0.5, sterility=1.0, waste_growth=0.5, **CLEAN)
    sterile = wound(world)[..., 2].sum()
    assert sterile > 20
    run(world, 900, cure=1.0, healing=1.0, waste_decay=1.0)
    assert wound(world)[..., 2].sum() < 0.05 * sterile
    assert wound(world)[..., 3].sum() > 0.5 * sterile


_after_the_storm: list[bytes] = []


@pytest.fixture
def stormy(grow):
    """A world of the test's own, just after a storm; that is played once."""
    world = grow(900)
    if not _after_the_storm:
        _after_the_storm.append(through_a_storm(world, 18).snapshot())
    world.restore(_after_the_storm[0])
    return world


def test_a_storm_tears_hyphae_and_leaves_the_graph_sound(grow, stormy):
    world, before = stormy, length(grow(900))
    vitals = world.vitals(world.tick - 1)
    assert length(world) < 0.75 * before and vitals.torn > 200
    assert Graph(world).faults() == []
    assert vitals.sterile > 0.005 and vitals.wind < 0.1


def test_under_serum_the_storm_tears_next_to_nothing(grow):
    world = grow(900)
    before = length(world)
    assert length(through_a_storm(world, 18, cure=1.0)) > 0.9 * before


def test_torn_ground_is_mended_in_gold_that_stays(stormy):
    world = stormy
    mend = {"mending": 1.0, "cure": 1.0, "healing": 1.0, "growth_speed": 0.1, "nutrient_supply": 0.2}
    run(world, 900, **mend)
    graph = Graph(world)
    gold = (graph.vigour["state"][graph.slots] & 64) > 0
    assert gold.mean() > 0.01
    before = gold.sum()
    run(world, 600, turnover=10.0)
    graph = Graph(world)
    assert ((graph.vigour["state"][graph.slots] & 64) > 0).sum() > 0.9 * before


def test_hands_that_sever_tear_only_what_crosses_the_dark(grow):
    avenue = {"banks": 1.0, "bridging": 1.0, "gap_width": 0.12}
    world = run(grow(900, **avenue), 300, **avenue, severing=4.0)
    vitals = world.vitals(world.tick - 1)
    assert 0 < vitals.torn < 0.5 * vitals.segments
    assert Graph(world).faults() == []


def test_flora_opens_on_clean_rich_ground_and_withers_when_its_time_is_over(grow):
    world = run(grow(600), 900, flora_share=1.0, flora_rate=2.0)
    opened = len(open_flora(world))
    assert opened > 5 and world.vitals(world.tick - 1).flora == pytest.approx(opened, abs=3)
    assert len(open_flora(run(world, 600))) == 0


def test_flora_that_needs_scars_opens_only_where_ground_was_sterile(grow):
    scars = {"flora_share": 1.0, "flora_rate": 2.0, "flora_on_scars": 1.0}
    assert len(open_flora(run(grow(600), 600, **scars))) == 0
    world = run(grow(600), 400, waste_source=0.5, sterility=1.0, waste_growth=0.5)
    run(world, 1200, cure=1.0, healing=1.0, waste_decay=1.0, nutrient_supply=0.2, **scars)
    found = open_flora(world)
    assert len(found) > 0 and ((found["state"] & 1) > 0).all()


def test_spores_are_carried_by_the_wind_and_grow_where_ground_is_empty(grow):
    still = run(grow(480), 300, spore_rate=200.0, wind=0.0)
    windy = run(grow(480), 300, spore_rate=200.0, wind=0.2)
    assert len(aloft(still)) > 50
    assert aloft(windy)["x"].std() > aloft(still)["x"].std()
    before = Graph(still)
    roots = (before.parent[before.slots] < 0).sum()
    run(still, 1500, spore_rate=200.0, germination=1.0, wind=0.1)
    after = Graph(still)
    assert (after.parent[after.slots] < 0).sum() > roots + 3
    assert after.faults() == []
