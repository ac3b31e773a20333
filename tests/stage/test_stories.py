"""Each world's story in short, with one seed: what hurts shows in the vitals, and so does what people do about it.

`make bounds` plays the same in full and at the usual quality, with five seeds and the whole bounds.
"""

from collections.abc import Callable
from dataclasses import replace

import moderngl
import pytest
from bounds import AGREED, ALARMED, COARSE, NOBODY, OPPOSED, QUIET, UNITED, Scenario, Series, Step, play, torn


@pytest.fixture
def told(context: moderngl.Context) -> Callable[..., Series]:
    """Plays a story of a world, told by its steps."""
    return lambda world, *steps: play(context, Scenario(world, steps, ()), quality=COARSE)


def test_in_ecoverse_the_cleansers_lose_their_step_and_serum_gives_it_back(told):
    story = told(
        "ecoverse", Step("calm", "calm", 1), Step("chaos", "chaos", 6, ALARMED),
        Step("serum", "chaos", 4, replace(ALARMED, touch=0.5)),
    )  # fmt: skip
    assert story.least("chaos", "order") < 0.3
    assert story.least("chaos", "processing") < 0.2 * story.end("calm", "processing")
    assert story.most("serum", "processing") > 0.5 * story.end("calm", "processing")


def test_in_nutrient_network_two_camps_divide_the_banks_and_unity_joins_them(told):
    story = told(
        "nutrient_network", Step("calm", "calm", 1, AGREED), Step("camps", "chaos", 10, OPPOSED),
        Step("agreed", "chaos", 8, AGREED),
    )  # fmt: skip
    assert story.most("camps", "division") > 0.5
    assert story.end("agreed", "division") < 0.5 * story.most("camps", "division")
    assert story.most("agreed", "synchrony") > story.most("camps", "synchrony")


def test_in_purification_toxin_makes_ground_sterile_and_linked_clusters_clean_it(told):
    story = told(
        "purification", Step("disruption", "disruption", 6.5, OPPOSED), Step("chaos", "chaos", 4, ALARMED),
        Step("linked", "restoration", 7, AGREED),
    )  # fmt: skip
    assert story.most("chaos", "sterile") > 1.5 * story.end("disruption", "sterile") > 0.0
    assert story.end("linked", "waste") < 0.6 * story.most("chaos", "waste")


@pytest.mark.parametrize("sheltered", [False, True])
def test_in_nutrient_symphony_the_storm_tears_what_no_tile_shelters(told, sheltered):
    people = replace(AGREED, citizens=80) if sheltered else NOBODY
    story = told("nutrient_symphony", Step("calm", "calm", 1, people), Step("storm", "chaos", 10.5, people))
    if sheltered:
        assert torn(story, "storm") < 0.1
    else:
        assert torn(story, "storm") > 0.2


def test_in_thaloria_arousal_gathers_the_cloud_only_with_unity(told):
    story = told(
        "thaloria", Step("calm", "calm", 6, QUIET), Step("surge", "disruption", 4.5, ALARMED),
        Step("apart", "chaos", 5, ALARMED), Step("united", "chaos", 7, UNITED),
    )  # fmt: skip
    assert story.most("surge", "scatter") > 2.0 * story.least("calm", "scatter")
    assert story.end("apart", "scatter") > 0.12
    assert story.end("united", "scatter") < 0.1
    assert story.most("united", "tiles") == 12
