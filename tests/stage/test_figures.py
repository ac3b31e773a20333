"""The series of vitals: every figure of the world is declared, and a line has them all."""

import json
from dataclasses import fields

import numpy as np

from installation.community import Community
from installation.params import defaults
from installation.stage.vitals import COMMUNITY, FIGURES, NETWORK, ORGANISM, OWN, as_line, figures
from installation.story import Moment
from installation.world.vitals import Happening, Vitals

NUMBERS = [field.name for field in fields(Vitals) if field.name != "happenings"]
VITALS = Vitals(
    **{name: number for number, name in enumerate(NUMBERS)},  # type: ignore[arg-type]
    happenings=(Happening("flower", 0.25, 0.5, 0.75),),
)


def moment() -> Moment:
    return Moment(7, "ecoverse", "chaos", defaults(), Community(unity=0.123456, valence=np.float64(0.5)), ())


def test_every_vital_is_declared_once_with_a_meaning() -> None:
    assert [figure.name for figure in ORGANISM] == [name for name in NUMBERS if name != "tick"]
    assert len(FIGURES) == len(COMMUNITY) + len(ORGANISM)
    assert all(figure.meaning for figure in FIGURES.values())


def test_every_world_has_figures_of_its_own() -> None:
    assert len(OWN) == 5
    assert all(name in FIGURES for names in (NETWORK, *OWN.values()) for name in names)


def test_a_line_has_every_figure_and_says_where_the_story_stands() -> None:
    told = json.loads(as_line(figures(moment(), VITALS)))
    assert list(told) == ["tick", "world", "phase", *FIGURES, "happenings"]
    assert told["happenings"] == [["flower", 0.25, 0.5, 0.75]]
    assert (told["tick"], told["world"], told["phase"]) == (7, "ecoverse", "chaos")
    assert (told["unity"], told["valence"], told["biomass"]) == (0.1235, 0.5, 1)


def test_before_there_are_vitals_a_line_has_the_community_alone() -> None:
    assert list(figures(moment(), None)) == ["tick", "world", "phase", *(figure.name for figure in COMMUNITY)]
