"""What the commands share that need no screen and no real time: a performance, its events, and how far it is."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from installation.cli.options import COMMUNITY, say
from installation.score import TICKS_PER_SECOND, sound_path
from installation.stage.options import EventSource

if TYPE_CHECKING:
    from installation.senses.sound.source import Source
    from installation.senses.stand_in import Crowd
    from installation.stage.performance import Performance
    from installation.story import Moment

COMMUNITY_OPTIONS = ", ".join(f"--{name}" for name in COMMUNITY)


def ticks_to_do(seconds: float | None, source: EventSource) -> int:
    """Return how many ticks to do: as many as asked for, else to the end of what is heard."""
    if seconds is not None:
        return max(1, round(seconds * TICKS_PER_SECOND))
    length = getattr(source, "length", None)
    if length is None:
        raise click.UsageError("silence has no end: say how long it lasts with --seconds N")
    return int(length)


@dataclass(frozen=True)
class Offline:
    """What an offline command works with: a performance, the source of its events, and a sound for a film of it."""

    context: Any
    performance: "Performance"
    source: EventSource
    sound: Path | None

    def tick(self) -> "Moment":
        """Do a tick with its events, and return its moment."""
        return self.performance.tick(self.source.events(self.performance.ticks, 1))


@contextlib.contextmanager
def offline(score: Path | None, size: tuple[int, int], given: dict[str, Any]) -> Iterator[Offline]:
    """Give what an offline command needs, and say at the end what came up."""
    from installation.score import read_score
    from installation.stage.offscreen import offscreen_context
    from installation.stage.performance import Performance, Replay
    from installation.stage.start import begin, resume

    sound_in, crowd = given["sound_in"], crowd_asked_for(given)
    if score is not None:
        if crowd is not None:
            raise click.UsageError(f"{score}: a score has a community of its own: expected none of {COMMUNITY_OPTIONS}")
        read = read_score(score)
        start, sound = resume(read), _soundtrack(score, sound_in)
        company: EventSource = Replay(read)
    else:
        begun = {name: given[name] for name in ("seed", "fresh", "detail")}
        start = begin(given["world"], given["phase"], aspect=size[0] / size[1], **begun)
        for fault in start.faults.values():
            say(fault)
        # A stand-in community is heard alone, unless a sound is asked for too.
        source = _offline_source(sound_in or ("none" if crowd else "demo"))
        sound = getattr(source, "path", None)
        company = source if crowd is None else _stand_in(source, crowd, start.header.aspect)
    context = offscreen_context()
    with contextlib.closing(company), _quiet_log():
        performance = Performance(context, start, given.get("record"), given.get("vitals"))
        try:
            yield Offline(context, performance, company, sound)
        finally:
            performance.finish()
            for message in (*company.messages(), *performance.messages()):
                say(message)


def crowd_asked_for(given: dict[str, Any]) -> "Crowd | None":
    """Return the community that shall stand in; None where none of its options is given."""
    from installation.senses.stand_in import USUAL_UNITY, Crowd

    asked = {name: given[name] for name in COMMUNITY if given.get(name) is not None}
    if not asked:
        return None
    return Crowd(**{"unity": USUAL_UNITY[asked.get("camps", 1)]} | asked)


def _stand_in(heard: "Source", crowd: "Crowd", aspect: float) -> EventSource:
    from installation.senses.stand_in import StandIn, Together

    try:
        return Together(heard, StandIn(crowd, aspect))
    except ValueError as error:
        raise click.UsageError(f"--{error}") from None


@contextlib.contextmanager
def _quiet_log() -> Iterator[None]:
    """Keep what goes wrong out of the log where the command itself says it."""
    log, quiet = logging.getLogger("installation"), logging.NullHandler()
    log.addHandler(quiet)
    try:
        yield
    finally:
        log.removeHandler(quiet)


def _offline_source(sound_in: str) -> "Source":
    from installation.senses.sound import sound_in as senses

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
def progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar with the time left on a terminal, and nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    bar_and_time = BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    columns = TextColumn("{task.description}"), *bar_and_time, TextColumn("left")
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)
