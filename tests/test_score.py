import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from installation import params
from installation.score import (
    FEATURES,
    VERSION,
    Event,
    Header,
    ScoreError,
    ScoreWriter,
    index_path,
    read_score,
    read_values,
    round_value,
    write_values,
)

HEADER = Header(
    VERSION, 7, 16 / 9, 65536, 180, 4096, "thaloria", "auto", {"thaloria/calm": write_values(params.defaults())}
)
in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)

numbers = some.floats(allow_nan=False, allow_infinity=False, width=32).map(round_value)
texts = some.text(max_size=12)
event_lists = some.lists(
    some.tuples(some.integers(0, 90), texts, texts, some.lists(numbers | texts, max_size=4).map(tuple)), max_size=12
)


def with_ticks(steps) -> list[Event]:
    tick, events = 0, []
    for step, *rest in steps:
        tick += step
        events.append(Event(tick, *rest))
    return events


def written(path: Path, events, header: Header = HEADER) -> Path:
    writer = ScoreWriter(path, header)
    for event in events:
        writer.write(event)
    writer.close()
    return path


def sound(tick: int) -> Event:
    return Event(tick, "sound", "features", tuple(round_value(abs(np.sin(tick + k))) for k in range(len(FEATURES))))


@in_a_folder
@given(event_lists)
def test_a_score_reads_as_it_was_written(tmp_path, steps):
    events = with_ticks(steps)
    score = read_score(written(tmp_path / "a.score", events))
    assert score.header == HEADER
    assert list(score.events) == events == list(score.events)
    assert score.length == (events[-1].tick if events else 0)
    assert score.warnings == []


@in_a_folder
@given(event_lists, some.data())
def test_a_torn_tail_loses_the_last_line_only_and_says_so(tmp_path, steps, data):
    events = with_ticks(steps)
    path = written(tmp_path / "a.score", events)
    whole = path.read_bytes()
    header, *ends = [at + 1 for at, byte in enumerate(whole) if byte == ord("\n")]
    cut = data.draw(some.integers(header, len(whole)))
    path.write_bytes(whole[:cut])
    score = read_score(path)
    # A last line that lacks nothing but its newline is all there.
    assert list(score.events) == events[: sum(end - 1 <= cut for end in ends)]
    clean = cut == header or any(cut in (end - 1, end) for end in ends)
    assert bool(score.warnings) == (not clean)
    assert all(str(path) in warning and "torn" in warning for warning in score.warnings)


def test_a_score_whose_process_is_killed_is_on_disk_already(tmp_path):
    writer = ScoreWriter(tmp_path / "a.score", HEADER)
    for tick in range(100):
        writer.write(sound(tick))
    assert len(list(read_score(tmp_path / "a.score").events)) == 100
    writer.close()


def test_a_damaged_line_before_the_last_is_refused_by_file_and_line(tmp_path):
    path = written(tmp_path / "a.score", map(sound, range(5)))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], b'[3,"sou\n', *lines[4:]]))
    with pytest.raises(ScoreError, match=r"a\.score:4: expected an event"):
        read_score(path)


def test_ticks_that_go_back_are_refused_by_file_and_line(tmp_path):
    path = written(tmp_path / "a.score", [sound(5), sound(4), sound(6)])
    with pytest.raises(ScoreError, match=r"a\.score:3: tick 4: expected at least 5"):
        read_score(path)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF\x00\x00\xff\xfe", b"\x89PNG\r\n\x1a\n", b"{}\n", b"[1]\n", b'{"format":"midi"}', b"["]
)
def test_a_foreign_file_is_refused_by_file_and_line(tmp_path, content):
    path = tmp_path / "a.score"
    path.write_bytes(content)
    with pytest.raises(ScoreError, match=r"a\.score:1: expected the header of a living-mosaic score"):
        read_score(path)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"version": 99}, "version = 99: expected 1"),
        ({"capacity": "many"}, "capacity = 'many': expected int"),
        ({"presets": {"thaloria/calm": {"growth_speed": 0.02}}}, "presets: thaloria/calm: branch_rate: expected"),
        ({"extra": 1}, "expected the keys version, seed"),
        ({"marks": {}}, r"marks: 0: {}: expected \[world, x, y, strength, seed\]"),
        ({"marks": [["thaloria", 0.5, 0.5, 1, 3], ["thaloria", 0.5, 2, 1, 3]]}, r"marks: 1: .*2, 1, 3\]: expected"),
    ],
)
def test_a_wrong_header_names_its_key(tmp_path, change, expected):
    path = written(tmp_path / "a.score", [])
    path.write_text(json.dumps(json.loads(path.read_text()) | change) + "\n")
    with pytest.raises(ScoreError, match=expected):
        read_score(path)


