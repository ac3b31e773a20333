"""The live show: ticks by the wall clock, a picture for every frame, and what is measured on the way.

A window and a run without one are its outlets; both call `draw`, then `shown`, once for each frame.
"""

import contextlib
import logging
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import moderngl

from installation import captions
from installation.clock import WallClock
from installation.community import Community
from installation.picture.picture import Picture
from installation.score import MACROS, TICKS_PER_SECOND, Event, ScoreError, sound_path
from installation.sound.composer import Composer
from installation.stage.live.guarding import GuardWatch
from installation.stage.live.hearing import Hearing
from installation.stage.live.instruments import Shown
from installation.stage.live.messages import Messages
from installation.stage.live.panel import Readings, Slider
from installation.stage.live.precedence import step_back
from installation.stage.live.quality import AutoQuality, target_rate
from installation.stage.live.reload import Reloader
from installation.stage.live.timing import Durations, FrameRate, Summary, process_age
from installation.stage.marks import Keepsakes, state_folder
from installation.stage.options import RunOptions
from installation.stage.performance import fade_in, open_performance
from installation.stage.vitals import figures
from installation.story import Moment
from installation.story.acts import HELPS
from installation.story.gestures import Gestures
from installation.world.vitals import DELAY, Vitals

BLACK = 8
"""A picture none of whose pixels is brighter than this, of 255, counts as black."""

_log = logging.getLogger(__name__)


