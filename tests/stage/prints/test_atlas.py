"""The atlas: a still for every phase, and a sheet on which each has its place and its words."""

import moderngl
import numpy as np
import pytest

from installation import captions
from installation.score import PHASES, WORLDS, Event
from installation.stage.offscreen import offscreen_context
from installation.stage.prints.atlas import Plan, sheet, shown_worlds, stills, ticks_to_do

SIZE = (160, 90)


@pytest.fixture
def context() -> moderngl.Context:
    return offscreen_context()


def test_every_phase_of_a_world_is_played_and_taken(context: moderngl.Context) -> None:
    plan, asked, done = Plan(0.1, SIZE, worlds=("thaloria",)), [], []

    def people(phase: str, tick: int, aspect: float) -> list[Event]:
        asked.append((phase, tick))
        return []

    taken = dict(stills(context, plan, people, done.append))
    assert list(taken) == [f"thaloria/{phase}" for phase in PHASES]
    assert all(frame.shape == (90, 160, 3) and frame.max() > 20 for frame in taken.values())
    assert asked == [(phase, tick) for phase in PHASES for tick in range(6)]
    assert done == list(range(1, ticks_to_do(plan) + 1))
    again = dict(stills(context, plan, lambda phase, tick, aspect: []))
    assert all(np.array_equal(taken[key], again[key]) for key in taken)


def test_worlds_stand_in_the_order_in_which_they_are_played() -> None:
    worlds = shown_worlds(Plan())
    assert "thaloria" in worlds
    assert [world for world in WORLDS if world in worlds] == list(worlds)


def test_sheet_has_every_still_in_its_place_untouched_on_black() -> None:
    worlds = ("ecoverse", "thaloria")
    frames = {
        f"{world}/{phase}": np.full((90, 160, 3), 40 + 20 * row + 30 * column, np.uint8)
        for row, world in enumerate(worlds)
        for column, phase in enumerate(PHASES)
    }
    picture = np.asarray(sheet(frames, captions.find("en")))
    places = {}
    for key, frame in frames.items():
        whole = np.all(picture == frame[0, 0], axis=2)
        rows, columns = np.flatnonzero(whole.sum(axis=1) >= 160), np.flatnonzero(whole.sum(axis=0) >= 90)
        assert (len(rows), len(columns)) == (90, 160)
        places[key] = rows[0], columns[0]
    assert places["ecoverse/calm"][0] == places["ecoverse/celebration"][0] < places["thaloria/calm"][0]
    assert places["ecoverse/chaos"][1] == places["thaloria/chaos"][1] > places["thaloria/calm"][1]
    for edge in (picture[:20], picture[-20:], picture[:, :20], picture[:, -20:]):
        assert edge.max() == 0


@pytest.mark.parametrize("language", captions.languages())
def test_every_caption_fits_under_its_still(language: str) -> None:
    frames = {f"{world}/{phase}": np.zeros((180, 320, 3), np.uint8) for world in WORLDS for phase in PHASES}
    picture = np.asarray(sheet(frames, captions.find(language)).convert("L"))
    top, left = 0.3 * 180 + 0.25 * 180, 0.3 * 180 + 0.7 * 320
    for row in range(len(WORLDS)):
        for column in range(len(PHASES)):
            y = round(top + row * (180 + 0.43 * 180)) + 180
            x = round(left + column * (320 + 0.1 * 180))
            assert picture[y : y + 59, x : x + 320].max() > 90, (WORLDS[row], PHASES[column])
            assert picture[y + 60 : y + 76, x : x + 320].max() == 0
