import re
import tomllib

import pytest

from installation import resources
from installation.score import MACROS, PHASES, WORLDS
from installation.senses.midi import controllers
from installation.senses.midi.controllers import ACTS, Act, Address, ControllerError, Maps, choose, load, load_all

SHIPPED = resources.directory("assets") / "controllers"
WHOLE = 'version = 1\ndevices = ["*"]\n'


def written(folder, text, name="mine.toml"):
    path = folder / name
    path.write_text(text)
    return path


def acts_of(controller):
    return {(act.kind, act.argument) for rows in controller.acts.values() for act in rows.values()}


def test_the_generic_map_has_everything_a_performer_needs():
    generic = load(SHIPPED / "generic.toml")
    acts = acts_of(generic)
    assert {("macro", name) for name in MACROS} | {("light", ""), ("blackout", "")} <= acts
    assert {("phase", name) for name in (*PHASES, "auto")} | {("world", name) for name in WORLDS} <= acts
    pads = {act.argument for act in generic.acts["pads"].values() if act.kind == "place"}
    assert pads == {str(number) for number in range(1, 17)}
    for name in ("freeze", "reseed", "tap", "reset"):
        assert (name, "") in {(act.kind, act.argument) for act in generic.acts["pads"].values()}


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_map_is_read(path):
    assert load(path).acts


def test_the_most_exact_name_wins_and_the_users_own_before_a_shipped_one(tmp_path, monkeypatch):
    monkeypatch.setattr(controllers, "user_directory", lambda: tmp_path)
    written(tmp_path, 'version = 1\ndevices = ["*"]\ntitle = "any of mine"\n', "a.toml")
    written(tmp_path, 'version = 1\ndevices = ["*mini*", "Other*"]\ntitle = "the mini"\n', "b.toml")
    maps = load_all()
    assert [one.title for one in maps[:2]] == ["any of mine", "the mini"]
    assert choose("Launchkey MINI MK3", maps).title == "the mini"
    assert choose("Keystation", maps).title == "any of mine"
    assert choose("Roland TD-17", maps).title == "drums"
    assert choose("Keystation", maps[1:2]).title == "no map"


def test_a_faulty_map_of_the_users_own_is_told_and_the_others_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(controllers, "user_directory", lambda: tmp_path)
    path = written(tmp_path, WHOLE + '[knobs]\n"16" = "macro dance"\n')
    faults: dict[str, str] = {}
    assert choose("X", load_all(faults=faults)).title == "any controller"
    assert list(faults) == [str(path)]
    with pytest.raises(ControllerError):
        load_all()


def test_a_map_that_is_saved_is_taken_and_a_faulty_one_leaves_the_last_good_one(tmp_path, monkeypatch):
    monkeypatch.setattr(controllers, "user_directory", lambda: tmp_path)
    maps = Maps()
    assert maps.choose("X").title == "any controller" and not maps.changed()
    written(tmp_path, WHOLE + 'title = "good"\n[pads]\n"1" = "tap"\n')
    assert maps.changed() and maps.choose("X").title == "good" and not maps.changed()
    path = written(tmp_path, WHOLE + 'title = "bad"\n[pads]\n"1" = "tip"\n')
    assert maps.changed() and maps.choose("X").title == "good" and list(maps.faults) == [str(path)]
    written(tmp_path, WHOLE + 'title = "better"\n')
    assert maps.changed() and maps.choose("X").title == "better" and maps.faults == {}
    path.unlink()
    assert maps.changed() and maps.choose("X").title == "any controller"


def test_keys_and_acts_are_read(tmp_path):
    text = WHOLE + '[knobs]\n"3/1+33" = "param exposure"\n[pads]\n"10/36" = "phase chaos 2.5"\n"40" = "place 16"\n'
    mine = load(written(tmp_path, text))
    assert mine.title == "mine"
    assert mine.acts["knobs"] == {Address(1, 3, 33): Act("param", "exposure")}
    assert mine.find("knobs", 3, 33) == mine.find("knobs", 3, 1) != mine.find("knobs", 4, 1)
    assert mine.find("pads", 10, 36)[1] == Act("phase", "chaos", 2.5)
    assert mine.find("pads", 7, 40)[1] == Act("place", "16") and mine.find("buttons", 7, 40) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "version: expected 1"),
        ("version = 1\n", "devices = None: expected names of MIDI ports"),
        ('version = 1\ndevices = [""]\n', "devices = ['']: expected"),
        (WHOLE + "title = 3\n", "title = 3: expected text"),
        (WHOLE + "[knob]\n", "knob: expected one of title, devices, knobs, buttons, pads, programs"),
        (WHOLE + "knobs = 3\n", "knobs: expected a table"),
        (WHOLE + '[knobs]\nx = "light"\n', '[knobs] "x" = \'light\': expected a key such as "16"'),
        (WHOLE + '[knobs]\n"128" = "light"\n', "expected numbers from 0 to 127"),
        (WHOLE + '[pads]\n"1+33" = "tap"\n', "without a finer part"),
        (WHOLE + '[pads]\n"17/36" = "tap"\n', "expected a channel from 1 to 16"),
        (WHOLE + '[pads]\n"36" = "macro growth"\n', "expected one of blackout, phase, world"),
        (WHOLE + '[knobs]\n"1" = "macro"\n', '"macro" and one of growth, wander'),
        (WHOLE + '[knobs]\n"1" = "param dance"\n', '"param" and a parameter, as `living-mosaic presets show`'),
        (WHOLE + '[knobs]\n"1" = 3\n', "= 3: expected one of macro, param, light, blackout"),
        (WHOLE + '[pads]\n"1" = "place 17"\n', '"place" and a number from 1 to 16'),
        (WHOLE + '[pads]\n"1" = "phase calm 31"\n', "expected seconds of blending, 0 to 30"),
        (WHOLE + '[pads]\n"1" = "tap twice"\n', "expected no more words"),
        (WHOLE + '[pads]\n"1" = "tap"\n"01" = "tap"\n', "expected 1 only once"),
        (WHOLE + '[knobs]\n"16" = "light"\n"16+48" = "blackout"\n', "expected 16 only once"),
        ("version = \n", "Invalid value"),
    ],
)
def test_what_is_wrong_is_told_with_file_section_key_and_value(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(ControllerError, match=re.escape(said)) as caught:
        load(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ControllerError, match="none.toml: cannot be read: No such file"):
        load(tmp_path / "none.toml")


def test_every_kind_of_act_is_used_or_explained_by_the_shipped_maps():
    used = {kind for path in SHIPPED.glob("*.toml") for kind, _ in acts_of(load(path))}
    assert used | {"param"} == set(ACTS)
    assert all(tomllib.loads(path.read_text())["version"] == 1 for path in SHIPPED.glob("*.toml"))
