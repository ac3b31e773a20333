"""The Living Mosaic: a tile for each citizen, flooded over the world when somebody comes or leaves."""

import numpy as np
import pytest
from growing import SMALL, empty_world, moment
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.community import Citizen, Community
from installation.gpu import blocks
from installation.story import Moment
from installation.world.mosaic import HOMES
from installation.world.world import MARGIN, World

FLOOD_TICKS = 12


def citizen(name: str, x: float, y: float, **more: float) -> Citizen:
    return Citizen(name, (x, y), more.get("valence", 0.0), more.get("arousal", 0.0), more.get("strength", 1.0), 5.0)


def crowd(count: int) -> tuple[Citizen, ...]:
    """So many citizens, evenly spread."""
    return tuple(citizen(f"c{n}", (n * 0.618) % 1, (n * 0.7549) % 1) for n in range(count))


def with_citizens(citizens: tuple[Citizen, ...], **parameters: float) -> Moment:
    still = moment(**parameters)
    return Moment(0, "neutral", "calm", still.values, Community(citizens=citizens), ())


def step(world: World, ticks: int, citizens: tuple[Citizen, ...]) -> World:
    now = with_citizens(citizens)
    for _ in range(ticks):
        world.step(now)
    return world


def tiles(world: World) -> np.ndarray:
    """The number of the citizen at each cell, -1 for nobody; shape (rows, columns)."""
    data = world.state.textures[f"tiles{world.mosaic.shown}"].read()
    return np.frombuffer(data, np.float32).reshape(world.rows, world.columns, 4)[..., 0].astype(int) - 1


def records(world: World) -> np.ndarray:
    return np.frombuffer(world.state.buffers["citizens"].read(), blocks.dtype(blocks.Citizen))


def nearest(world: World, citizens: tuple[Citizen, ...]) -> np.ndarray:
    """The distance from each cell to the nearest of these citizens, in heights."""
    rows, columns = np.mgrid[: world.rows, : world.columns]
    x = ((columns + 0.5) / world.columns * (1 + 2 * MARGIN) - MARGIN) * world.aspect
    y = (rows + 0.5) / world.rows * (1 + 2 * MARGIN) - MARGIN
    return np.min([np.hypot(x - one.place[0] * world.aspect, y - one.place[1]) for one in citizens], axis=0)


@pytest.mark.parametrize("count", [1, 2, 12, 200])
def test_each_place_belongs_to_the_citizen_whose_tile_is_nearest(count):
    world = step(empty_world(SMALL), FLOOD_TICKS, crowd(count))
    owner, known = tiles(world), records(world)
    rows, columns = np.mgrid[: world.rows, : world.columns]
    x = ((columns + 0.5) / world.columns * (1 + 2 * MARGIN) - MARGIN) * world.aspect
    y = (rows + 0.5) / world.rows * (1 + 2 * MARGIN) - MARGIN
    own = np.hypot(x - known["x"][owner], y - known["y"][owner])
    assert (owner >= 0).all() and len(np.unique(owner)) == count
    # Jump flooding errs by a cell here and there, next to a border.
    wrong = own - nearest(world, crowd(count))
    assert (wrong > 1e-4).mean() < 0.005 and wrong.max() < 0.03


def test_without_citizens_no_place_belongs_to_anybody():
    world = step(empty_world(SMALL), FLOOD_TICKS, crowd(3))
    assert (tiles(step(world, FLOOD_TICKS, ())) == -1).all()


def test_a_flood_is_spread_over_ticks_and_shown_whole():
    world = step(empty_world(SMALL), FLOOD_TICKS, crowd(2))
    before = tiles(world)
    step(world, 3, crowd(5))
    assert (tiles(world) == before).all()
    assert len(np.unique(tiles(step(world, FLOOD_TICKS, crowd(5))))) == 5


def test_a_change_of_feeling_starts_no_flood():
    world = step(empty_world(SMALL), FLOOD_TICKS, crowd(4))
    shown = world.mosaic.shown
    moved = tuple(citizen(one.name, *one.place, valence=0.9) for one in crowd(4))
    step(world, FLOOD_TICKS, moved)
    assert world.mosaic.shown == shown and np.allclose(records(world)["valence"][:4], 0.9)


@given(st.lists(st.sets(st.integers(0, 30), max_size=12), min_size=1, max_size=6))
@settings(max_examples=20, deadline=None)
def test_whoever_comes_and_goes_a_citizen_keeps_their_slot_and_no_slot_has_two(visits):
    world, slots = empty_world(SMALL), {}
    everyone = crowd(31)
    for present in visits:
        step(world, 1, tuple(everyone[n] for n in sorted(present)))
        known = records(world)
        found = {}
        for n in present:
            at = np.flatnonzero(np.isclose(known["x"], everyone[n].place[0] * world.aspect) & (known["identity"] > 0))
            assert len(at) == 1
            found[n] = int(at[0])
        assert all(slots[n] == slot for n, slot in found.items() if n in slots)
        assert np.count_nonzero(known["identity"]) == len(present)
        slots = found


def test_a_newcomer_draws_only_their_own_share_of_the_swarm():
    world = step(empty_world(SMALL), 1, crowd(8))
    before = records(world)["home"][:HOMES].copy()
    step(world, 1, crowd(9))
    after = records(world)["home"][:HOMES]
    moved = before != after
    assert 0.02 < moved.mean() < 0.3 and (after[moved] == 8).all()


def test_where_a_crowd_is_at_home_does_not_depend_on_who_came_before():
    one, other = empty_world(SMALL), empty_world(SMALL)
    everyone = crowd(40)
    for present in (everyone[:5], everyone[3:20], everyone[:1], everyone[10:31], everyone[4:12]):
        step(one, 1, present)
    step(other, 1, everyone[4:12])
    homes = [records(world)["identity"][records(world)["home"][:HOMES]] for world in (one, other)]
    assert (homes[0] == homes[1]).all() and (homes[0] > 0).all()


def test_the_mosaic_goes_on_after_a_snapshot_in_the_middle_of_a_flood():
    world = step(empty_world(SMALL), 3, crowd(7))
    copy = empty_world(SMALL)
    copy.restore(world.snapshot())
    assert step(copy, FLOOD_TICKS, crowd(7)).state_hash() == step(world, FLOOD_TICKS, crowd(7)).state_hash()
