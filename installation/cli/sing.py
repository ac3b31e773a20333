"""`sing`: what the installation sings, as a sound file, in its own time and not in ours."""

import json
from pathlib import Path
from typing import Any

import click

from installation.cli.offline import offline, progress, ticks_to_do
from installation.cli.options import A_PATH, COMMUNITY, options
from installation.score import TICKS_PER_SECOND
from installation.stage.options import DEFAULT_SIZE

SING_SECONDS = 60.0


@click.command()
@click.argument("paths", nargs=-1, required=True, type=A_PATH, metavar="[SCORE] OUT")
@options("world", "phase", "sound-in", "seed", "fresh", "detail", "seconds", *COMMUNITY)
@options("outputs", "json")
def sing(paths: tuple[Path, ...], outputs: str, **given: Any) -> int:
    """Write what the installation sings to OUT.wav or OUT.flac, 24 bits at 48 kHz.

    With a SCORE its world, phase and seed hold; otherwise nobody is there, unless a sound or a community is asked for.
    """
    from installation.stage.singing import KINDS

    if len(paths) > 2:
        raise click.UsageError("sing: expected [SCORE] OUT, one or two files")
    score, out = (paths[0] if len(paths) == 2 else None), paths[-1]
    if out.suffix.lower() not in KINDS:
        raise click.UsageError(f"{out}: expected OUT.wav or OUT.flac")
    if score is None and given["sound_in"] is None:
        given["sound_in"] = "none"
    if score is None and given["seconds"] is None and given["sound_in"] == "none":
        given["seconds"] = SING_SECONDS
    told = _write(score, out, int(outputs), given)
    seconds, loudness, peak = told["seconds"], told["loudness"], told["true_peak"]
    said = f"{out}: {seconds:.1f} s, {told['notes']} notes, {loudness:.1f} LUFS, true peak {peak:.1f} dBTP"
    click.echo(json.dumps(told) if given["as_json"] else said)
    return 0


def _write(score: Path | None, out: Path, outputs: int, given: dict[str, Any]) -> dict[str, Any]:
    """Write the file; return what is told of it."""
    from installation.sound.notes import SAMPLE_RATE
    from installation.sound.voices.meter import Meter
    from installation.stage.singing import Voice

    notes, meter = 0, Meter(SAMPLE_RATE, outputs)
    with offline(score, DEFAULT_SIZE, given) as show:
        ticks = ticks_to_do(given["seconds"], show.source)
        voice = Voice(show.performance, out, outputs, ticks)
        with progress(f"singing {out}", ticks) as tell:
            for tick in range(ticks):
                _, samples = voice.tick(show.source.events(tick, 1))
                meter.hear(samples)
                notes += len(voice.singer.notes)
                tell(tick + 1)
            meter.hear(voice.finish())
    return {
        "out": str(out),
        "seconds": round(ticks / TICKS_PER_SECOND, 3),
        "notes": notes,
        "loudness": round(meter.integrated, 2),
        "true_peak": round(meter.true_peak, 2),
    }
