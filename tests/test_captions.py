import re

import pytest

from installation import captions
from installation.captions import CaptionError
from installation.score import PHASES, WORLDS

SHIPPED = (captions.directory() / "en.toml").read_text(encoding="utf-8")


def changed(tmp_path, pattern: str, text: str):
    path = tmp_path / "xx.toml"
    path.write_text(re.sub(pattern, text, SHIPPED, count=1, flags=re.MULTILINE | re.DOTALL), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", captions.languages())
def test_every_world_and_phase_has_a_sentence_of_its_own(language):
    found = captions.find(language)
    sentences = [found.sentence(world, phase) for world in WORLDS for phase in PHASES]
    assert len(set(sentences)) == 25
    assert all(sentence.endswith(".") for sentence in sentences)
    assert set(found.phases) == set(PHASES)
    assert captions.check(captions.directory() / f"{language}.toml") == []


def test_there_are_captions_in_english_and_german():
    assert set(captions.languages()) >= {"de", "en"}
    english, german = captions.find(), captions.find("de")
    assert (english.name, german.name) == ("English", "Deutsch")
    assert all(english.sentence(world, "calm") != german.sentence(world, "calm") for world in WORLDS)


def test_a_world_of_ones_own_has_no_sentence():
    assert captions.find().sentence("atlantis", "calm") == ""


def test_a_missing_language_names_those_there_are():
    with pytest.raises(CaptionError, match=r"fr\.toml: there are no captions in fr: expected one of de, en"):
        captions.find("fr")


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"^\[purification\].*?^\[", "[", r"xx\.toml: \[purification\] is missing: expected a table with title, line"),
        (r"^chaos = \"The walkers.*?\n", "", r"xx\.toml: \[ecoverse\] chaos is missing: expected text of 1 to 200"),
        (r"^chaos = \"Chaos\"", "chaos = 3", r"xx\.toml: \[phases\] chaos = 3: expected text"),
        (r"^line = \".*?\"", 'line = ""', r"xx\.toml: line = \"\": expected text"),
        (r"^calm = \"Calm\"", 'calm = "Calm"\nclam = "?"', r"xx\.toml: \[phases\] clam: unknown; expected one of calm"),
        (r"^version = 1", "version = 2", r"xx\.toml: version = 2: expected 1"),
        (r"^version = 1", "version = ", r"xx\.toml: is not TOML"),
        (r"^here = .*?$", 'here = "here"', r"xx\.toml: \[overlay\] here = \"here\": expected \{\} once"),
        (r"^major_keys = .*?$", 'major_keys = "C D E"', r"xx\.toml: \[overlay\] major_keys = .*: expected the names"),
        (r"\Z", '\n[atlantis]\ntitle = "?"\n', r"xx\.toml: atlantis: unknown; expected one of version"),
    ],
)
def test_what_is_wrong_is_said_with_file_key_and_what_was_expected(tmp_path, pattern, text, expected):
    path = changed(tmp_path, pattern, text)
    with pytest.raises(CaptionError, match=expected):
        captions.load(path)
    assert len(captions.check(path)) == 1


def test_everything_that_is_wrong_is_listed(tmp_path):
    path = tmp_path / "xx.toml"
    path.write_text("version = 1\n")
    assert len(captions.check(path)) == 3 + 2 + len(WORLDS)
