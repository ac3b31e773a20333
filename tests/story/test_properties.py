"""What holds for any community, any vitals and any events."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from telling import FIVE, GOOD, SomeVitals, alike, director, in_range, seconds, sound, steps

from installation.community import CONFIDENT, Community
from installation.params import INDEX, NAMES
from installation.score import PHASES, WORLDS, Event
from installation.story.acts import HELPS
from installation.story.arc import BETWEEN, LONGEST, Arc
from installation.story.looks import DEFAULT_BLEND
from installation.story.marks import APART, MOST_MARKS, Marks
from installation.story.wounds import HEALING, TURNING

share = some.floats(0.0, 1.0)
signed = some.floats(-1.0, 1.0)
odd = some.sampled_from([math.nan, math.inf, -math.inf]) | some.floats(-2.0, 2.0)
some_vitals = some.none() | some.builds(SomeVitals, *[odd] * 8) | some.builds(SomeVitals, *[share] * 8)
some_community = some.builds(
    Community,
    loudness=share, arousal=signed, valence=signed, unity=share, confidence=share, camps=share,
    people=some.sampled_from([0.0, 0.0, 1.0, 12.0]),
)  # fmt: skip
stretch = some.tuples(some.integers(30, seconds(120)), some_community, some_vitals, share)
"""So many ticks of a community, vitals and an act."""


def live(arc: Arc, stretches, phase: str, total: int):
    """Live through the stretches again and again; give the tick and the phase at each change of its own."""
    tick, entered = 0, 0
    while True:
        for length, community, vitals, strength in stretches:
            for _ in range(length):
                if tick >= total:
                    return
                wanted = arc.step(phase, community, vitals, strength, auto=True)
                assert 0.0 <= arc.mercy <= 1.0
                assert tick - entered <= seconds(LONGEST[phase]) + 1, f"{phase} does not end"
                if wanted is not None:
                    assert wanted in PHASES and wanted != phase
                    phase, entered = wanted, tick
                    arc.enter(phase, DEFAULT_BLEND)
                    yield tick, phase
                tick += 1


@given(some.lists(stretch, min_size=1, max_size=6), some.sampled_from(WORLDS), some.sampled_from(PHASES))
@settings(deadline=None, max_examples=12)
def test_whatever_people_and_the_world_do_no_phase_outlasts_its_limit_nor_flickers(stretches, world, phase):
    changed = list(live(Arc(world), stretches, phase, seconds(900)))
    assert len(changed) >= 4
    assert all(later - tick >= seconds(BETWEEN) for (tick, _), (later, _) in zip(changed, changed[1:], strict=False))


@given(
    some.lists(some_community.filter(lambda one: one.people > 0.0), min_size=1, max_size=3),
    some.sampled_from(WORLDS), some.sampled_from([None, GOOD, SomeVitals(*[math.nan] * 8)]),
)  # fmt: skip
@settings(deadline=None, max_examples=12)
def test_what_is_not_surely_known_holds_nothing_up(communities, world, vitals):
    """With people there, and neither confidence nor a wound to be seen, a story takes eight minutes at the most."""
    unsure = [Community(**(vars(one) | {"confidence": min(one.confidence, 0.99 * CONFIDENT)})) for one in communities]
    stretches = [(400, one, vitals, 0.0) for one in unsure]
    assert len(list(live(Arc(world), stretches, PHASES[0], seconds(480)))) >= 5


FREE = ("growth_speed", "streaming_speed", "swell", "spark")
"""What the room's sound moves at once."""
BOUND = [index for index, name in enumerate(NAMES) if name not in FREE]
MOVING = {key: values.copy() for key, values in FIVE.items()}
_MOVED = {
    "act_to_bridging": 0.4, "act_to_waves": 30.0, "act_to_tiles": 1.0, "discord_to_division": 1.0,
    "discord_to_severing": 3.0, "arousal_to_burst": 1.0,
}  # fmt: skip
for _values in MOVING.values():
    for _name, _amount in _MOVED.items():
        _values[INDEX[_name]] = _amount

