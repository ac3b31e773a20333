"""The commands that perform live: run and replay."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from installation.cli.options import A_PATH, options
from installation.score import sound_path
from installation.stage.options import ControlSource, Outlet, RunOptions, SoundOut

if TYPE_CHECKING:
    from installation.senses.sound.source import Source


@click.command()
@options("world", "phase", "sound-in", "sound-out", "outputs", "midi", "osc-in", "osc-out", "seed", "fresh", "detail")
@options("size", "fps", "seconds", "state", "record", "record-sound", "vitals", "guard-report")
@options("overlay", "fullscreen", "display", "headless", "preview", "kiosk", "vsync", "quality", "language", "json")
def run(
    sound_in: str | None,
    sound_out: str | None,
    outputs: str,
    midi: str | None,
    osc_in: int | None,
    osc_out: str | None,
    record_sound: bool,
    **given: Any,
) -> int:
    """Run the installation, in a window or without a screen."""
    from installation.files import check_writable
    from installation.stage.live import logs
    from installation.stage.start import check_place

    check_place(given["world"], given["phase"])
    if record_sound and given["record"] is None:
        raise click.UsageError("--record-sound keeps the sound beside a score: expected --record FILE too")
    kept = sound_path(given["record"]) if record_sound else None
    for path in filter(None, (given["record"], kept, given["vitals"], given["preview"], given["guard_report"])):
        if sound_in and path.exists() and Path(sound_in).exists() and path.samefile(sound_in):
            raise click.UsageError(f"{path}: it is heard, so it cannot be written")
        check_writable(path)
    # What a source has to say of its device is for the log.
    logs.start()
    source, messages = _live_source(sound_in or "mic", sound_out, record_sound, given["state"], given["kiosk"])
    keep_sound = source.keep_sound if record_sound and source.sound_format else None
    if keep_sound is None and given["record"] and sound_path(given["record"]).is_file():
        messages += (f"{sound_path(given['record'])} is not of this recording, and yet a film of it will play it",)
    with contextlib.ExitStack() as opened:
        opened.enter_context(contextlib.closing(source))
        outlets = _outlets(osc_out, opened)
        sings_on = _sound_out(sound_out, int(outputs), source, opened)
        controls, unheard = _controls(midi, osc_in, opened)
        return _show(
            given, source=source, messages=messages + unheard, keep_sound=keep_sound, controls=controls,
            outlets=outlets, sound_out=sings_on,
        )  # fmt: skip


def _show(given: dict[str, Any], **more: Any) -> int:
    from installation.stage.live import windows

    fps, as_json = given.pop("fps"), given.pop("as_json")
    return windows.run(RunOptions(fps=float(fps) if fps else None, json=as_json, **given, **more))


def _controls(
    midi: str | None, osc_in: int | None, opened: contextlib.ExitStack
) -> tuple[tuple[ControlSource, ...], tuple[str, ...]]:
    """Open what performers play on. Without OSC's usual port, which another installation may have, there is a word."""
    from installation.senses.midi.midi_in import MidiIn
    from installation.senses.osc.osc_in import DEFAULT_PORT, OscIn, OscInError

    controls: list[ControlSource] = []
    messages: tuple[str, ...] = ()
    if osc_in != 0:
        try:
            controls.append(opened.enter_context(contextlib.closing(OscIn(osc_in or DEFAULT_PORT))))
        except OscInError as error:
            if osc_in is not None:
                raise
            messages = (str(error),)
    if midi != "none":
        controls.append(opened.enter_context(contextlib.closing(MidiIn(midi or ""))))
    return tuple(controls), messages


def _sound_out(
    sound_out: str | None, outputs: int, source: "Source | None", opened: contextlib.ExitStack
) -> SoundOut | None:
    """Start what is sung on, and let who listens know what it plays; with none nothing is started, nor composed."""
    if sound_out == "none":
        return None
    from installation.sound.engine.engine import Engine

    engine = opened.enter_context(contextlib.closing(Engine(sound_out or "", outputs)))
    if source is not None and engine.played is not None:
        source.overhear(engine.played)
    return engine


def _outlets(osc_out: str | None, opened: contextlib.ExitStack) -> tuple[Outlet, ...]:
    from installation.stage.live.osc_out import DEFAULT_TARGET, OscOut

    if osc_out == "none":
        return ()
    return (opened.enter_context(contextlib.closing(OscOut(osc_out or DEFAULT_TARGET))),)


def _live_source(
    sound_in: str, sound_out: str | None, record_sound: bool, state: Path | None, kiosk: bool
) -> tuple["Source", tuple[str, ...]]:
    """Open what is to be heard, and recorded; the demo takes the place of a microphone until it is there.

    In a kiosk it does so for a named device too: an exhibition begins, whatever is plugged in later.
    """
    from installation.senses.sound import sound_in as senses
    from installation.senses.sound.devices import MissingLibraryError, find_device, patiently

    if sound_out not in (None, "none") and not kiosk:
        patiently(lambda: find_device(str(sound_out), "output"))
    unheard = "; no sound is recorded" if record_sound else ""
    try:
        play_on = None if sound_out == "none" else sound_out or ""
        source = senses.open_source(sound_in, play_on, patient=kiosk or sound_in == "mic", folder=state)
    except MissingLibraryError as error:
        if sound_in != "mic" and not kiosk:
            raise
        return senses.demo(), (f"{error}; the demo plays its part{unheard}",)
    if record_sound and source.lost:
        return source, ("there is no microphone to record: no sound is recorded",)
    if record_sound and source.sound_format is None:
        raise senses.SoundInError(f"{source.name}: there is no sound in it that could be recorded")
    return source, ()


@click.command()
@click.argument("score", type=A_PATH)
@options("sound-out", "outputs", "size", "fps", "seconds", "vitals", "guard-report")
@options("overlay", "fullscreen", "display", "headless", "preview", "kiosk", "vsync", "quality", "language", "json")
def replay(score: Path, sound_out: str | None, outputs: str, **given: Any) -> int:
    """Show and sing a recorded performance again, in a window."""
    from installation.score import read_score
    from installation.stage.performance import Replay
    from installation.stage.start import resume

    read = read_score(score)
    resume(read)
    with contextlib.ExitStack() as opened:
        source = opened.enter_context(contextlib.closing(Replay(read)))
        return _show(given, source=source, replay=read, sound_out=_sound_out(sound_out, int(outputs), None, opened))
