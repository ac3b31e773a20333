"""The commands that take pictures: film and still."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from installation.cli.offline import offline, progress, ticks_to_do
from installation.cli.options import A_PATH, COMMUNITY, SECONDS, Level, Rate, options, say
from installation.score import TICKS_PER_SECOND
from installation.stage.options import DEFAULT_SIZE

if TYPE_CHECKING:
    from installation.stage.film.encode import Codec

STILL_SECONDS = 10.0


@click.command()
@click.argument("paths", nargs=-1, required=True, type=A_PATH, metavar="[SCORE] OUT")
@options("world", "phase", "sound-in", "seed", "fresh", "detail", "size")
@click.option("--fps", type=Rate(), default="30", show_default=True, help="Frames a second.")
@options("seconds")
@click.option("--codec", type=click.Choice(["h264", "h265", "png"]), help="h264 for OUT.mp4, png for a folder.")
@click.option("--quality", type=Level(), default="high", show_default=True, help="The picture's quality.")
@click.option("--voice/--no-voice", default=True, help="Let it sing, alone or in the soundtrack.")
@options(*COMMUNITY, "record", "vitals")
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
    with offline(score, size, given) as show:
        options = films.FilmOptions(
            out, ticks_to_do(given["seconds"], show.source), size, given["fps"], codec, given["quality"], show.sound,
            given["voice"], given["hashes"], "" if codec == "png" else _ffmpeg(),
        )  # fmt: skip
        with films.stopped_by_signals() as stop, progress(f"filming {out}", options.frames) as tell:
            written = films.film(show.context, show.performance, show.source, options, stop, tell)
    seconds = float(written / options.fps)
    if written < options.frames:
        say(f"interrupted: {out} holds {seconds:.1f} s of {float(options.frames / options.fps):.1f} s")
        return 1
    told = {"out": str(out), "frames": written, "seconds": round(seconds, 3), "ticks": show.performance.ticks}
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


@click.command()
@click.argument("out", type=A_PATH)
@options("world", "phase", "sound-in", "seed", "fresh", "detail", "size", *COMMUNITY)
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
    with offline(None, size, given) as show:
        with progress(f"growing {out}", ticks) as tell:
            frame = camera.still(show.context, show.performance, show.source, ticks, size, given["quality"], tell)
        encode.write_png(out, frame)
        if snapshot_out is not None:
            snapshot_out.write_bytes(show.performance.world.snapshot())
    return 0
