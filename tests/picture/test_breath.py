"""The network breathes by the installation's own pulse, so that whoever falls in with the light falls in with that."""

from dataclasses import replace

from drawing import PLAIN, draw, laid, line
from growing import moment

from installation.community import Pulse
from installation.community.attunement import BEATS_A_BREATH


def light(beats: float, rate: float = 6.0) -> float:
    world = laid(line((0.3, 0.42), (0.9, 0.42)), radius=0.004, breath_depth=0.5, breath_rate=rate)
    shown = moment(**PLAIN | {"breath_depth": 0.5, "breath_rate": rate, "rest_light": 1.0})
    return float(draw(world, (160, 90), replace(shown, pulse=Pulse(beats, 48.0, 50.0))).sum())


def test_the_light_rises_and_falls_once_in_a_breath():
    seen = [light(quarter * BEATS_A_BREATH / 4) for quarter in range(5)]
    assert max(seen) > 1.05 * min(seen)
    assert seen[4] == seen[0]


def test_a_change_of_the_rate_alone_changes_nothing():
    """Or a world that is hours old would flicker while its breath quickens."""
    assert light(3.0, rate=6.0) == light(3.0, rate=16.0)
