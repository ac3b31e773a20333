"""The commands that perform: run and replay live, film, still and vitals offline."""

import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from installation.cli.options import A_PATH, SECONDS, Level, Rate, options, say
from installation.score import TICKS_PER_SECOND, sound_path
from installation.stage.options import DEFAULT_SIZE, EventSource, RunOptions

if TYPE_CHECKING:
    from installation.senses.source import Source
    from installation.stage.film.encode import Codec
    from installation.stage.performance import Performance

STILL_SECONDS = 10.0
VITALS_SECONDS = 60.0


@click.command()
@options("world", "phase", "sound-in", "sound-out", "seed", "fresh", "detail", "size", "fps", "seconds")
@options("record", "record-sound", "vitals")
@options("fullscreen", "display", "headless", "preview", "kiosk", "vsync", "quality", "json")
def run(sound_in: str | None, sound_out: str | None, record_sound: bool, **given: Any) -> int:
    """Run the installation, in a window or without a screen."""
    from installation.files import check_writable
    from installation.stage.start import check_place

    check_place(given["world"], given["phase"])
    if record_sound and given["record"] is None:
        raise click.UsageError("--record-sound keeps the sound beside a score: expected --record FILE too")
    kept = sound_path(given["record"]) if record_sound else None
    for path in filter(None, (given["record"], kept, given["vitals"], given["preview"])):
        if sound_in and path.exists() and Path(sound_in).exists() and path.samefile(sound_in):
            raise click.UsageError(f"{path}: it is heard, so it cannot be written")
        check_writable(path)
    source, messages = _live_source(sound_in or "mic", sound_out, record_sound)
    keep_sound = source.keep_sound if record_sound and source.sound_format else None
    if keep_sound is None and given["record"] and sound_path(given["record"]).is_file():
        messages += (f"{sound_path(given['record'])} is not of this recording, and yet a film of it will play it",)
    return _show(given, source=source, messages=messages, keep_sound=keep_sound)


def _show(given: dict[str, Any], source: EventSource, **more: Any) -> int:
    from installation.stage.live import windows

    fps, as_json = given.pop("fps"), given.pop("as_json")
    with contextlib.closing(source):
        return windows.run(RunOptions(source=source, fps=float(fps) if fps else None, json=as_json, **given, **more))


def _live_source(sound_in: str, sound_out: str | None, record_sound: bool) -> tuple["Source", tuple[str, ...]]:
    """Open what is to be heard, and recorded; the demo takes the place of a microphone that is not there."""
    from installation.senses import sound_in as senses
    from installation.senses.sound_devices import find_device

    if sound_out not in (None, "none"):
        find_device(str(sound_out), "output")
    try:
        source = senses.open_source(sound_in, None if sound_out == "none" else sound_out or "")
    except senses.SoundInError as error:
        if sound_in != "mic":
            raise
        unheard = "; no sound is recorded" if record_sound else ""
        return senses.demo(), (f"{error}; the demo plays its part{unheard}",)
    if record_sound and source.sound_format is None:
        raise senses.SoundInError(f"{source.name}: there is no sound in it that could be recorded")
    return source, ()


