"""Scenes that try the guard: every world and phase with loud and excited people, strobing and wild input, calm motion.

`python tests/picture/scenes.py` (or `make guard`) plays them longer and with several seeds, and prints for each what
would have flashed, what did, and what the guard changed; `--world NAME`, `--seeds N` and `--pace N` as they say.
"""

import argparse
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import moderngl
import numpy as np
from flashes import ALLOWED, Frames, worst_scaled_share, worst_share
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from installation.gpu.shaders import Shaders  # noqa: E402
from installation.params import GROUPS, PARAMETERS  # noqa: E402
from installation.picture.picture import Picture  # noqa: E402
from installation.score import PHASES, TICKS_PER_SECOND, WORLDS, Event  # noqa: E402
from installation.senses.sound.sound_in import demo  # noqa: E402
from installation.senses.stand_in import Crowd, StandIn  # noqa: E402
from installation.stage.offscreen import offscreen_context  # noqa: E402
from installation.stage.performance import Performance, fade_in  # noqa: E402
from installation.stage.start import begin  # noqa: E402
from installation.story import Mark  # noqa: E402
from installation.world.quality import Quality  # noqa: E402

SIZE = 320, 180
HALF_CYCLE_TICKS = 3
"""10 Hz: with as many from picture to picture there is one for each state of the input."""
BEAT_TICKS = 15
BLEND_SECONDS = 0.3
CHANGED = 0.001
"""Share of all pixels and frames of calm motion that the guard may change by more than a 255th."""

Input = Callable[[int, np.random.Generator], list[Event]]
"""What comes in at a tick of a step, by chance where it takes one."""

EXCITED = Crowd(unity=0.2, arousal=1.0, camps=2, touch=0.3)
QUIET = Crowd(unity=0.8, arousal=-0.3, touch=0.05)
HAPPY = Crowd(unity=0.95, arousal=0.6, valence=0.6, touch=0.1)


@dataclass(frozen=True)
class Step:
    """A stretch of a scene: so many seconds in a phase, with these people and what else comes in."""

    phase: str
    seconds: float
    crowd: Crowd
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A world from its start on, with a picture every so many ticks.

    The guard must leave it alone where its motion is `calm`.
    """

    name: str
    world: str
    steps: tuple[Step, ...]
    frame_ticks: int = HALF_CYCLE_TICKS
    calm: bool = False


class Film(NamedTuple):
    """What the guard was given, what it showed, uint8 of shape (frames, height, width, 3), and when, in seconds."""

    wanted: Frames
    shown: Frames
    times: NDArray[np.float64]

    @property
    def changed(self) -> float:
        """Share of all pixels and frames that the guard changed by more than a 255th."""
        differences = np.abs(self.wanted.astype(np.int16) - self.shown)
        return float((differences.max(axis=-1) > 1).mean())


def beat(tick: int, random: np.random.Generator) -> list[Event]:
    """Loud music of four beats a second, in every band."""
    into = tick % BEAT_TICKS
    features = (1.0, 0.9 if into < 6 else 0.2, float(into == 0), *[0.9] * 7, 0.8, 0.9, 0.5, 0.5, 0.0)
    return [Event(tick, "sound", "features", features)]


def talk(tick: int, random: np.random.Generator) -> list[Event]:
    """The room that ships: hums, words and claps."""
    return _room.events(tick, 1)


_room = demo()


def strobing(names: Sequence[str], in_step: bool = True) -> Input:
    """Return input that sets parameters to their maximum and minimum in turn, in step or every other one first."""
    first = names if in_step else names[::2]

    def toggle(tick: int, random: np.random.Generator) -> list[Event]:
        if tick % HALF_CYCLE_TICKS:
            return []
        high = (tick // HALF_CYCLE_TICKS) % 2 == 1
        chosen = (one for one in PARAMETERS if one.name in names)
        values = ((one.name, one.maximum if high == (one.name in first) else one.minimum) for one in chosen)
        return [Event(tick, "param", name, (value,)) for name, value in values]

    return toggle


def wild(tick: int, random: np.random.Generator) -> list[Event]:
    """Any values for a third of the parameters, up to twenty times a second, and touches anywhere."""
    if tick % HALF_CYCLE_TICKS or random.random() < 0.3:
        return []
    chosen = [one for one in PARAMETERS if random.random() < 0.3]
    values = [Event(tick, "param", one.name, (random.uniform(one.minimum, one.maximum),)) for one in chosen]
    return [*values, Event(tick, "touch", "pointer", (random.uniform(0.0, 1.8), random.uniform(0.0, 1.0), 2.0))]


ALL = tuple(one.name for one in PARAMETERS)


def _of(*groups: str) -> tuple[str, ...]:
    return tuple(one.name for one in PARAMETERS if one.group in groups)


def _dealt(number: int) -> tuple[str, ...]:
    """Return the parameters of a world's own share of the groups, so that each group is some world's."""
    return _of(*GROUPS[number :: len(WORLDS)])


def scenes(world: str) -> Iterator[Scene]:
    """Give the scenes of a world, short as they are tested; `longer` makes more of them."""
    yield Scene("all phases, full arousal", world, tuple(Step(phase, 0.8, EXCITED, (beat,)) for phase in PHASES), 5)
    strobes = strobing(ALL), strobing(_dealt(WORLDS.index(world))), wild
    yield Scene("chaos, strobing input", world, tuple(Step("chaos", 1.05, EXCITED, (one, beat)) for one in strobes))
    quiet, happy = Step("calm", 1.0, QUIET, (talk,)), Step("celebration", 1.0, HAPPY, (talk,))
    yield Scene("calm and celebration", world, (quiet, happy), 4, calm=True)


def longer(scene: Scene, pace: float) -> Scene:
    """Return a scene with so many times the seconds, in thirty pictures each."""
    steps = tuple(replace(step, seconds=pace * step.seconds) for step in scene.steps)
    return replace(scene, steps=steps, frame_ticks=2)


def more(world: str) -> Iterator[Scene]:
    """Give what the tests have no time for: all parameters in counter-phase, and each group of them alone."""
    yield Scene("chaos, counter-phase", world, (Step("chaos", 4.0, EXCITED, (strobing(ALL, in_step=False), beat)),))
    for group in GROUPS:
        yield Scene(f"chaos, {group} strobes", world, (Step("chaos", 1.5, EXCITED, (strobing(_of(group)), beat)),))


@dataclass
class _Watched:
    """The picture's guard, and beside it what it was given last."""

    guard: Any
    context: moderngl.Context
    given: Any = field(init=False)

    def __post_init__(self) -> None:
        self.given = self.context.framebuffer([self.context.texture(SIZE, 4)])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.guard, name)

    def draw(self, coming: Any, *rest: Any) -> None:
        self.context.copy_framebuffer(self.given, coming)
        self.guard.draw(coming, *rest)


