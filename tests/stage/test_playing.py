"""What a performer does to the world and its picture: freeze, light, macros, a world that begins anew."""

from pathlib import Path

import moderngl
import numpy as np

from installation.picture.picture import Picture
from installation.score import Event, read_score
from installation.stage.performance import Performance, Replay
from installation.stage.start import begin, resume
from installation.world.quality import Quality

SMALL = Quality(8192, 60, 1024)


def said(source: str, name: str, *values: float) -> Event:
    return Event(0, source, name, values)


def play(performance: Performance, ticks: int, *events: Event):
    moment = performance.tick(events)
    for _ in range(ticks - 1):
        moment = performance.tick()
    return moment


def test_a_frozen_world_stands_still_whatever_happens_and_goes_on_as_if_nothing_had(context: moderngl.Context) -> None:
    first, second = Performance(context, begin(quality=SMALL)), Performance(context, begin(quality=SMALL))
    for performance in (first, second):
        play(performance, 60, said("touch", "pointer", 0.8, 0.5, 1.0))
    before = second.world.state_hash()
    frozen = play(second, 90, said("world", "freeze", 1), said("macro", "growth", 1.0), said("tap", "keyboard"))
    assert frozen.frozen and second.ticks == 150 and second.world.tick == 60
    assert second.world.state_hash() == before
    second.tick([said("param", "reset")])
    play(second, 60)
    play(second, 30, said("world", "freeze", 0))
    play(first, 30)
    assert first.world.state_hash() != before
    assert second.world.tick == first.world.tick


def test_the_picture_of_a_frozen_world_does_not_tremble_and_its_colours_go_on(context: moderngl.Context) -> None:
    performance = Performance(context, begin(quality=SMALL))
    picture = Picture(context, performance.world, (160, 90))
    moment = play(performance, 60, said("world", "freeze", 0))
    moment = play(performance, 3, said("world", "freeze", 1))
    pictures = []
    for fraction in (0.0, 0.3, 0.9):
        picture.draw(moment, fraction)
        pictures.append(picture.read())
    assert all(np.array_equal(one, pictures[0]) for one in pictures)
    moment = play(performance, 3, said("param", "exposure", 3.0))
    picture.draw(moment, 0.5)
    assert picture.read().mean() > 1.5 * pictures[0].mean()


def test_light_dims_the_picture_and_a_blackout_is_black_and_the_world_knows_of_neither(context) -> None:
    dark, lit = Performance(context, begin(quality=SMALL)), Performance(context, begin(quality=SMALL))
    picture = Picture(context, dark.world, (160, 90))
    play(lit, 150)
    play(dark, 50)
    means = []
    for event, ticks in ((said("light", "master", 1.0), 2), (said("light", "master", 0.3), 38)):
        picture.draw(play(dark, ticks, event), 0.0)
        means.append(picture.read().mean())
    picture.draw(play(dark, 60, said("light", "blackout", 1)), 0.0)
    assert means[1] < 0.5 * means[0] and picture.read().max() <= 1
    assert dark.world.state_hash() == lit.world.state_hash()


def test_a_world_that_begins_anew_lets_go_and_lives_by_another_chance(context: moderngl.Context) -> None:
    one = Performance(context, begin(quality=SMALL, seed=3))
    play(one, 20)
    ground, spores = one.world.ground, one.world.seed
    moment = play(one, 300, said("world", "reseed", 4242))
    assert one.world.seed == 4242 != spores and one.world.ground == ground
    assert 0.0 < moment.crossing < 1.0 and moment.world == "thaloria"


def test_what_was_played_is_played_again_exactly(context: moderngl.Context, tmp_path: Path) -> None:
    first = Performance(context, begin(quality=SMALL), tmp_path / "a.score", tmp_path / "a.vitals")
    play(first, 20, said("macro", "pulse", 0.875), said("light", "master", 0.4), said("note", "midi/K/1/60", 60, 0.7))
    play(first, 25, said("world", "freeze", 1), said("clock", "midi", 121.37, 4))
    play(first, 20, said("world", "freeze", 0))
    play(first, 20, said("world", "reseed", 4294967295), said("note", "midi/K/1/60", 60, 0))
    first.finish()
    replay = Replay(read_score(tmp_path / "a.score"))
    second = Performance(context, resume(read_score(tmp_path / "a.score")), tmp_path / "b.score", tmp_path / "b.vitals")
    for tick in range(replay.length):
        second.tick(replay.events(tick, 1))
    second.finish()
    assert second.world.seed == 4294967295
    assert second.world.state_hash() == first.world.state_hash()
    for suffix in ("score", "vitals"):
        assert (tmp_path / f"a.{suffix}").read_text() == (tmp_path / f"b.{suffix}").read_text()