@click.command()
@click.argument("paths", nargs=-1, required=True, type=A_PATH, metavar="[SCORE] OUT")
@options("world", "phase", "sound-in", "seed", "fresh", "detail", "size")
@click.option("--fps", type=Rate(), default="30", show_default=True, help="Frames a second.")
@options("seconds")
@click.option("--codec", type=click.Choice(["h264", "h265", "png"]), help="h264 for OUT.mp4, png for a folder.")
@click.option("--quality", type=Level(), default="high", show_default=True, help="The picture's quality.")
@options("record", "vitals")
@click.option("--hashes", type=A_PATH, metavar="FILE", help="Keep the SHA-256 of every tenth frame.")
@options("json")
def film(paths: tuple[Path, ...], **given: Any) -> int:
    """Film a score, a sound file or the demo.

    OUT is a file, OUT.mp4, or a folder of PNG pictures. With a SCORE, its world, phase, seed and detail hold, and a
    sound file is only its soundtrack.
    """
    from installation.stage.film import film as films

    if len(paths) > 2 or given["record"] in paths:
        raise click.UsageError("film: expected [SCORE] OUT, one or two files, and neither of them recorded to")
    size = given["size"] or DEFAULT_SIZE
    score, out = (paths[0] if len(paths) == 2 else None), paths[-1]
    codec = _codec(out, given["codec"])
    with _performance(score, size, given) as (context, performance, source, sound):
        options = films.FilmOptions(
            out, _ticks(given["seconds"], source), size, given["fps"], codec, given["quality"], sound, given["hashes"],
            "" if codec == "png" else _ffmpeg(),
        )  # fmt: skip
        with films.stopped_by_signals() as stop, _progress(f"filming {out}", options.frames) as progress:
            written = films.film(context, performance, source, options, stop, progress)
    seconds = float(written / options.fps)
    if written < options.frames:
        say(f"interrupted: {out} holds {seconds:.1f} s of {float(options.frames / options.fps):.1f} s")
        return 1
    told = {"out": str(out), "frames": written, "seconds": round(seconds, 3), "ticks": performance.ticks}
    click.echo(json.dumps(told) if given["as_json"] else f"{out}: {written} frames, {seconds:.1f} s")
    return 0


def _codec(out: Path, wanted: "Codec | None") -> "Codec":
    codec: Codec = wanted or ("h264" if out.suffix else "png")
    if codec != "png" and out.suffix.lower() not in (".mp4", ".m4v", ".mov"):
        raise click.UsageError(f"{out}: expected OUT.mp4, or a folder without a suffix for PNG pictures")
    return codec


def _ffmpeg() -> str:
    from installation import doctor
    from installation.stage.film.encode import FilmError

    path = doctor.ffmpeg_path()
    if path is None:
        raise FilmError(f"ffmpeg is not installed: {doctor.film_checks()[0].remedy}")
    return path


def _ticks(seconds: float | None, source: EventSource) -> int:
    """Return how many ticks to do: as many as asked for, else to the end of what is heard."""
    if seconds is not None:
        return max(1, round(seconds * TICKS_PER_SECOND))
    length = getattr(source, "length", None)
    if length is None:
        raise click.UsageError("silence has no end: say how long it lasts with --seconds N")
    return int(length)


@contextlib.contextmanager
def _performance(
    score: Path | None, size: tuple[int, int], given: dict[str, Any]
) -> Iterator[tuple[Any, "Performance", EventSource, Path | None]]:
    """Give what every offline command needs: a context, the performance, its events and a sound to be heard."""
    from installation.score import read_score
    from installation.stage.offscreen import offscreen_context
    from installation.stage.performance import Performance, Replay
    from installation.stage.start import begin, resume

    sound_in = given["sound_in"]
    if score is not None:
        read = read_score(score)
        start, replay, sound = resume(read), Replay(read), _soundtrack(score, sound_in)
        source: EventSource = replay
    else:
        aspect = size[0] / size[1]
        begun = {name: given[name] for name in ("seed", "fresh", "detail")}
        start = begin(given["world"], given["phase"], aspect=aspect, **begun)
        for fault in start.faults.values():
            say(fault)
        source = _offline_source(sound_in or "demo")
        sound = getattr(source, "path", None)
    context = offscreen_context()
    with contextlib.closing(source), _quiet_log():
        performance = Performance(context, start, given.get("record"), given.get("vitals"))
        try:
            yield context, performance, source, sound
        finally:
            performance.finish()
            for message in (*source.messages(), *performance.messages()):
                say(message)


@contextlib.contextmanager
def _quiet_log() -> Iterator[None]:
    """Keep what goes wrong out of the log where the command itself says it."""
    log, quiet = logging.getLogger("installation"), logging.NullHandler()
    log.addHandler(quiet)
    try:
        yield
    finally:
        log.removeHandler(quiet)


def _offline_source(sound_in: str) -> EventSource:
    from installation.senses import sound_in as senses

    if sound_in == "mic":
        raise click.UsageError("a microphone needs real time: record it with run --record, then film the score")
    source = senses.open_source(sound_in, loop=False)
    if isinstance(source, senses.Microphone):
        source.close()
        raise click.UsageError(f"{sound_in} is a device, which needs real time: expected a sound file, demo or none")
    return source


