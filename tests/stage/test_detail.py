"""The world's detail: another quality from the first tick on, by an event that stands in the score."""

import json
import sys
from pathlib import Path

import moderngl
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "world"))

from graph import Graph  # noqa: E402

from installation.cli import status  # noqa: E402
from installation.score import read_score  # noqa: E402
from installation.stage.performance import Performance, Replay  # noqa: E402
from installation.stage.start import begin, resume  # noqa: E402
from installation.world.quality import DETAILS, default_quality  # noqa: E402

FINE = DETAILS["fine"]


def quality_events(path: Path) -> list[tuple[int, tuple[float | str, ...]]]:
    return [(event.tick, event.values) for event in read_score(path).events if event.source == "quality"]


@pytest.mark.parametrize("fresh", [False, True])
def test_fine_world_is_sound_from_its_first_tick_and_grows_on(context: moderngl.Context, fresh: bool) -> None:
    usual, fine = (Performance(context, begin(fresh=fresh, detail=name)) for name in ("standard", "fine"))
    for tick in range(120):
        usual.tick()
        fine.tick()
        if tick in (0, 119):
            assert Graph(fine.world).faults() == []
    assert fine.world.quality == FINE
    assert fine.messages() == []
    before, after = (performance.world.vitals(performance.world.tick - 1) for performance in (usual, fine))
    assert before is not None and after is not None
    assert after.biomass == pytest.approx(before.biomass, rel=0.02)
    assert after.segments == pytest.approx(before.segments, rel=0.02)


def test_replay_of_a_fine_performance_is_exact(context: moderngl.Context, tmp_path: Path) -> None:
    path = tmp_path / "fine.score"
    live = Performance(context, begin(detail="fine"), path, tmp_path / "live")
    for _ in range(90):
        live.tick()
    live.finish()
    assert quality_events(path) == [(0, (FINE.capacity, FINE.field_rows, FINE.particles))]
    score = read_score(path)
    again, replay = Performance(context, resume(score), tmp_path / "again.score", tmp_path / "again"), Replay(score)
    for tick in range(replay.length):
        again.tick(replay.events(tick, 1))
    again.finish()
    assert (tmp_path / "again").read_text() == (tmp_path / "live").read_text()
    assert (tmp_path / "again.score").read_text() == path.read_text()
    assert again.world.state_hash() == live.world.state_hash()
    assert again.messages() == []


def test_usual_detail_leaves_the_score_as_it_is(context: moderngl.Context, tmp_path: Path) -> None:
    performance = Performance(context, begin(detail="standard"), tmp_path / "a.score")
    performance.tick()
    performance.finish()
    assert quality_events(tmp_path / "a.score") == []


@pytest.mark.parametrize("aspect", [9 / 16, 32 / 9])
def test_detail_suits_the_shape_of_the_world(aspect: float) -> None:
    start = begin(aspect=aspect, detail="grand")
    wanted = default_quality(start.header.aspect, "grand")
    (event,) = start.events
    assert event.values == (wanted.capacity, wanted.field_rows, wanted.particles)


def test_film_and_vitals_of_a_fine_score_are_those_of_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    common = ["--size", "160x90", "--sound-in", "none", "--no-voice", "--codec", "png"]
    kept = ["--record", "a.score", "--vitals", "a.vitals", "--hashes", "a.hashes"]
    assert status(["film", *common, "--detail", "fine", "--seconds", "0.5", *kept, "a"]) == 0
    # A score holds its own detail: what is asked for does not change it.
    assert status(["film", *common, "--detail", "grand", "--hashes", "b.hashes", "a.score", "b"]) == 0
    capsys.readouterr()
    assert status(["vitals", "--json", "a.score"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told == [json.loads(line) for line in Path("a.vitals").read_text().splitlines()]
    assert Path("a.hashes").read_text() == Path("b.hashes").read_text() != ""


def test_unknown_detail_is_refused_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["vitals", "--detail", "finest"]) == 2
    assert capsys.readouterr().err.endswith("finest: expected one of standard, fine, grand\n")