def test_a_header_without_marks_has_none(tmp_path):
    path = written(tmp_path / "a.score", [])
    table = json.loads(path.read_text())
    del table["marks"]
    path.write_text(json.dumps(table) + "\n")
    assert read_score(path).header.marks == []


def test_a_missing_score_is_one_clear_line(tmp_path):
    with pytest.raises(ScoreError, match=r"none\.score: cannot be read: No such file"):
        read_score(tmp_path / "none.score")


def test_a_score_that_cannot_be_opened_for_writing_is_one_clear_line(tmp_path):
    with pytest.raises(ScoreError, match="cannot be written"):
        ScoreWriter(tmp_path / "no" / "folder" / "a.score", HEADER)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_ends_the_recording_and_not_the_show(tmp_path, caplog):
    (tmp_path / "a.score").symlink_to("/dev/full")
    writer = ScoreWriter(tmp_path / "a.score", HEADER)
    for tick in range(10):
        writer.write(sound(tick))
    writer.close()
    assert writer.failed is not None and "No space left" in writer.failed
    assert len(caplog.records) == 1


def test_seeking_finds_the_events_from_a_tick_on(tmp_path):
    events = [sound(tick) for tick in range(0, 5000, 3)]
    score = read_score(written(tmp_path / "a.score", events))
    for tick in (0, 1, 599, 600, 3000, 4998, 9999):
        assert list(score.events_from(tick)) == [event for event in events if event.tick >= tick]
    assert len(index_path(score.path).read_text().splitlines()) == 9


@pytest.mark.parametrize("index", [None, "", "nonsense", "0 1000000000\n"])
def test_seeking_does_without_its_index(tmp_path, index):
    events = [sound(tick) for tick in range(2000)]
    score = read_score(written(tmp_path / "a.score", events))
    index_path(score.path).unlink()
    if index is not None:
        index_path(score.path).write_text(index)
    assert list(score.events_from(1500)) == events[1500:]


def test_eight_hours_stay_near_a_quarter_of_a_gigabyte(tmp_path):
    path = written(tmp_path / "a.score", map(sound, range(600)), replace(HEADER, presets={}))
    assert path.stat().st_size / 600 * 8 * 3600 * 60 < 250e6


@given(some.floats())
@settings(deadline=None)
def test_rounding_twice_is_rounding_once(value):
    rounded = round_value(value)
    assert round_value(rounded) == rounded
    assert json.loads(json.dumps(rounded)) == rounded
    assert abs(rounded) == float("inf") or rounded == 0.0 or rounded == pytest.approx(value, rel=5.001e-3)


def test_whole_numbers_are_never_rounded(tmp_path):
    event = Event(3, "quality", "world", (262144, 360, 1048577))
    assert list(read_score(written(tmp_path / "a.score", [event])).events) == [event]


@settings(deadline=None)
@given(some.lists(some.floats(0, 1), min_size=len(params.NAMES), max_size=len(params.NAMES)))
def test_values_come_back_bit_for_bit(unit):
    values = params.clamp(
        np.array([params.from_unit(row, at) for row, at in zip(params.PARAMETERS, unit, strict=True)], dtype=np.float32)
    )
    assert np.array_equal(read_values(json.loads(json.dumps(write_values(values)))), values)


@pytest.mark.parametrize("value", [None, True, "1", float("nan"), float("inf")])
def test_values_that_are_not_numbers_are_refused(value):
    with pytest.raises(ValueError, match="swell: expected a number"):
        read_values(write_values(params.defaults()) | {"swell": value})