def play(
    context: moderngl.Context,
    scene: Scene,
    seed: int = 1,
    shaders: Shaders | None = None,
    quality: Quality | None = None,
) -> Film:
    """Play a scene from the grown network of its world, with marks in it, and film it.

    The world first takes this quality, where one is given.
    """
    # A hundred scenes would fill the memory with what Python alone has forgotten.
    context.gc_mode = "auto"
    try:
        return _film(context, scene, seed, shaders, quality)
    finally:
        gc.collect()
        context.gc_mode = None


def _film(context: moderngl.Context, scene: Scene, seed: int, shaders: Shaders | None, quality: Quality | None) -> Film:
    marks = [Mark(scene.world, place, strength, 7) for place, strength in (((0.3, 0.4), 1.0), ((0.7, 0.6), 0.6))]
    start = begin(scene.world, scene.steps[0].phase, seed=seed, marks=marks)
    performance = Performance(context, start, shaders=shaders)
    if quality is not None:
        performance.world.change_quality(quality)
    picture = Picture(context, performance.world, SIZE)
    watched = picture.guard = _Watched(picture.guard, context)
    wanted, shown, times = [], [], []
    for events in _inputs(scene, seed, start.header.aspect):
        moment = performance.tick(events)
        if performance.ticks % scene.frame_ticks == 0:
            times.append(moment.tick / TICKS_PER_SECOND)
            picture.fade = fade_in(times[-1])
            picture.draw(moment, presented=times[-1])
            wanted.append(_pixels(watched.given))
            shown.append(_pixels(picture.shown))
    performance.finish()
    return Film(np.array(wanted), np.array(shown), np.array(times))


def _inputs(scene: Scene, seed: int, aspect: float) -> Iterator[list[Event]]:
    """Give the events of every tick."""
    random = np.random.default_rng(seed)
    for number, step in enumerate(scene.steps):
        people = StandIn(step.crowd, aspect)
        for tick in range(round(step.seconds * TICKS_PER_SECOND)):
            events = people.events(tick)
            if tick == 0 and number > 0:
                events += [Event(0, "param", "reset"), Event(0, "cue", "phase", (step.phase, BLEND_SECONDS))]
            yield [*events, *(event for one in step.inputs for event in one(tick, random))]


def _pixels(framebuffer: Any) -> Frames:
    width, height = framebuffer.size
    return np.frombuffer(framebuffer.read(components=3, alignment=1), np.uint8).reshape(height, width, 3)


def main() -> int:
    """Play what is asked for, and print what came of it."""
    parser = argparse.ArgumentParser(description="Try the guard with every world, and count what flashes all the same.")
    parser.add_argument("--world", choices=WORLDS, help="only this world")
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds (default: 3)")
    parser.add_argument("--pace", type=float, default=4.0, help="how many times as long as in the tests (default: 4)")
    asked = parser.parse_args()
    context, failed = offscreen_context(), 0
    print("                                                         flashing of a part: wanted  shown scaled   changed")
    for world in [asked.world] if asked.world else WORLDS:
        played = [*(longer(scene, asked.pace) for scene in scenes(world)), *more(world)]
        for scene, seed in ((scene, seed) for scene in played for seed in range(1, asked.seeds + 1)):
            film = play(context, scene, seed)
            shares = [worst_share(film.wanted, film.times), worst_share(film.shown, film.times)]
            shares.append(worst_scaled_share(film.shown, film.times))
            holds = max(shares[1:]) <= ALLOWED and not (scene.calm and film.changed > CHANGED)
            failed += not holds
            said = "".join(f"{share:7.3f}" for share in shares)
            print(f"{'ok    ' if holds else 'FAILED'} {world:18} {scene.name:34} seed {seed:2} {'':9}{said} "
                  f"{100 * film.changed:8.3f} %", flush=True)  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
