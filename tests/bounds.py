"""The bounds: what the story of each world must do to its vitals, played with communities that stand in for people.

`python tests/bounds.py` (or `make bounds`) plays every scenario from the grown networks with five seeds and compares
the medians; `--world NAME`, `--seeds N` and `--json` as they say. The table below is all that there is to be kept:
what is played, and what must come of it.
"""

import argparse
import json
import math
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

import moderngl

from installation.score import TICKS_PER_SECOND, Event
from installation.senses.stand_in import Crowd, StandIn
from installation.stage.offscreen import offscreen_context
from installation.stage.performance import Performance
from installation.stage.start import begin
from installation.stage.vitals import figures
from installation.world.quality import Quality

COARSE = Quality(field_rows=90, particles=4096)
"""Every slot that a grown network needs, and else half as fine: the story is the same, in half of the time."""
SAMPLE_TICKS = 6
BLEND_SECONDS = 2.0
END_SECONDS = 5.0
"""What stands at the end of a step is the mean of these last seconds of it."""

NOBODY = Crowd(citizens=0)
QUIET = Crowd(unity=0.8, arousal=-0.3)
AGREED = Crowd(unity=0.9, arousal=0.3, valence=0.3)
OPPOSED = Crowd(unity=0.1, arousal=0.3, camps=2)
ALARMED = Crowd(unity=0.2, arousal=0.8)
UNITED = Crowd(unity=0.85, arousal=0.8)


@dataclass(frozen=True)
class Step:
    """A stretch of a scenario: so many seconds in a phase, with these people. Bounds call it by its name."""

    name: str
    phase: str
    seconds: float
    crowd: Crowd = QUIET


@dataclass
class Series:
    """What a scenario gave: figures ten times a second, by step."""

    steps: dict[str, list[dict[str, float]]] = field(default_factory=dict)

    def end(self, step: str, name: str) -> float:
        """Return the mean of a figure over the last seconds of a step."""
        return statistics.fmean(self._values(step, name)[-round(END_SECONDS * TICKS_PER_SECOND / SAMPLE_TICKS) :])

    def begin(self, step: str, name: str) -> float:
        """Return a figure when a step begins."""
        return self._values(step, name)[0]

    def least(self, step: str, name: str) -> float:
        """Return the smallest value of a figure in a step."""
        return min(self._values(step, name))

    def most(self, step: str, name: str) -> float:
        """Return the largest value of a figure in a step."""
        return max(self._values(step, name))

    def of(self, step: str, other: str, name: str) -> float:
        """Return a figure at the end of a step as a share of what it was at the end of another; NaN of nothing."""
        return share(self.end(step, name), self.end(other, name))

    def _values(self, step: str, name: str) -> list[float]:
        return [figures[name] for figures in self.steps[step]]


