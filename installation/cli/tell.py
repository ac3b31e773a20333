"""The commands that tell: presets, devices, doctor and bench."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from installation.cli.options import A_PATH, A_STEP, SECONDS, options, say

_WIDEST = 100_000
"""Columns of a table that nobody looks at on a terminal: more than any row needs."""


@click.group(invoke_without_command=True)
@click.pass_context
def presets(context: click.Context) -> int:
    """List, show or check the looks of the worlds."""
    return context.invoke(list_presets, as_json=False) if context.invoked_subcommand is None else 0


@presets.command("list")
@options("json")
def list_presets(as_json: bool) -> int:
    """List every preset with its file."""
    from installation import presets as looks

    faults: dict[str, str] = {}
    rows = [(key, look.title, str(look.path)) for key, look in looks.load_all(faults=faults).items()]
    _table(("preset", "title", "file"), rows, as_json)
    for fault in faults.values():
        say(fault)
    if not as_json:
        there = "" if looks.user_directory().is_dir() else " (not there yet)"
        click.echo(f"your own presets: {looks.user_directory()}{there}")
    return 0


@presets.command()
@click.argument("preset", metavar="WORLD/PHASE|FILE")
@options("json")
def show(preset: str, as_json: bool) -> int:
    """Show a preset's values."""
    from installation import presets as looks
    from installation.params import PARAMETERS
    from installation.score import write_values

    world, _, phase = preset.partition("/")
    named = phase and not Path(preset).suffix
    values = write_values((looks.find(world, phase) if named else looks.load(preset)).values)
    rows = [(row.group, row.name, f"{values[row.name]:g}", row.unit, row.meaning) for row in PARAMETERS]
    _table(("group", "parameter", "value", "unit", "meaning"), rows, as_json)
    return 0


@presets.command()
@click.argument("files", nargs=-1, type=A_PATH, metavar="[FILE|FOLDER]...")
def check(files: tuple[Path, ...]) -> int:
    """Check preset files and folders of worlds, or all that there are: a line for each fault.

    A world that is checked as a whole has all five phases.
    """
    from installation import presets as looks

    folders: dict[Path, tuple[Path, ...]] = {path: (path.parent,) for path in files if path.is_dir()}
    if not files:
        places = looks.search_path()
        folders = {place / world: places for world in looks.worlds() for place in places}
    whole = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    single = [path for path in files if path not in folders]
    problems = [problem for path in (*single, *whole) for problem in looks.check(path)]
    problems += dict.fromkeys(said for folder, places in folders.items() for said in looks.missing(folder.name, places))
    for problem in problems:
        say(problem)
    if not problems:
        count = len(single) + len(whole)
        click.echo(f"{count} preset{'s' if count != 1 else ''}: nothing wrong")
    return 2 if problems else 0


@click.command()
@options("json")
@click.option("--watch", type=SECONDS, help="For so many seconds, tell what controllers send.", metavar="N")
def devices(as_json: bool, watch: float | None) -> int:
    """List the sound devices for --sound-in and --sound-out, and the MIDI ports for --midi."""
    if watch is not None:
        from installation.senses.midi import watch as midi_watch

        for line in midi_watch.watch(watch):
            click.echo(line)
        return 0
    try:
        _list_sound_devices(as_json)
    finally:  # Where sound cannot be had, that is said last.
        _list_midi_ports(as_json)
    return 0


def _list_sound_devices(as_json: bool) -> None:
    from installation.senses.sound.devices import devices as sound_devices
    from installation.senses.sound.devices import patiently

    rows = []
    for device in patiently(sound_devices):
        ways = [way for way, count in (("in", device.inputs), ("out", device.outputs)) if count]
        default = [way for way, it in (("in", device.default_input), ("out", device.default_output)) if it]
        told = "+".join(ways), "+".join(default), f"{device.rate:g}", device.host
        rows.append((str(device.index), device.name, *told))
    if rows or as_json:
        _table(("number", "name", "sound", "default for", "Hz", "host"), rows, as_json)
    else:
        click.echo("There are no sound devices on this machine.")


def _list_midi_ports(as_json: bool) -> None:
    from installation.senses.midi import controllers
    from installation.senses.midi import feed as midi_feed

    try:
        names = midi_feed.port_names()
    except midi_feed.MidiError as error:
        say(str(error))
        return
    faults: dict[str, str] = {}
    maps = controllers.load_all(faults=faults)
    ports = [(name, controllers.choose(name, maps).title) for name in map(midi_feed.port_name, names)]
    if ports or as_json:
        _table(("MIDI port", "map"), ports, as_json)
    else:
        click.echo("There are no MIDI ports on this machine.")
    for fault in faults.values():
        say(fault)
    if not as_json:
        click.echo(f"your own controller maps: {controllers.user_directory()}")


@click.command()
@options("sound-in", "state", "json")
@click.option("--room", is_flag=True, help="Measure the room around the microphone, in three steps.")
@click.option("--step-seconds", type=A_STEP, help="How long each step lasts (default: 8).", metavar="N")
def doctor(room: bool, sound_in: str | None, step_seconds: float | None, state: Path | None, as_json: bool) -> int:
    """Tell what works here, and what to do about the rest."""
    if room:
        return _doctor_room(sound_in or "mic", step_seconds, state, as_json)
    if sound_in or step_seconds:
        raise click.UsageError("--sound-in and --step-seconds are for a room: expected --room too")
    from installation.doctor import checks

    found = checks(state)
    _table(("what", "state", "found", "what to do"), [(c.name, c.state, c.found, c.remedy) for c in found], as_json)
    return 1 if any(check.state == "failed" for check in found) else 0


def _doctor_room(sound_in: str, step_seconds: float | None, state: Path | None, as_json: bool) -> int:
    from installation.cli.room import STEP_SECONDS, measure_room

    found = measure_room(sound_in, step_seconds or STEP_SECONDS, state)
    _table(("step", "state", "found", "what to do"), [(f.step, f.state, f.found, f.remedy) for f in found], as_json)
    return 1 if any(finding.state == "failed" for finding in found) else 0


@click.command()
@options("size", "json")
@click.option("--segments", type=click.IntRange(1000, 8_000_000), help="Live segments to count ticks with.")
@click.option("--particles", type=click.IntRange(1000, 64_000_000), help="Particles of cytoplasm on them.")
@click.option("--quick", is_flag=True, help="In a few seconds and small: to see that it works.")
def bench(quick: bool, as_json: bool, **given: Any) -> int:
    """Measure passes, ticks and pictures on this machine."""
    from dataclasses import replace

    from installation.stage.bench import measure, tables

    chosen = {name: value for name, value in given.items() if value is not None}
    report = measure.measure(replace(measure.QUICK if quick else measure.Plan(), **chosen), say)
    click.echo(tables.as_json(report)) if as_json else tables.show(report)
    return 0


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], as_json: bool) -> None:
    """Show rows as a table, or as one JSON object a line."""
    if as_json:
        for row in rows:
            click.echo(json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(*(Column(name, overflow="fold") for name in head), box=None, pad_edge=False)
    for row in rows:
        # As text, so that no bracket in it counts as markup.
        table.add_row(*map(Text, row))
    # A file or a pipe has no width: there every row stays on its line.
    console = Console() if Console().is_terminal else Console(width=_WIDEST)
    console.print(table)
