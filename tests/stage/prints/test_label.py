"""The wall label: all of it on the paper, at a size that can be read, in every language."""

import numpy as np
import pytest

from installation import captions
from installation.score import WORLDS
from installation.stage.prints.label import DOTS_PER_INCH, label
from installation.stage.prints.lettering import font, lines


@pytest.mark.parametrize("language", captions.languages())
@pytest.mark.parametrize("world", [None, *WORLDS])
def test_label_is_a5_at_300_dots_and_keeps_its_margins(world: str | None, language: str) -> None:
    picture = np.asarray(label(captions.find(language), world))
    assert picture.shape == (round(210 / 25.4 * DOTS_PER_INCH), round(148 / 25.4 * DOTS_PER_INCH))
    margin = round(12 / 25.4 * DOTS_PER_INCH)
    assert picture.min() < 64
    for edge in (picture[:margin], picture[-margin:], picture[:, :margin], picture[:, -margin:]):
        assert edge.min() == 255


def test_label_on_a4_is_the_same_but_larger() -> None:
    small, large = (np.asarray(label(captions.find("en"), "thaloria", paper)) for paper in ("a5", "a4"))
    assert large.shape[0] == pytest.approx(np.sqrt(2) * small.shape[0], rel=0.01)
    assert (large < 128).mean() == pytest.approx((small < 128).mean(), rel=0.1)


def test_lines_fit_their_width_and_leave_no_lonely_word() -> None:
    face = font("text", 20)
    text = "The walkers circle on the spot and the threads go grey; touch the picture and see them find their step"
    broken = lines(text, face, 400)
    assert " ".join(broken) == text
    lengths = [face.getlength(line) for line in broken]
    assert max(lengths) <= 400 and min(lengths) > 0.6 * max(lengths)
    assert lines("", face, 100) == [] and lines("unbreakable", face, 5) == ["unbreakable"]


@pytest.mark.parametrize("weight", ["display", "text"])
@pytest.mark.parametrize("language", captions.languages())
def test_fonts_have_every_letter_of_every_caption(weight, language: str) -> None:
    face = font(weight, 40)
    missing = bytes(face.getmask("\U0010fffe"))
    told = captions.find(language)
    texts = [told.title, told.line, *told.phases.values()]
    for world in told.worlds.values():
        texts += [world.title, world.line, *world.phases.values()]
    for letter in set("".join(texts)) - {" "}:
        assert bytes(face.getmask(letter)) != missing, letter