def _soundtrack(score: Path, sound_in: str | None) -> Path | None:
    """Return the sound of a film of a score: the file that is named, or what was recorded beside the score."""
    if sound_in not in (None, "none"):
        _offline_source(str(sound_in)).close()
        return None if sound_in == "demo" else Path(str(sound_in))
    kept = sound_path(score)
    return kept if sound_in is None and kept.is_file() else None


@contextlib.contextmanager
def _progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar with the time left on a terminal, and nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    bar_and_time = BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    columns = TextColumn("{task.description}"), *bar_and_time, TextColumn("left")
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)


@click.command()
@click.argument("out", type=A_PATH)
@options("world", "phase", "sound-in", "seed", "fresh", "detail", "size")
@click.option("--age", type=SECONDS, default=STILL_SECONDS, show_default=True, metavar="SECONDS",
              help="How long it lives before the picture is taken, from its start on.")  # fmt: skip
@click.option("--quality", type=Level(), default="high", show_default=True, help="The picture's quality.")
@click.option("--snapshot-out", type=A_PATH, metavar="FILE", help="Keep the world's whole state too.")
def still(out: Path, age: float, snapshot_out: Path | None, **given: Any) -> int:
    """Take one picture, a PNG.

    It shows a grown network, or with --fresh one that began from spores.
    """
    from installation.files import check_writable
    from installation.stage.film import camera, encode

    for path in filter(None, (out, snapshot_out)):
        check_writable(path)
    size = given["size"] or DEFAULT_SIZE
    given["sound_in"] = given["sound_in"] or "none"
    ticks = max(1, round(age * TICKS_PER_SECOND))
    with _performance(None, size, given) as (context, performance, source, _):
        with _progress(f"growing {out}", ticks) as progress:
            frame = camera.still(context, performance, source, ticks, size, given["quality"], progress)
        encode.write_png(out, frame)
        if snapshot_out is not None:
            snapshot_out.write_bytes(performance.world.snapshot())
    return 0


@click.command()
@click.argument("score", type=A_PATH)
@options("size", "fps", "seconds", "vitals")
@options("fullscreen", "display", "headless", "preview", "kiosk", "vsync", "quality", "json")
def replay(score: Path, **given: Any) -> int:
    """Show a recorded performance again, in a window."""
    from installation.score import read_score
    from installation.stage.performance import Replay
    from installation.stage.start import resume

    read = read_score(score)
    resume(read)
    return _show(given, source=Replay(read), replay=read)


@click.command()
@click.argument("score", type=A_PATH, required=False)
@options("world", "phase", "sound-in", "seed", "fresh", "detail", "seconds", "json")
def vitals(score: Path | None, **given: Any) -> int:
    """Tell the organism's vitals, without a picture.

    That is a line a second, or with --json a line a tick.
    """
    from installation.stage.performance import vitals_line

    if score is None and given["seconds"] is None and given["sound_in"] in (None, "none", "demo"):
        given["seconds"] = VITALS_SECONDS
    step = 1 if given["as_json"] else TICKS_PER_SECOND
    with _performance(score, DEFAULT_SIZE, given) as (_, performance, source, _):
        for tick in range(_ticks(given["seconds"], source)):
            moment = performance.tick(source.events(tick, 1))
            if performance.ticks % step == 0:
                line = vitals_line(moment, performance.world.vitals(performance.world.tick - 1))
                click.echo(line if given["as_json"] else _readable(line, performance.ticks // step))
    return 0


def _readable(line: str, seconds: int) -> str:
    told = json.loads(line)
    if seconds == 1:
        click.echo("seconds  phase         biomass  segments   tips  growing  links   load  charge")
    return (
        f"{seconds:7d}  {told['phase']:12s} {told['biomass']:8.2f} {told['segments']:9d} {told['tips']:6d} "
        f"{told['growing']:8d} {told['links']:6d} {told['load']:6d}  {told['charge']:6.4f}"
    )