class Show:
    """A performance that is watched while it happens. `size` is the picture's, in pixels."""

    def __init__(self, context: moderngl.Context, options: RunOptions, size: tuple[int, int]) -> None:
        self.options, self.source = options, options.source
        self.messages = Messages()
        self.captions = captions.find(options.language)
        self.hearing = Hearing()
        self._keepsakes = None
        if options.replay is None:
            self._keepsakes = Keepsakes(options.state or state_folder(), self.messages.say, options.fresh)
        marks = self._keepsakes.marks if self._keepsakes else ()
        self.performance = open_performance(context, options, size[0] / size[1], marks)
        if options.record is not None:
            self._keep_sound(options.record)
        header = self.performance.header
        self._composer = None
        if options.sound_out is not None:
            self._composer = Composer(header.seed, header.aspect)
            step_back()
        self.renderer = str(context.info["GL_RENDERER"])
        self.rate = target_rate(self.renderer, options.fps)
        automatic = options.quality == "auto"
        # The lowest level comes on fastest; a level that was asked for is used as it is.
        level = Picture.levels[0] if automatic else options.quality
        self._quality = AutoQuality(Picture.levels, self.rate, level) if automatic else None
        self.picture = Picture(context, self.performance.world, size, level)
        self.guard = GuardWatch(context, self.picture.guard, options.guard_report)
        self.reloader = Reloader(self.performance, self.messages)
        self.pending: list[Event] = []
        """What the operator did since the last tick."""
        self.moment: Moment | None = None
        self._clock = WallClock(time.perf_counter)
        self._began = time.perf_counter()
        self._last_shown: float | None = None
        self._first_light: float | None = None
        self._block_time: float | None = None
        self._frames, self._work, self._latency, self._rate = Durations(), Durations(), Durations(), FrameRate()
        self._frame_count = 0
        self._finished = False
        for control in options.controls:
            control.view = self
        for text in options.messages:
            self.messages.say(text, logging.WARNING)
        _log.info("%s, %s, sound in: %s", self.renderer, f"{size[0]}x{size[1]}", self.source.name)

    def send(self, source: str, name: str, *values: float | str) -> None:
        """Let something happen at the coming tick."""
        self.pending.append(Event(self.performance.ticks, source, name, values))

    def start_recording(self, path: Path) -> None:
        """Begin a score at `path`, and keep the sound beside it where that is wanted; ScoreError where it cannot."""
        self.performance.start_recording(path)
        self._keep_sound(path)

    def stop_recording(self) -> None:
        """End the score and its sound."""
        self.performance.stop_recording()
        self._keep_sound(None)

    def _keep_sound(self, score: Path | None) -> None:
        if self.options.keep_sound is not None:
            try:
                self.options.keep_sound(sound_path(score) if score is not None else None)
            except ScoreError as error:
                self.messages.say(f"the sound is not recorded: {error}")

    def resize(self, size: tuple[int, int]) -> None:
        """Draw at this size from now on."""
        if size != self.picture.size:
            self.picture.resize(size)

    def over(self) -> bool:
        """Tell whether the show has come to its end by itself."""
        seconds, score = self.options.seconds, self.options.replay
        late = seconds is not None and self._frame_count > 0 and time.perf_counter() - self._began >= seconds
        return late or (score is not None and self.performance.ticks >= max(1, score.length))

    def draw(self) -> None:
        """Do the ticks that are due and draw the picture."""
        for change in self.reloader.poll(time.perf_counter()):
            self.send(change[0], change[1], *change[2])
        ticks, fraction = self._clock.advance()
        if self.options.replay is not None:
            ticks = min(ticks, max(0, self.options.replay.length - self.performance.ticks))
        for _ in range(ticks):
            self._tick(ticks)
        if self.moment is None:
            return
        self.picture.fade = fade_in((self.performance.ticks + fraction) / TICKS_PER_SECOND)
        self.picture.draw(self.moment, fraction, presented=time.perf_counter())
        self.guard.keep(time.perf_counter() - self._began)

    def _tick(self, ticks_in_frame: int) -> None:
        heard = self.source.events(self.performance.ticks, ticks_in_frame)
        self.hearing.hear(heard)
        played = [event for control in self.options.controls for event in control.events(self.performance.ticks)]
        before = (self.moment.world, self.moment.phase) if self.moment else None
        vitals = self.performance.world.delayed_vitals() if self._composer is not None else None
        self.moment = self.performance.tick([*self.pending, *heard, *played])
        self._sing(self.moment, vitals)
        self.pending = []
        if self._keepsakes is not None:
            self._keepsakes.keep(self.performance.director.marks)
        if (self.moment.world, self.moment.phase) != before:
            _log.info("%s: %s", self.moment.world, self.moment.phase)
        for text in self.source.messages():
            self.messages.keep(text)
        for text in (*self.performance.messages(), *(said for one in self.options.controls for said in one.messages())):
            self.messages.say(text)
        for outlet in self.options.outlets:
            outlet.tell(self.moment, self.performance.world.delayed_vitals(), self.performance.director.macros)

    def _sing(self, moment: Moment, vitals: Vitals | None) -> None:
        """Let a tick be heard, from the same moment and vitals as in a film."""
        if self._composer is None or self.options.sound_out is None:
            return
        self.options.sound_out.sing(*self._composer.step(moment.tick, moment, figures(moment, vitals)))
        for text in self.options.sound_out.messages():
            self.messages.keep(text)

    @property
    def crop(self) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of what is to be seen, in heights of the frame."""
        return self.picture.crop

    def standing(self, source: str, name: str) -> float | None:
        """Return where that stands which an event of this source and name moves, 0 to 1; None where nothing does."""
        return self.performance.director.standing(self.performance.ticks, source, name)

    def shown(self, work: float) -> None:
        """Take note that the picture is on the screen; `work` is the seconds that it took to make."""
        now = time.perf_counter()
        self._frame_count += 1
        if self._frame_count == 1:
            # The first frame compiles most programs: the show begins after it, and has lost no time by it.
            self._clock = WallClock(time.perf_counter)
            self._began = now
        elif self._last_shown is not None:
            self._measure(work, now - self._last_shown)
        self._last_shown = now
        self._rate.add(now)
        if self._first_light is None and int(self.picture.read().max()) > BLACK:
            self._first_light = process_age()
        if self.source.newest_block_time not in (None, self._block_time):
            self._block_time = self.source.newest_block_time
            self._latency.add(now - (self._block_time or now))

    def _measure(self, work: float, elapsed: float) -> None:
        self._frames.add(elapsed)
        self._work.add(work)
        # Until the fade is over, programs are still being compiled, at their first use.
        if self._quality is not None and self.performance.ticks > TICKS_PER_SECOND:
            level = self._quality.measure(work, elapsed)
            if level != self.picture.level:
                _log.info("picture quality: %s", level)
                self.picture.level = level

    @property
    def quality(self) -> str:
        """The picture's quality, and whether the machine chose it."""
        return self.picture.level + (" (auto)" if self._quality else "")

    def vitals(self) -> Vitals | None:
        """Return the newest vitals that can be had without waiting."""
        return self.performance.world.vitals(self.performance.world.tick - DELAY)

    def shown_now(self) -> Shown:
        """Return what the overlay's instruments show."""
        director = self.performance.director
        return Shown(
            hearing=self.hearing,
            community=self.moment.community if self.moment else Community(),
            title=self._title(),
            phase=director.phase,
            sentence=self.captions.sentence(director.world, director.phase),
            gestures=director.gestures,
            helps=HELPS.get(director.world, Gestures()),
            lost=self.source.lost,
        )

    def _title(self) -> str:
        world = self.performance.director.world
        return self.captions.worlds[world].title if world in self.captions.worlds else world

    def readings(self) -> Readings:
        """Return what the operator's panel shows."""
        performance, director = self.performance, self.performance.director
        recording = performance.recording
        frame = self._frames.percentiles_ms()
        community = self.moment.community if self.moment else Community()
        return Readings(
            fps=self._rate.value,
            frame_ms=frame["p50"] if frame else 0.0,
            tick=performance.ticks,
            slipped=self._clock.slipped,
            world=self._title(),
            phase=director.phase,
            citizens=len(community.citizens),
            unity=community.unity,
            arousal=community.arousal,
            guard=self._guarded(),
            blend=director.blend(performance.ticks),
            quality=self.quality,
            renderer=self.renderer,
            vitals=self.vitals(),
            capacity=performance.world.quality.capacity,
            sound_in=self.source.name,
            sound_state=self.source.state,
            sound_lost=self.source.lost,
            sound_out=self.options.sound_out.name if self.options.sound_out is not None else "none",
            silenced=self.options.sound_out is not None and self.options.sound_out.lost,
            momentary=self.hearing.music.get("momentary"),
            recording=recording.name if recording else "",
            faults=tuple(dict.fromkeys(self.messages.faults.values())),
            notes=tuple(self.messages.notes),
            played=", ".join(filter(None, (control.name for control in self.options.controls))),
            held=self._held(),
            sliders=self._sliders(),
        )

    def _sliders(self) -> tuple[Slider, ...]:
        """Return where each macro stands, and the knob that moves it, for who plays."""
        hands = {what: at for control in self.options.controls for what, at in control.hands.items()}
        standing = {name: self.standing("macro", name) for name in MACROS} if self.options.controls else {}
        return tuple(Slider(name, at, hands.get(("macro", name))) for name, at in standing.items() if at is not None)

    def _held(self) -> str:
        """Say what a performer holds over the picture."""
        master, blackout = self.standing("light", "master"), self.standing("light", "blackout")
        dimmed = f"light {master:.0%}" if master is not None and master < 1.0 else ""
        frozen = "frozen" if self.standing("world", "freeze") else ""
        return ", ".join(filter(None, ("blackout" if blackout else "", dimmed, frozen)))

    def _guarded(self) -> str:
        """Say when the guard held the picture last, and on what."""
        last = self.guard.last
        if last is None:
            return ""
        ago = time.perf_counter() - self._began - last.end
        return (f"{ago:.0f} s ago: " if ago >= 1.0 else "now: ") + last.told()

    def finish(self) -> Summary:
        """Close what is kept; return how it went. The source is closed by whoever opened it."""
        if not self._finished:
            self.guard.finish(self.messages.say)
        summary = self._summary()
        if not self._finished:
            self._finished = True
            self.performance.finish()
            if self._keepsakes is not None:
                self._keepsakes.finish(self.performance.director.marks)
            for text in self.performance.messages():
                self.messages.say(text)
        return summary

    def _summary(self) -> Summary:
        vitals, seconds = self.vitals(), time.perf_counter() - self._began
        return Summary(
            frames=self._frame_count,
            ticks=self.performance.ticks,
            seconds=round(seconds, 2),
            fps=round(self._frame_count / max(seconds, 1e-9), 2),
            frame_ms=self._frames.percentiles_ms(),
            work_ms=self._work.percentiles_ms(),
            sound_to_light_ms=self._latency.percentiles_ms(),
            first_light_s=None if self._first_light is None else round(self._first_light, 2),
            slipped_s=round(self._clock.slipped, 2),
            held_frames=self.guard.frames,
            segments=vitals.segments if vitals else 0,
            world=self.performance.director.world,
            phase=self.performance.director.phase,
            size=self.picture.size,
            quality=self.picture.level,
            renderer=self.renderer,
            sound_in=self.source.name,
            sound_out=self._heard_on(),
        )

    def _heard_on(self) -> dict[str, float | str] | None:
        out = self.options.sound_out
        return None if out is None else {"name": out.name, **out.told}


class Stop:
    """Whether somebody asked for the end: Ctrl-C, a signal, a closed window. A second signal ends at once."""

    def __init__(self) -> None:
        self.asked = False

    @contextlib.contextmanager
    def on_signals(self) -> Iterator[None]:
        """Let SIGINT and SIGTERM ask for the end, as long as the context lasts."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

        def ask(number: int, frame: FrameType | None) -> None:
            self.asked = True
            signal.signal(number, before[signal.Signals(number)])

        for number in before:
            signal.signal(number, ask)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
