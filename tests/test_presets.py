import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from test_params import value_sets

from installation import params, presets, resources
from installation.presets import PresetError
from installation.score import PHASES

SPEED = "number between 0.002 and 0.12 heights/s"
SHIPPED = (resources.directory("presets"),)
in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


@pytest.fixture
def file(tmp_path):
    """A full preset, to be spoilt."""
    path = tmp_path / "thaloria" / "calm.toml"
    presets.save(presets.Preset("thaloria", "calm", "A title", params.defaults(), path), path)
    return path


def change(path, old, new):
    lines = path.read_text().splitlines()
    path.write_text("\n".join(new if line.startswith(old) else line for line in lines) + "\n")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "growth_speed",
            "growth_sped = 0.02",
            "[growth] growth_sped = 0.02: unknown; did you mean growth_speed, a " + SPEED + "?",
        ),
        ("growth_speed", "qqq = 1", "[growth] qqq = 1: unknown; expected one of growth_speed, branch_rate"),
        ("growth_speed", "swell = 0.5", "[growth] swell = 0.5: unknown; it belongs in [cords]"),
        ("growth_speed", 'growth_speed = "fast"', '[growth] growth_speed = "fast": expected ' + SPEED),
        ("growth_speed", "growth_speed = true", "[growth] growth_speed = true: expected " + SPEED),
        ("growth_speed", "growth_speed = 0.5", "[growth] growth_speed = 0.5: expected " + SPEED),
        ("growth_speed", "growth_speed = nan", "[growth] growth_speed = NaN: expected " + SPEED),
        ("growth_speed", "", "[growth] growth_speed is missing: expected " + SPEED),
        ("swell", "swell = -1", "[cords] swell = -1: expected number between 0 and 1"),
        ("version", "version = 2", "version = 2: expected 1"),
        ("title", "", "title = nothing: expected text"),
        ("phase", 'phase = "clam"', 'phase = "clam": expected one of calm, disruption, chaos, restoration'),
        ("title", 'title = "t"\nlight = 3', "is not TOML"),
        ("title", "title = ", "is not TOML"),
        ("title", 'title = "t"\ncolour = "red"', 'colour = "red": unknown; expected one of version, world'),
    ],
)
def test_what_is_wrong_is_named_by_file_key_value_and_range(file, old, new, expected):
    change(file, old, new)
    with pytest.raises(PresetError) as refused:
        presets.load(file)
    assert str(refused.value).startswith(f"{file}: ")
    assert expected in str(refused.value)
    assert any(expected in problem for problem in presets.check(file))


def test_a_check_finds_everything_that_is_wrong(file):
    change(file, "growth_speed", "growth_speed = 7")
    change(file, "swell", "")
    assert len(presets.check(file)) == 2


