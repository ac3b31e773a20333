"""The performance: events in, a world that moves, and a score from which the same world moves again."""

import json
import math
import os
from pathlib import Path

import moderngl
import pytest

from installation.files import OutputError
from installation.presets import PresetError
from installation.score import FEATURES, Event, ScoreError, read_score
from installation.stage import start as starts
from installation.stage.performance import Performance, Replay, fade_in
from installation.stage.start import begin, grown_snapshot, resume
from installation.story import Mark
from installation.world.quality import Quality

SMALL = Quality(8192, 60, 1024)


def sound(loudness: float) -> Event:
    return Event(0, "sound", "features", (loudness,) * len(FEATURES))


def play(performance: Performance, ticks: int, events: list[Event] | None = None) -> None:
    for _ in range(ticks):
        performance.tick(events or [])


def record(context: moderngl.Context, path: Path, ticks: int = 60) -> Path:
    """Record a little performance, with its vitals beside it."""
    performance = Performance(context, begin(quality=SMALL), path, path.with_suffix(".vitals"))
    play(performance, ticks, [sound(0.4)])
    performance.finish()
    return path


@pytest.fixture(scope="module")
def long(context: moderngl.Context, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of some twenty seconds."""
    return record(context, tmp_path_factory.mktemp("long") / "a.score", 1210)


def test_replay_gives_the_vitals_of_the_recording_tick_for_tick(
    context: moderngl.Context, long: Path, tmp_path: Path
) -> None:
    score = read_score(long)
    performance = Performance(context, resume(score), tmp_path / "b.score", tmp_path / "b.vitals")
    replay = Replay(score)
    for tick in range(replay.length):
        performance.tick(replay.events(tick, 1))
    performance.finish()
    assert (tmp_path / "b.vitals").read_text() == long.with_suffix(".vitals").read_text()
    assert (tmp_path / "b.score").read_text() == long.read_text()
    assert performance.messages() == replay.messages() == []


def test_recording_has_a_hash_every_ten_seconds_and_an_end(long: Path) -> None:
    events = list(read_score(long).events)
    assert [event.tick for event in events if event.source == "state"] == [600, 1200]
    assert (events[-1].tick, events[-1].source, events[-1].name) == (1210, "end", "tick")


def test_every_tick_has_one_line_of_vitals(context: moderngl.Context, tmp_path: Path) -> None:
    record(context, tmp_path / "a.score", 40)
    lines = [json.loads(line) for line in (tmp_path / "a.vitals").read_text().splitlines()]
    assert [line["tick"] for line in lines] == list(range(40))
    assert lines[-1]["segments"] > 0 and lines[-1]["phase"] == "calm"


def test_replay_on_another_world_is_told_once(context: moderngl.Context, tmp_path: Path) -> None:
    path = record(context, tmp_path / "a.score", 12)
    header, *events = path.read_text().splitlines()
    hashes = [json.dumps([tick, "state", "hash", "0"]) for tick in (6, 9)]
    path.write_text("\n".join([header, *sorted([*events, *hashes], key=lambda line: json.loads(line)[0])]) + "\n")
    performance, replay = Performance(context, resume(read_score(path))), Replay(read_score(path))
    for tick in range(replay.length):
        performance.tick(replay.events(tick, 1))
    (message,) = performance.messages()
    assert message.startswith("tick 6: the world is not the one that was recorded")


def test_numbers_are_rounded_before_anything_uses_them(context: moderngl.Context, tmp_path: Path) -> None:
    performance = Performance(context, begin(quality=SMALL), tmp_path / "a.score")
    moment = performance.tick([Event(0, "touch", "pointer", (0.123456, 0.5, 1.0))])
    performance.finish()
    assert [touch.x for touch in moment.touches if touch.kind == "pointer"] == [0.123]
    assert next(read_score(tmp_path / "a.score").events).values == (0.123, 0.5, 1.0)


def test_event_belongs_to_the_tick_in_which_it_arrives(context: moderngl.Context, tmp_path: Path) -> None:
    performance = Performance(context, begin(quality=SMALL), tmp_path / "a.score")
    play(performance, 3)
    performance.tick([Event(99, "tap", "keyboard")])
    performance.finish()
    assert next(read_score(tmp_path / "a.score").events).tick == 3


def test_full_disk_ends_the_recording_and_not_the_show(context: moderngl.Context, tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("a disk that is always full needs /dev/full")
    path = tmp_path / "full.score"
    path.symlink_to("/dev/full")
    performance = Performance(context, begin(quality=SMALL), path)
    play(performance, 5, [sound(0.2)])
    performance.finish()
    assert performance.ticks == 5
    assert performance.messages() == [f"{path}: recording ended: No space left on device"]


def test_torn_score_is_replayed_up_to_its_tear_and_says_so(context: moderngl.Context, tmp_path: Path) -> None:
    path = record(context, tmp_path / "a.score")
    path.write_bytes(path.read_bytes()[:-6])
    replay = Replay(read_score(path))
    performance = Performance(context, resume(read_score(path)))
    for tick in range(replay.length):
        performance.tick(replay.events(tick, 1))
    assert "torn" in replay.messages()[0]
    assert replay.messages() == []


@pytest.mark.parametrize(("world", "phase"), [("nowhere", "calm"), ("thaloria", "bored")])
def test_unknown_world_or_phase_is_refused_with_what_there_is(world: str, phase: str) -> None:
    with pytest.raises(PresetError, match="expected one of .*(thaloria|calm)"):
        begin(world, phase)


def test_vitals_that_cannot_be_written_are_refused_at_the_start(context: moderngl.Context, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        Performance(context, begin(quality=SMALL), vitals=tmp_path / "nowhere" / "vitals")


@pytest.fixture
def grown(context: moderngl.Context) -> bytes:
    """The snapshot of a small network."""
    performance = Performance(context, begin(quality=SMALL))
    play(performance, 100)
    return performance.world.snapshot()


@pytest.mark.parametrize(
    ("aspect", "shape"),
    [(16 / 9, "16x9"), (1.1, "16x9"), (9 / 16, "9x16"), (0.7, "9x16"), (2.39, "16x9"), (3.0, "32x9")],
)
def test_grown_network_of_the_nearest_shape_is_chosen(aspect: float, shape: str, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "grown").mkdir()
    for name in starts.ASPECTS:
        (tmp_path / "grown" / f"thaloria-{name}.snapshot").touch()
    monkeypatch.setattr(starts.resources, "directory", lambda name: tmp_path)
    found = grown_snapshot("thaloria", aspect)
    assert found is not None and found.name == f"thaloria-{shape}.snapshot"


def test_replay_on_another_grown_network_than_the_recorded_one_is_refused(
    context: moderngl.Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grown: bytes
) -> None:
    snapshot = tmp_path / "thaloria-16x9.snapshot"
    snapshot.write_bytes(grown)
    monkeypatch.setattr(starts, "grown_snapshot", lambda world, aspect: snapshot)
    performance = Performance(context, begin(seed=5), tmp_path / "a.score")
    play(performance, 3)
    performance.finish()
    score = read_score(tmp_path / "a.score")
    assert performance.world.tick == 103
    assert (score.header.capacity, score.header.seed) == (SMALL.capacity, 5)
    assert resume(score).snapshot == grown
    snapshot.write_bytes(grown + b"another")
    with pytest.raises(ScoreError, match="it began on the grown network shipped:.*, but here is shipped:.*: use the"):
        resume(score)
    monkeypatch.setattr(starts, "grown_snapshot", lambda world, aspect: None)
    with pytest.raises(ScoreError, match="not in this installation: use the version of living-mosaic that"):
        resume(score)


def test_marks_of_earlier_stories_stand_in_the_score_and_come_back(context: moderngl.Context, tmp_path: Path) -> None:
    marks = [Mark("thaloria", (0.123456789, 0.5), 0.75, 7), Mark("ecoverse", (0.5, 0.5), 1.0, 8)]
    performance = Performance(context, begin(quality=SMALL, marks=marks), tmp_path / "a.score")
    assert list(performance.tick().marks) == marks[:1]
    performance.finish()
    again = Performance(context, resume(read_score(tmp_path / "a.score")))
    assert list(again.director.marks) == marks
    again.start_recording(tmp_path / "b.score")
    again.finish()
    assert read_score(tmp_path / "b.score").header.marks == [mark.row() for mark in marks]


def test_all_worlds_in_turn_begin_in_the_first(context: moderngl.Context, tmp_path: Path) -> None:
    start = begin("auto", "calm", quality=SMALL)
    performance = Performance(context, start, tmp_path / "a.score")
    assert (start.header.world, performance.director.auto_world) == ("auto", True)
    assert performance.tick().world == performance.director.world != "auto"
    performance.finish()
    assert Performance(context, resume(read_score(tmp_path / "a.score"))).director.auto_world


def test_all_worlds_in_turn_begin_on_the_grown_network_of_the_first(
    context: moderngl.Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grown: bytes
) -> None:
    (tmp_path / "first").write_bytes(grown)
    asked = []
    monkeypatch.setattr(starts, "grown_snapshot", lambda world, aspect: asked.append(world) or tmp_path / "first")
    performance = Performance(context, begin("auto"), tmp_path / "a.score")
    assert performance.world.tick == 100
    performance.finish()
    assert resume(read_score(tmp_path / "a.score")).snapshot == grown
    assert asked == 2 * [performance.director.world]


def test_start_fades_in_over_a_second() -> None:
    assert fade_in(0.0) == 0.0
    assert 0.0 < fade_in(0.3) < fade_in(0.6) < 1.0
    assert fade_in(1.0) == fade_in(math.inf) == 1.0