@dataclass(frozen=True)
class Bound:
    """Something that must be `at_least` or `at_most` so much, as the median over seeds."""

    what: str
    measure: Callable[[Series], float]
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float) -> bool:
        """Tell whether a value keeps to it; what is not a number does not."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def wanted(self) -> str:
        """Say what is wanted."""
        low = "" if self.at_least is None else f"{self.at_least:g} or more"
        return low or f"{self.at_most:g} or less"


@dataclass(frozen=True)
class Scenario:
    """A world, what happens in it, and what must come of it."""

    world: str
    steps: tuple[Step, ...]
    bounds: tuple[Bound, ...]


def share(part: float, whole: float) -> float:
    """Return a share; where there is nothing to compare with, NaN, which keeps to no bound."""
    return part / whole if whole > 1e-9 else math.nan


def torn(series: Series, step: str) -> float:
    """Return the share of the biomass that a storm tears in a step."""
    return 1.0 - series.least(step, "biomass") / series.begin(step, "biomass")


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "ecoverse",
        (Step("calm", "calm", 15), Step("chaos", "chaos", 40, ALARMED),
         Step("serum", "chaos", 30, replace(ALARMED, touch=0.5))),
        (Bound("processing in chaos, of calm's", lambda s: s.of("chaos", "calm", "processing"), at_most=0.2),
         Bound("order in chaos", lambda s: s.end("chaos", "order"), at_most=0.3),
         Bound("processing after 30 s of serum over half, of calm's",
               lambda s: s.of("serum", "calm", "processing"), at_least=0.9)),
    ),
    Scenario(
        "ecoverse",
        (Step("calm", "calm", 15), Step("chaos", "chaos", 40, ALARMED), Step("no serum", "chaos", 30, ALARMED)),
        (Bound("processing after 30 s more without serum, of calm's",
               lambda s: s.of("no serum", "calm", "processing"), at_most=0.3),),
    ),
    Scenario(
        "nutrient_network",
        (Step("calm", "calm", 15, AGREED), Step("camps", "chaos", 60, OPPOSED), Step("agreed", "chaos", 40, AGREED)),
        (Bound("division by two opposed camps", lambda s: s.end("camps", "division"), at_least=0.7),
         Bound("load between the banks, of calm's", lambda s: s.of("camps", "calm", "crossing"), at_most=0.5),
         Bound("synchrony after 40 s of unity .9", lambda s: s.end("agreed", "synchrony"), at_least=0.8),
         Bound("division after 40 s of unity .9", lambda s: s.end("agreed", "division"), at_most=0.2)),
    ),
    Scenario(
        "purification",
        (Step("disruption", "disruption", 20, OPPOSED), Step("chaos", "chaos", 60, ALARMED),
         Step("linked", "restoration", 90, AGREED)),
        (Bound("sterile ground after 60 s of chaos, of before",
               lambda s: s.of("chaos", "disruption", "sterile"), at_least=3.0),
         Bound("toxin after 90 s of linked clusters, of chaos'",
               lambda s: s.of("linked", "chaos", "waste"), at_most=0.1),
         Bound("hyphae that grew where it was, heights",
               lambda s: s.end("linked", "scarred_biomass") - s.begin("linked", "scarred_biomass"), at_least=1.0),
         Bound("flora that opened", lambda s: s.end("linked", "flora"), at_least=3.0),
         Bound("flora on ground that was sterile, of all",
               lambda s: share(s.end("linked", "scarred_flora"), s.end("linked", "flora")), at_least=1.0)),
    ),
    Scenario(
        "nutrient_symphony",
        (Step("calm", "calm", 15, NOBODY), Step("storm", "chaos", 40, NOBODY),
         Step("mending", "restoration", 60, AGREED)),
        (Bound("biomass that the storm tears", lambda s: torn(s, "storm"), at_least=0.3),
         Bound("biomass after 60 s of restoration, of calm's",
               lambda s: s.of("mending", "calm", "biomass"), at_least=0.9),
         Bound("exchange while mending, of the storm's",
               lambda s: s.of("mending", "storm", "exchange"), at_least=1.5)),
    ),
    Scenario(
        "nutrient_symphony",
        (Step("calm", "calm", 15, replace(QUIET, citizens=80)),
         Step("storm", "chaos", 40, replace(AGREED, citizens=80))),
        (Bound("ground that 80 citizens' tiles shelter", lambda s: s.most("storm", "sheltered"), at_least=0.8),
         Bound("biomass that the storm tears on it", lambda s: torn(s, "storm"), at_most=0.1)),
    ),
    Scenario(
        "thaloria",
        (Step("calm", "calm", 15), Step("surge", "disruption", 25, ALARMED), Step("united", "chaos", 20, UNITED)),
        (Bound("scatter in the surge, of calm's",
               lambda s: share(s.most("surge", "scatter"), s.end("calm", "scatter")), at_least=3.0),
         Bound("scatter after 20 s of unity .85, heights", lambda s: s.end("united", "scatter"), at_most=0.1),
         Bound("citizens whose tile is lit, of all", lambda s: s.end("united", "tiles") / 12, at_least=1.0)),
    ),
    Scenario(
        "thaloria",
        (Step("calm", "calm", 15), Step("surge", "disruption", 25, ALARMED), Step("apart", "chaos", 20, ALARMED)),
        (Bound("scatter after 20 s of unity .2, heights", lambda s: s.end("apart", "scatter"), at_least=0.15),),
    ),
)  # fmt: skip
"""What is played, and what must come of it. Without another word people are quiet and agree."""


def play(context: moderngl.Context, scenario: Scenario, seed: int = 1, quality: Quality | None = None) -> Series:
    """Play a scenario from the grown network of its world, which first takes this quality, where one is given."""
    start = begin(scenario.world, scenario.steps[0].phase, seed=seed)
    if start.snapshot is None:
        sys.exit(f"{scenario.world}: there is no grown network to begin with: make grown")
    performance, series = Performance(context, start), Series()
    if quality is not None:
        performance.world.change_quality(quality)
    for step in scenario.steps:
        people = StandIn(step.crowd, start.header.aspect)
        told = series.steps.setdefault(step.name, [])
        for tick in range(round(step.seconds * TICKS_PER_SECOND)):
            cue = [Event(0, "cue", "phase", (step.phase, BLEND_SECONDS))] if tick == 0 else []
            moment = performance.tick([*cue, *people.events(tick)])
            if tick % SAMPLE_TICKS == 0:
                vitals = performance.world.vitals(performance.world.tick - 1)
                told.append({k: v for k, v in figures(moment, vitals).items() if not isinstance(v, str)})
    performance.finish()
    performance.world.state.release()
    return series


@dataclass(frozen=True)
class Result:
    """What came of a bound over some seeds."""

    world: str
    what: str
    wanted: str
    median: float
    least: float
    most: float
    holds: bool


def results(scenarios: Sequence[Scenario], seeds: Sequence[int], say: Callable[[str], None]) -> Iterator[Result]:
    """Play scenarios with every seed and give what came of each bound."""
    context = offscreen_context()
    for scenario in scenarios:
        played = []
        for seed in seeds:
            say(f"{scenario.world}, {scenario.steps[-1].name}, seed {seed}")
            played.append(play(context, scenario, seed))
        for bound in scenario.bounds:
            values = [bound.measure(series) for series in played]
            median = statistics.median(values)
            held = bound.holds(median)
            yield Result(scenario.world, bound.what, bound.wanted(), median, min(values), max(values), held)


def main() -> int:
    """Play what is asked for, and print what came of it."""
    parser = argparse.ArgumentParser(description="Compare every world's vitals with what its story must do to them.")
    worlds = list(dict.fromkeys(scenario.world for scenario in SCENARIOS))
    parser.add_argument("--world", choices=worlds, help="only this world")
    parser.add_argument("--seeds", type=int, default=5, help="how many seeds (default: 5)")
    parser.add_argument("--json", action="store_true", help="one JSON object for each bound")
    asked = parser.parse_args()
    chosen = [scenario for scenario in SCENARIOS if asked.world in (None, scenario.world)]
    failed = 0
    for result in results(chosen, range(1, asked.seeds + 1), lambda text: print(text, file=sys.stderr, flush=True)):
        failed += not result.holds
        if asked.json:
            print(json.dumps(asdict(result)), flush=True)
            continue
        span = f"{result.median:8.3g} ({result.least:.3g} to {result.most:.3g})"
        mark = "ok    " if result.holds else "FAILED"
        print(f"{mark} {result.world:18} {result.what:56} {result.wanted:13} {span}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