happening = some.one_of(
    some.builds(lambda p, s: ("cue", "phase", (p, s)), some.sampled_from(PHASES), some.floats(1.0, 30.0)),
    some.builds(lambda w, s: ("cue", "world", (w, s)), some.sampled_from(WORLDS), some.floats(1.0, 30.0)),
    some.builds(lambda n, v, a: ("citizen", str(n), (v, a)), some.integers(0, 12), signed, signed),
    some.builds(lambda n: ("leave", str(n), ()), some.integers(0, 12)),
    some.builds(lambda n: ("tap", n, ()), some.sampled_from(["keyboard", "1", "2"])),
    some.builds(lambda x, y, s: ("touch", "pointer", (x, y, s)), odd, odd, odd),
)
happenings = some.lists(some.tuples(some.integers(0, 90), happening), max_size=25)


def events_of(rows) -> dict[int, list[Event]]:
    tick, events = 0, {}
    for wait, (source, name, values) in rows:
        tick += wait
        events.setdefault(tick, []).append(Event(tick, source, name, values))
    return events


@given(happenings, some.sampled_from(["auto", *PHASES]), some.sampled_from(["auto", *WORLDS]), some_vitals)
@settings(deadline=None, max_examples=30)
def test_whatever_happens_every_parameter_moves_without_a_step_and_keeps_its_range(rows, phase, world, vitals):
    events = events_of(rows)
    one = director(phase, world, MOVING)
    moments = [
        one.step(tick, [*events.get(tick, []), *sound(tick, envelope=0.5 * (tick % 60 < 30))], vitals)
        for tick in range(max(events, default=0) + 150)
    ]
    assert all(in_range(moment.values) for moment in moments)
    for moment in moments:
        touches = [number for touch in moment.touches for number in (touch.x, touch.y, touch.strength)]
        assert np.isfinite(touches).all() and moment.phase_age >= 0.0 and 0.0 <= moment.crossing <= 1.0
    # A blend of a second, the act's own slope, and a crossing's.
    assert steps(moments)[:, BOUND].max(initial=0.0) <= 1.5 / 60 + 1 / 90 + 0.02


@given(happenings, some.sampled_from(["auto", *PHASES]))
@settings(deadline=None, max_examples=30)
def test_a_cue_wins_at_its_own_tick(rows, phase):
    events = events_of(rows)
    one = director(phase, "auto", MOVING)
    for tick in range(max(events, default=0) + 2):
        heard = events.get(tick, [])
        moment = one.step(tick, heard, None)
        for name in ("phase", "world"):
            cued = [event.values[0] for event in heard if (event.source, event.name) == ("cue", name)]
            assert not cued or getattr(moment, name) == cued[-1]


@given(some.lists(some.tuples(share, share), min_size=1, max_size=20))
@settings(deadline=None, max_examples=25)
def test_marks_stay_few_and_inside(places):
    marks = Marks((), "thaloria", 16 / 9)
    for number, place in enumerate(places):
        marks.leave("thaloria", place, number, (0.38, 0.42))
    seen = marks.step("thaloria")
    assert len(seen) == min(len(places), MOST_MARKS)
    spots = np.array([mark.place for mark in seen])
    assert ((spots > 0.0) & (spots < 1.0)).all()
    scaled = spots * (16 / 9, 1.0)
    apart = np.hypot(*(scaled[:, None] - scaled[None]).transpose(2, 0, 1))
    # Twelve always find room.
    assert (apart + np.eye(len(seen))).min() >= APART - 1e-9


def test_a_tick_with_two_hundred_citizens_costs_less_than_two_with_ten():
    def cost(citizens: int) -> float:
        one, crowd, times = director("auto", "auto", FIVE), alike(citizens, arousal=0.5), []
        for tick in range(700):
            events = crowd(tick)
            begun = time.process_time()
            one.step(tick, events, GOOD)
            times.append(time.process_time() - begun)
        # The best of many: other work on this machine is not the story's.
        return float(np.quantile(times, 0.1))

    assert cost(200) < 2.0 * cost(10)


@pytest.mark.parametrize("world", WORLDS)
def test_every_world_has_its_gestures_and_its_wound(world):
    assert world in HELPS and TURNING[world] and HEALING[world]