@pytest.mark.parametrize(
    "path", sorted(SHIPPED[0].glob("*/*.toml")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_a_shipped_preset_is_sound(path):
    assert presets.check(path, SHIPPED) == []


def test_every_world_has_its_five_phases():
    assert "thaloria" in presets.worlds(SHIPPED)
    expected = {f"{world}/{phase}" for world in presets.worlds(SHIPPED) for phase in PHASES}
    assert set(presets.load_all(SHIPPED)) == expected


def test_a_world_that_lacks_a_phase_is_told_with_its_folder(file, tmp_path):
    assert presets.missing("thaloria", SHIPPED) == presets.missing("thaloria", (tmp_path, *SHIPPED)) == []
    lacked = presets.missing("thaloria", (tmp_path,))
    assert len(lacked) == len(PHASES) - 1
    assert lacked[0] == f"{file.parent}: there is no disruption.toml: expected {', '.join(PHASES)}"


def test_a_faulty_preset_of_the_users_own_is_told_and_the_shipped_one_is_used(file, tmp_path):
    change(file, "growth_speed", "growth_speed = 0.5")
    new = tmp_path / "mine" / "calm.toml"
    new.parent.mkdir()
    new.write_text("nonsense")
    faults: dict[str, str] = {}
    found = presets.load_all((tmp_path, *SHIPPED), faults)
    assert found["thaloria/calm"].path.is_relative_to(SHIPPED[0]) and "mine/calm" not in found
    said = f"{file}: [growth] growth_speed = 0.5: expected {SPEED}; the shipped one is used"
    assert faults["thaloria/calm"] == said
    assert faults["mine/calm"].startswith(f"{new}: ") and faults["mine/calm"].endswith("it is left out")
    with pytest.raises(PresetError):
        presets.load_all((tmp_path, *SHIPPED))


def test_a_faulty_shipped_preset_is_an_error(file, tmp_path):
    change(file, "growth_speed", "growth_speed = 0.5")
    with pytest.raises(PresetError, match="growth_speed = 0.5"):
        presets.load_all((tmp_path / "own", tmp_path), {})


def test_every_pair_of_presets_blends_within_range_to_exact_ends():
    for start, end in itertools.permutations((one.values for one in presets.load_all(SHIPPED).values()), 2):
        for weight in np.linspace(0.0, 1.0, 21):
            mixed = params.blend(start, end, float(weight))
            assert np.array_equal(mixed, params.clamp(mixed))
        assert np.array_equal(params.blend(start, end, 0.0), start)
        assert np.array_equal(params.blend(start, end, 1.0), end)


@in_a_folder
@given(value_sets, some.text() | some.just('"\\\n\t\x7f'))
def test_a_preset_loads_as_it_was_saved(tmp_path, values, title):
    path = tmp_path / "w" / "chaos.toml"
    presets.save(presets.Preset("w", "chaos", title, params.clamp(values), path), path)
    loaded = presets.load(path)
    assert (loaded.world, loaded.phase, loaded.title, loaded.path) == ("w", "chaos", title, path)
    assert np.array_equal(loaded.values, params.clamp(values))


def test_saving_again_changes_nothing_and_leaves_nothing_behind(file):
    before = file.read_text()
    presets.save(presets.load(file), file)
    assert file.read_text() == before
    assert [path.name for path in file.parent.iterdir()] == ["calm.toml"]


def test_a_saved_preset_is_aligned_and_explains_itself(file):
    lines = [line for line in file.read_text().splitlines() if "#" in line]
    assert len(lines) == len(params.PARAMETERS)
    assert len({line.index("#") for line in lines}) == 1
    assert "0.002 to 0.12 heights/s: speed of a well-fed tip" in lines[0]


def test_an_overlay_holds_only_what_differs(file, tmp_path):
    overlay = tmp_path / "louder.toml"
    overlay.write_text('version = 1\noverlay = true\nbase = "thaloria/calm"\ntitle = "Louder"\n[cords]\nswell = 0.25\n')
    loaded = presets.load(overlay, [tmp_path])
    assert (loaded.world, loaded.phase, loaded.title) == ("thaloria", "calm", "Louder")
    assert set(np.flatnonzero(loaded.values != params.defaults())) == {params.INDEX["swell"]}
    assert presets.check(overlay, [tmp_path]) == []


def test_a_users_overlay_lies_over_the_preset_of_its_own_name(file, tmp_path):
    mine = tmp_path / "mine"
    (mine / "thaloria").mkdir(parents=True)
    (mine / "thaloria" / "calm.toml").write_text(
        'version = 1\noverlay = true\nbase = "thaloria/calm"\ntitle = "Mine"\n[cords]\nswell = 0.25\n'
    )
    assert presets.find("thaloria", "calm", [mine, tmp_path]).title == "Mine"
    with pytest.raises(PresetError, match="there is no preset thaloria/calm"):
        presets.find("thaloria", "calm", [mine])


def test_an_unknown_preset_is_answered_with_those_there_are(file, tmp_path):
    with pytest.raises(PresetError, match="no preset thaloria/party: expected one of thaloria/calm"):
        presets.find("thaloria", "party", [tmp_path])


def test_a_preset_in_the_wrong_place_is_refused(file, tmp_path):
    file.rename(file.with_name("chaos.toml"))
    with pytest.raises(PresetError, match="is a preset of thaloria/calm: expected thaloria/chaos"):
        presets.find("thaloria", "chaos", [tmp_path])


def test_a_missing_file_is_one_clear_line(tmp_path):
    with pytest.raises(PresetError, match=r"none\.toml: cannot be read: No such file"):
        presets.load(tmp_path / "none.toml")
    assert len(presets.check(tmp_path / "none.toml")) == 1


def test_an_unknown_folder_of_data_is_refused():
    with pytest.raises(FileNotFoundError, match="is missing"):
        resources.directory("nothing")  # type: ignore[arg-type]
