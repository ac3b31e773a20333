"""The same score gives the same bytes: frames, vitals and hashes of the state, whatever else the machine does."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import moderngl
import pytest

import installation
from installation.score import FEATURES, Event, read_score
from installation.stage.film.camera import Camera
from installation.stage.offscreen import offscreen_context
from installation.stage.performance import Performance
from installation.stage.start import begin
from installation.world.quality import Quality
from installation.world.world import World

QUALITY = Quality(8192, 60, 2048)
TICKS = 660
LOOK = ("--size", "160x90", "--fps", "10", "--codec", "png", "--no-voice")


def events(tick: int) -> list[Event]:
    """A room that is never the same, with taps, a touch, a knob and two changes of phase."""
    found = [Event(tick, "sound", "features", tuple((tick * (37 + 7 * n) % 100) / 101 for n in range(len(FEATURES))))]
    if tick == 100:
        found.append(Event(tick, "cue", "phase", ("chaos", 2.0)))
    if tick == 300:
        found.append(Event(tick, "cue", "phase", ("celebration", 1.0)))
    if tick % 90 == 30:
        found.append(Event(tick, "touch", "pointer", (tick / 500, 0.4, 0.9)))
        found.append(Event(tick, "tap", "keyboard"))
    if tick == 200:
        found.append(Event(tick, "param", "branch_rate", (31.4159,)))
    return found


@pytest.fixture(scope="module")
def context() -> Iterator[moderngl.Context]:
    """A GL context without a window."""
    context = offscreen_context()
    yield context
    context.release()


@pytest.fixture(scope="module")
def recorded(context: moderngl.Context, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded performance, with its vitals in a file beside it."""
    folder = tmp_path_factory.mktemp("recorded")
    performance = Performance(context, begin(quality=QUALITY), folder / "a.score", folder / "vitals")
    for tick in range(TICKS):
        performance.tick(events(tick))
    performance.finish()
    return folder / "a.score"


def program(folder: Path, *arguments: str, **variables: str) -> None:
    """Run the program in a folder, in a process of its own, to a good end without a word of complaint."""
    path = {"PYTHONPATH": str(Path(installation.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-m", "installation", *arguments],
        cwd=folder, env={**os.environ, **path, **variables}, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "not the one that was recorded" not in done.stderr


def film(score: Path, folder: Path, threads: int) -> None:
    """Film a score into a folder, mute, with its vitals, and recorded anew."""
    kept = ("--hashes", "hashes", "--vitals", "vitals", "--record", "b.score")
    program(folder, "film", str(score), "frames", *LOOK, *kept, LP_NUM_THREADS=str(threads))


def everything(folder: Path) -> dict[str, bytes]:
    """Return all that a film left in a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def filmed(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a film of that score by one thread."""
    folder = tmp_path_factory.mktemp("filmed")
    film(recorded, folder, threads=1)
    return folder


def test_film_of_a_score_has_the_vitals_and_hashes_of_its_recording(recorded: Path, filmed: Path) -> None:
    assert (filmed / "vitals").read_text() == recorded.with_name("vitals").read_text()
    assert (filmed / "b.score").read_text() == recorded.read_text()
    assert any(event.source == "state" for event in read_score(recorded).events)
    assert len(list((filmed / "frames").glob("*.png"))) == TICKS // 6
    assert len((filmed / "hashes").read_text().splitlines()) == TICKS // 6 // 10


def test_two_threads_give_the_same_frames_and_vitals(recorded: Path, filmed: Path, tmp_path: Path) -> None:
    film(recorded, tmp_path, threads=2)
    assert everything(tmp_path) == everything(filmed)


def test_four_threads_give_the_same_also_under_load_on_every_core(recorded: Path, filmed: Path, tmp_path: Path) -> None:
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        film(recorded, tmp_path, threads=4)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert everything(tmp_path) == everything(filmed)


def test_world_that_was_saved_and_loaded_goes_on_as_if_it_had_not(context: moderngl.Context) -> None:
    plain, loaded = (Performance(context, begin(quality=QUALITY)) for _ in range(2))
    for tick in range(250):
        plain.tick(events(tick))
        loaded.tick(events(tick))
    # Between two censuses, where most of what is under way has to be carried over.
    assert plain.world.tick % 8 != 0
    saved = loaded.world.snapshot()
    loaded.world = World(context, QUALITY, loaded.header.aspect, seed=999)
    loaded.world.restore(saved)
    assert loaded.world.state_hash() == plain.world.state_hash()
    frames = []
    for performance in (plain, loaded):
        for tick in range(250, 400):
            moment = performance.tick(events(tick))
        frames.append(Camera(context, performance, (160, 90)).shoot(moment, 0.3).tobytes())
    assert loaded.world.state_hash() == plain.world.state_hash()
    assert loaded.world.vitals(399) == plain.world.vitals(399)
    assert frames[0] == frames[1]


def test_another_seed_gives_another_world(context: moderngl.Context) -> None:
    one, other = (Performance(context, begin(quality=QUALITY, seed=seed)) for seed in (1, 2))
    for performance in (one, other):
        for _ in range(10):
            performance.tick()
    assert one.world.state_hash() != other.world.state_hash()


def test_film_of_a_live_run_has_its_vitals_tick_for_tick(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    live = ("--headless", "--sound-in", "demo", "--size", "160x90", "--seconds", "4", "--preview", "preview.png")
    program(tmp_path / "live", "run", *live, "--record", "a.score", "--vitals", "vitals")
    (tmp_path / "film").mkdir()
    program(tmp_path / "film", "film", "../live/a.score", "frames", *LOOK, "--vitals", "vitals")
    told = (tmp_path / "live" / "vitals").read_text()
    assert len(told.splitlines()) > 30
    assert (tmp_path / "film" / "vitals").read_text() == told
