"""Shaders and presets that are saved while a show runs."""

import re
import shutil

import pytest

from installation import presets, resources
from installation.gpu.shaders import Shaders
from installation.params import INDEX
from installation.picture.picture import Picture
from installation.presets import Preset
from installation.score import Event, read_score
from installation.stage.live.messages import Messages
from installation.stage.live.reload import POLL_SECONDS, Reloader
from installation.stage.performance import Performance
from installation.stage.start import begin
from installation.world.quality import Quality


@pytest.fixture
def show(context, tmp_path, monkeypatch):
    """A performance on copies of the shaders and presets, its reloader and its messages."""
    for name in ("shaders", "presets"):
        shutil.copytree(resources.directory(name), tmp_path / name)
    monkeypatch.setattr(presets, "search_path", lambda: (tmp_path / "own", tmp_path / "presets"))
    shaders = Shaders(context, tmp_path / "shaders")
    start = begin(phase="calm", fresh=True, quality=Quality(4096, 90, 1024))
    performance, messages = Performance(context, start, tmp_path / "show.score", shaders=shaders), Messages()
    yield performance, Reloader(performance, messages), messages
    performance.finish()


class Time:
    """Polls as the loop does, later and later."""

    def __init__(self, reloader):
        self.now, self.reloader = 0.0, reloader

    def poll(self):
        self.now += POLL_SECONDS
        return self.reloader.poll(self.now)


def test_a_broken_shader_is_told_with_file_and_line_and_the_last_good_one_stays(show, tmp_path):
    performance, reloader, messages = show
    time, path = Time(reloader), tmp_path / "shaders" / "world" / "stream.comp"
    good = path.read_text()
    line = good.count("\n") + 1
    path.write_text(good + "this is no GLSL\n")
    assert time.poll() == []
    [fault] = messages.faults.values()
    assert fault.startswith(f"world/stream.comp:{line}:")
    before = performance.world.tick
    performance.tick()
    time.poll()
    assert performance.world.tick == before + 1 and len(messages.faults) == 1

    path.write_text(good + "// mended\n")
    time.poll()
    assert messages.faults == {} and "world/stream.comp: reloaded" in messages.notes
    performance.stop_recording()
    told = [(event.source, event.name) for event in read_score(tmp_path / "show.score").events]
    assert told.count(("state", "shader")) == 1


def test_the_picture_goes_on_while_one_of_its_shaders_is_broken(context, show, tmp_path):
    performance, reloader, messages = show
    picture, time = Picture(context, performance.world, (160, 90)), Time(reloader)
    path = tmp_path / "shaders" / "picture" / "tone.frag"
    good = path.read_text()
    moment = performance.tick()
    picture.draw(moment)
    before = picture.read()
    assert before.max() > 0

    path.write_text(good.replace("void main() {", "void main() {\n    nonsense;"))
    time.poll()
    [fault] = messages.faults.values()
    assert fault.startswith("picture/tone.frag:")
    picture.draw(moment)
    assert (picture.read() == before).all()

    path.write_text(good.rstrip().removesuffix("}") + "    colour = vec4(1.0);\n}\n")
    time.poll()
    picture.draw(moment)
    assert messages.faults == {} and picture.read().min() == 255


def test_a_broken_file_that_several_shaders_include_is_told_until_it_is_mended(show, tmp_path):
    _, reloader, messages = show
    time, path = Time(reloader), tmp_path / "shaders" / "lib" / "hash.glsl"
    good = path.read_text()
    path.write_text("int broken(\n" + good)
    time.poll()
    assert len(messages.faults) > 1
    assert all(fault.startswith("lib/hash.glsl:") for fault in messages.faults.values())
    path.write_text(good + "\n")
    time.poll()
    assert messages.faults == {}


def changed(preset, tmp_path, **values):
    """Save a preset's values with some others, as a user's own."""
    mixed = preset.values.copy()
    for name, value in values.items():
        mixed[INDEX[name]] = value
    path = tmp_path / "own" / preset.world / f"{preset.phase}.toml"
    presets.save(Preset(preset.world, preset.phase, "mine", mixed, path), path)
    return path


def test_a_changed_preset_is_seen_within_a_second(show, tmp_path):
    performance, reloader, messages = show
    performance.tick()
    changed(presets.find("thaloria", "calm"), tmp_path, rest_light=3.5)
    [(source, name, values)] = Time(reloader).poll()
    assert (source, name) == ("preset", "thaloria/calm")
    performance.tick([Event(0, source, name, values)])
    moments = [performance.tick() for _ in range(31)]
    assert moments[-1].values[INDEX["rest_light"]] == pytest.approx(3.5)
    assert "thaloria/calm: reloaded" in messages.notes


def test_a_broken_preset_is_told_with_file_key_and_range_and_the_last_good_one_stays(show, tmp_path):
    _, reloader, messages = show
    time = Time(reloader)
    path = changed(presets.find("thaloria", "chaos"), tmp_path, rest_light=2.0)
    assert len(time.poll()) == 1
    text = path.read_text()
    path.write_text(re.sub(r"(?m)^rest_light .*$", "rest_light = 900", text))
    assert time.poll() == []
    expected = f"{path}: [light] rest_light = 900: expected number between 0 and 4"
    assert messages.faults == {"thaloria/chaos": expected}
    path.write_text(text + "\n")
    assert time.poll() == [] and messages.faults == {}


def test_what_did_not_change_is_not_read_again(show):
    _, reloader, messages = show
    time = Time(reloader)
    assert [time.poll() for _ in range(3)] == [[], [], []]
    assert messages.count == 0


def test_between_two_looks_nothing_is_read(show, tmp_path):
    _, reloader, _ = show
    reloader.poll(10.0)
    changed(presets.find("thaloria", "calm"), tmp_path, rest_light=3.5)
    assert reloader.poll(10.0 + 0.9 * POLL_SECONDS) == []
    assert len(reloader.poll(10.0 + POLL_SECONDS)) == 1
