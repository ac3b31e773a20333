"""`doctor --room`: the three steps that acquaint the installation with a room."""

import contextlib
import datetime
import sys
import time
from pathlib import Path

import click

from installation.cli.options import say
from installation.score import TICKS_PER_SECOND
from installation.senses.sound.file import FileSource
from installation.senses.sound.measuring import STEPS, Finding, Measuring, Step
from installation.senses.sound.microphone import Microphone
from installation.senses.sound.rooms import Room, keep_room
from installation.senses.sound.sound_in import open_source
from installation.senses.sound.source import SoundInError

STEP_SECONDS = 8.0
LEAD_SECONDS = 3.0
"""Time to read what to do in a step."""
_QUIETEST, _BAR = -72.0, 36

Heard = Microphone | FileSource


def measure_room(sound_in: str, seconds: float, folder: Path | None) -> list[Finding]:
    """Measure the room around a sound input, `seconds` for each step, and keep it where all went well.

    A sound file is heard as three steps in a row, at once; it is no room, so nothing is kept. SoundInError where there
    is no such input, or it does not last.
    """
    source = open_source(sound_in, folder=folder, loop=False)
    with contextlib.closing(source):
        if not isinstance(source, Heard) or source.sound_format is None:
            raise SoundInError(f"{source.name}: there is no sound in it; expected a microphone or a sound file")
        needed = round(seconds * TICKS_PER_SECOND) * len(STEPS)
        if isinstance(source, FileSource) and source.length < needed:
            raise SoundInError(f"{source.name}: expected at least {len(STEPS) * seconds:g} s: {_steps_named()}")
        measuring = Measuring(source.sound_format[0])
        for number, step in enumerate(STEPS):
            _measure_step(source, measuring, number, step, seconds)
        findings = measuring.findings()
        if isinstance(source, FileSource):
            say("a file is no room: nothing is kept")
        elif any(finding.state == "failed" for finding in findings):
            say("the room is not known yet: nothing is kept")
        else:
            today = datetime.date.today().isoformat()
            path = keep_room(Room(source.name, today, measuring.calibration, measuring.speech), folder)
            say(f"kept in {path}, for every run that hears {source.name}")
    return findings


def _steps_named() -> str:
    return ", ".join(step.name for step in STEPS)


def _measure_step(heard: Heard, measuring: Measuring, number: int, step: Step, seconds: float) -> None:
    say(f"{number + 1} of {len(STEPS)}, {step.name}: {step.request}, for {seconds:g} s")
    ticks = round(seconds * TICKS_PER_SECOND)
    if isinstance(heard, Microphone):
        # Time to read; what is heard meanwhile does not count.
        time.sleep(min(LEAD_SECONDS, seconds))
        heard.take(1)
    began = time.monotonic()
    for tick in range(ticks):
        if isinstance(heard, Microphone):
            time.sleep(max(0.0, began + (tick + 1) / TICKS_PER_SECOND - time.monotonic()))
        samples = heard.take(1) if isinstance(heard, Microphone) else heard.take(number * ticks + tick)
        if heard.lost:
            raise SoundInError(f'the sound input "{heard.name}" stopped while the room was measured')
        _show(measuring.hear(step.name, samples), tick)
    _show(None, 0)


def _show(level: float | None, tick: int) -> None:
    """Show a level as a bar on a terminal, or take it away."""
    if not sys.stderr.isatty() or (level is not None and tick % 4):
        return
    if level is None:
        click.echo("\r\033[K", err=True, nl=False)
    else:
        filled = round(_BAR * min(1.0, max(0.0, 1.0 - level / _QUIETEST)))
        click.echo(f"\r  {'█' * filled}{'░' * (_BAR - filled)} {level:5.0f} dB", err=True, nl=False)
