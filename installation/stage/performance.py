"""The performance: the one way from events to a world, whoever watches.

A run, a replay, a film, a still and a series of vitals all call `Performance.tick`, once for each tick. They
differ in their clock and their outlet only.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import moderngl

from installation.gpu.shaders import Shaders
from installation.params import Values
from installation.score import (
    Event,
    Header,
    Score,
    ScoreError,
    ScoreWriter,
    read_values,
    round_value,
    write_values,
)
from installation.stage.options import ALL_WORLDS, RunOptions
from installation.stage.start import Start, begin, keep_beside, of_size, resume, snapshot_path
from installation.stage.vitals import VitalsFile
from installation.story import Director, Mark, Moment
from installation.world.quality import Quality
from installation.world.vitals import DELAY
from installation.world.world import World

HASH_TICKS = 600
FADE_SECONDS = 1.0
_OWN_EVENTS = {("state", "hash"), ("state", "shader"), ("end", "tick")}
"""What a performance writes by itself, so that it does not copy it from a score that it replays."""


def open_performance(
    context: moderngl.Context,
    options: RunOptions,
    aspect: float,
    marks: Sequence[Mark] = (),
    shaders: Shaders | None = None,
) -> "Performance":
    """Return the performance that a run asks for: a new one, with these marks, or the one of its score."""
    if options.replay:
        start = resume(options.replay)
    else:
        start = begin(
            options.world, options.phase, aspect=aspect, seed=options.seed, fresh=options.fresh, detail=options.detail,
            marks=marks,
        )  # fmt: skip
    return Performance(context, start, options.record, options.vitals, shaders)


def fade_in(seconds: float) -> float:
    """Return how far a start has faded in from black, 0 to 1."""
    share = min(1.0, max(0.0, seconds / FADE_SECONDS))
    return share * share * (3.0 - 2.0 * share)


class Performance:
    """A world, the story that moves it, and what is kept of both.

    `record` names a score to write, `vitals` a file for the vitals of every tick, as JSON Lines. ScoreError,
    OutputError or SnapshotError where it cannot begin.
    """

    def __init__(
        self,
        context: moderngl.Context,
        start: Start,
        record: Path | None = None,
        vitals: Path | None = None,
        shaders: Shaders | None = None,
    ) -> None:
        header = self.header = start.header
        looks = {key: read_values(values) for key, values in header.presets.items()}
        self.director = _director(header, looks)
        quality = Quality(header.capacity, header.field_rows, header.particles)
        self.world = World(context, quality, header.aspect, header.seed, shaders)
        if start.snapshot is not None:
            self.world.restore(start.snapshot)
            # The network goes on by this performance's chance, not by that of the one it grew in.
            self.world.seed = header.seed & 0xFFFFFFFF
        self.ticks = 0
        """How many ticks are done, and the number of the next."""
        self._first_events = start.events
        self._said: list[str] = []
        self._differs = False
        self._late: deque[Moment] = deque()
        self._vitals = VitalsFile(vitals) if vitals else None
        self._first_tick = 0
        """The tick at which the score begins."""
        self._score: ScoreWriter | None = None
        self._failure = ""
        """Why the score ended early, once that is said."""
        if record:
            self._open_score(record, header, start.snapshot if start.kept_beside else None)

    def tick(self, events: Sequence[Event] = ()) -> Moment:
        """Let the events of one tick act, step the world, and return the moment that moved it."""
        entered = [_entering(event, self.ticks) for event in (*self._first_events, *events)]
        self._first_events = ()
        self._keep_hash(entered)
        for event in entered:
            if (event.source, event.name) not in _OWN_EVENTS:
                self._write(event)
            if (event.source, event.name) == ("quality", "world"):
                self._change_quality(event)
            elif (event.source, event.name) == ("world", "reseed") and len(event.numbers) == 1:
                # The ground stays what it is: what is built on it must not jump.
                self.world.seed = int(event.numbers[0]) & 0xFFFFFFFF
        moment = self.director.step(self.ticks, entered, self.world.delayed_vitals())
        self.world.step(moment)
        self.ticks += 1
        self._late.append(moment)
        if len(self._late) > DELAY:
            self._tell_vitals()
        return moment

    def _keep_hash(self, events: list[Event]) -> None:
        """Write the state before this tick into the score, and compare it with the one that was recorded."""
        recorded = [event.values[0] for event in events if (event.source, event.name) == ("state", "hash")]
        recorded_ticks = self.ticks - self._first_tick
        due = self._score is not None and recorded_ticks > 0 and recorded_ticks % HASH_TICKS == 0
        if not (due or recorded):
            return
        own = self.world.state_hash()
        if due:
            self._write(Event(self.ticks, "state", "hash", (own,)))
        if recorded and recorded[0] != own and not self._differs:
            self._differs = True
            self._said.append(
                f"tick {self.ticks}: the world is not the one that was recorded; "
                "this is another GPU, driver or version, or a shader was changed"
            )

    def _change_quality(self, event: Event) -> None:
        try:
            capacity, field_rows, particles = (int(number) for number in event.numbers)
            self.world.change_quality(Quality(capacity, field_rows, particles))
        except ValueError as error:
            self._said.append(f"the world keeps its quality: {error}")

    def _write(self, event: Event) -> None:
        if self._score is not None:
            self._score.write(replace(event, tick=event.tick - self._first_tick))
            if self._score.failed and self._score.failed != self._failure:
                self._failure = self._score.failed
                self._said.append(self._failure)

    def _tell_vitals(self) -> None:
        # As late as the story knows them: by then the GPU is done with that tick, and nothing waits.
        moment = self._late.popleft()
        if self._vitals is not None:
            vitals = self.world.vitals(self.world.tick - 1 - len(self._late))
            self._vitals.write(moment, vitals)

    @property
    def recording(self) -> Path | None:
        """Where a score is being written; None where none is."""
        return self._score.path if self._score is not None and self._score.failed is None else None

    def start_recording(self, path: Path) -> None:
        """Begin a score here and now, beside it a snapshot of the world. ScoreError where it cannot be written."""
        director, snapshot = self.director, self.world.snapshot()
        self.stop_recording()
        looks = {key: write_values(values) for key, values in director.presets.items()}
        phase = "auto" if director.auto else director.phase
        world, marks = ALL_WORLDS if director.auto_world else director.world, [mark.row() for mark in director.marks]
        header = replace(
            of_size(self.header, self.world.quality), seed=self.world.seed, world=world, phase=phase, presets=looks,
            marks=marks,
        )  # fmt: skip
        self._open_score(path, header, snapshot)
        self._write(Event(self.ticks, "state", "story", (director.state(self.ticks),)))

    def stop_recording(self) -> None:
        """End the score, where one is being written."""
        if self._score is not None:
            self._write(Event(self.ticks, "end", "tick"))
            self._score.close()
            self._score = None

    def _open_score(self, path: Path, header: Header, snapshot: bytes | None) -> None:
        if snapshot is not None:
            try:
                header = replace(header, grown=keep_beside(path, snapshot))
            except OSError as error:
                raise ScoreError(f"{snapshot_path(path)}: cannot be written: {error.strerror}") from None
        self._score = ScoreWriter(path, header)
        self._first_tick = self.ticks

    def reload_shaders(self) -> list[str]:
        """Compile the shaders that changed on disk and return what to tell; a recording notes it.

        From a changed shader of the world on, no replay can be exact.
        """
        messages = self.world.shaders.reload()
        for message in messages:
            if message.startswith("world/") and message.endswith(": reloaded"):
                self._write(Event(self.ticks, "state", "shader", (message,)))
        return messages

    def messages(self) -> list[str]:
        """Return the sentences for people that came up since the last call."""
        said, self._said = [*self._said, *self.director.messages()], []
        return said

    def finish(self) -> None:
        """Close what is kept; a score then has its end."""
        while self._late:
            self._tell_vitals()
        self.stop_recording()
        if self._vitals is not None:
            self._vitals.close()


def _director(header: Header, looks: Mapping[str, Values]) -> Director:
    try:
        marks = [Mark.from_row(row) for row in header.marks]
        return Director(looks, header.world, header.phase, header.aspect, header.seed, marks)
    except ValueError as error:
        raise ScoreError(f"score header: {error}") from None


def _entering(event: Event, tick: int) -> Event:
    """Return the event as this tick's own, its numbers rounded as the score will hold them."""
    values = tuple(value if isinstance(value, str) else round_value(value) for value in event.values)
    return replace(event, tick=tick, values=values)


class Replay:
    """The events of a score, as a source; its first tick is the performance's."""

    newest_block_time: float | None = None
    lost = False
    state = ""

    def __init__(self, score: Score) -> None:
        self.name = score.path.name
        self.length = max(1, score.length)
        self._messages = list(score.warnings)
        self._events = score.events
        self._next = next(self._events, None)

    def events(self, tick: int, ticks_in_frame: int) -> list[Event]:
        """Return the recorded events of this tick; ticks come in order."""
        found = []
        while self._next is not None and self._next.tick <= tick:
            found.append(self._next)
            self._next = next(self._events, None)
        return found

    def messages(self) -> list[str]:
        """Return what was wrong with the score."""
        said, self._messages = self._messages, []
        return said

    def close(self) -> None:
        """Let go of the score's file."""
        self._next = None
        self._events = iter(())
