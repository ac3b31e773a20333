"""Snapshots: a world saved and loaded goes on as if nothing had happened; what does not fit changes nothing."""

import io
import json
import zipfile

import pytest
from growing import SMALL, empty_world, run

from installation.world.quality import Quality
from installation.world.snapshot import SnapshotError


def rewritten(snapshot, drop=(), **head):
    """Return a snapshot without some of its entries, or with another head."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(snapshot)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "head.json":
                data = json.dumps({key: value for key, value in (json.loads(data) | head).items() if value is not None})
            if name not in drop:
                new.writestr(name, data)
    return stream.getvalue()


def is_refused(world, snapshot, message=None):
    before = world.state_hash(), world.tick, world.seed, world.voice.tobytes(), world.delayed_vitals()
    with pytest.raises(SnapshotError, match=message):
        world.restore(snapshot)
    return before == (world.state_hash(), world.tick, world.seed, world.voice.tobytes(), world.delayed_vitals())


@pytest.mark.parametrize("ticks", [480, 485])
def test_a_loaded_world_goes_on_as_the_saved_one(grow, ticks):
    saved = grow(ticks)
    loaded = empty_world(SMALL, seed=77)
    loaded.restore(saved.snapshot())
    hashes = []
    for world in (saved, loaded):
        hashes.append([world.state_hash()] + [run(world, 50, pulse_rate=60.0).state_hash() for _ in range(4)])
        assert world.tick == ticks + 200
    assert hashes[0] == hashes[1]
    assert len(set(hashes[0])) == 5
    assert saved.vitals(saved.tick - 1) == loaded.vitals(loaded.tick - 1)
    assert saved.snapshot() == loaded.snapshot()


def test_equal_states_make_equal_snapshots(grow):
    world = grow(480)
    assert world.snapshot() == world.snapshot()


def test_taking_a_snapshot_changes_nothing(grow):
    world, undisturbed = grow(480), grow(480)
    world.snapshot()
    assert run(world, 30).state_hash() == run(undisturbed, 30).state_hash()


UNKEPT = {"thread", "scent", "drawn", "axes", "crowd", "muster", "tally", "touches", "laid", "marks"}
"""What each census or tick makes anew before it is read."""


def test_every_state_buffer_is_in_the_snapshot(grow):
    world = grow(480)
    names = zipfile.ZipFile(io.BytesIO(world.snapshot())).namelist()
    stale = world.fields.stale(world.fields.now)
    kept = {*world.state.buffers, *world.state.textures} - UNKEPT - stale
    assert kept | {"head.json", "voice", "vitals", "places"} == set(names)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_truncated_snapshot_is_refused_and_changes_nothing(grow, share):
    whole = grow(480).snapshot()
    assert is_refused(grow(120), whole[: int(len(whole) * share)])


@pytest.mark.parametrize("foreign", [b"", b"no snapshot", bytes(5000), b"\x89PNG\r\n\x1a\n" + bytes(100)])
def test_a_foreign_file_is_refused_and_changes_nothing(grow, foreign):
    assert is_refused(grow(120), foreign)


def test_a_snapshot_with_broken_bytes_inside_is_refused_and_changes_nothing(grow):
    whole = bytearray(grow(480).snapshot())
    middle = len(whole) // 2
    whole[middle : middle + 64] = bytes(64)
    assert is_refused(grow(120), bytes(whole))


@pytest.mark.parametrize("missing", ["head.json", "voice", "vitals", "ends", "counters", "paths"])
def test_a_snapshot_that_lacks_something_is_refused_and_changes_nothing(grow, missing):
    assert is_refused(grow(120), rewritten(grow(480).snapshot(), drop=[missing]), missing)


@pytest.mark.parametrize("head", [{"version": 99}, {"tick": None}, {"charge": None}, {"seed": "seven"}, {"spores": 3}])
def test_a_snapshot_with_another_head_is_refused_and_changes_nothing(grow, head):
    assert is_refused(grow(120), rewritten(grow(480).snapshot(), **head), next(iter(head)))


@pytest.mark.parametrize(
    "quality, message",
    [
        (Quality(SMALL.capacity * 2, SMALL.field_rows, SMALL.particles), "capacity is 6144, expected 12288"),
        (Quality(SMALL.capacity, 60, SMALL.particles), "field_rows is 90, expected 60"),
        (Quality(SMALL.capacity, SMALL.field_rows, 1000), "particles is 2048, expected 1000"),
    ],
)
def test_a_snapshot_of_another_quality_is_refused(grow, quality, message):
    assert is_refused(empty_world(quality), grow(480).snapshot(), message)


def test_a_snapshot_of_another_aspect_is_refused(grow):
    assert is_refused(empty_world(SMALL, aspect=1.0), grow(480).snapshot(), "aspect")
