"""The macros: eight knobs that play a whole world, each of them many parameters at once.

A macro in the middle leaves the preset as it is. On its way to either end it takes each of its parameters a share of
the way that is left to that end of the parameter's own knob, so that no part of its turn is dead, whatever the preset.
"""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.community import Glide
from installation.community.following import finite
from installation.params import INDEX, NAMES, PARAMETERS, Values, from_units, to_units
from installation.score import MACROS as MACRO_NAMES

MIDDLE = 0.5
"""Where a macro leaves the preset as it is."""
_WHOLE_TURN = 0.4
"""Seconds that a macro takes at least from one end to the other: a knob of 127 steps must not show them."""
_OTHER_WORLD = 6.0
"""Seconds in which what the knobs move becomes another world's."""
_HALF_CIRCLE = 180.0


@dataclass(frozen=True)
class Macro:
    """A knob: `moves` says how far it takes each parameter, -1 to 1, in every world, `own` in some worlds besides.

    1 takes it all the way to its maximum at the knob's upper end and to its minimum at the lower one, -1 the other
    way round. A hue is turned by as much of a half circle.
    """

    name: str
    meaning: str
    moves: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def of(self, world: str) -> dict[str, float]:
        """Return what it moves in a world, by how much."""
        return {**self.moves, **self.own.get(world, {})}


_TABLE: tuple[Macro, ...] = (
    Macro(
        "growth",
        "how richly the network grows",
        {"growth_speed": 0.6, "branch_rate": 0.4, "lateral_rate": 0.5, "crowding": 0.6, "biomass": 0.15,
         "nutrient_supply": 0.2},
    ),
    Macro(
        "wander",
        "how straight or wild the threads are",
        {"wander": 0.8, "branch_angle": 0.4, "avoidance": -0.5, "rib_depth": -0.4, "verticality": -0.5},
    ),
    Macro(
        "body",
        "how thick the threads are, and how bright their cords",
        {"hypha_radius": 0.4, "cord_radius": 0.4, "swell": 0.5, "cord_light": 0.3, "rest_light": 0.3},
    ),
    Macro(
        "stream",
        "how fast and bright the cytoplasm streams",
        {"streaming_speed": 0.7, "streaming_light": 0.6, "wind": 0.3, "parallax": 0.3},
    ),
    Macro(
        "pulse",
        "how often, how fast and how far charge runs",
        {"pulse_rate": 0.6, "charge_speed": 0.5, "charge_reach": 0.5, "excitability": 0.5, "charge_light": 0.3},
    ),
    Macro(
        "life",
        "how much lives on the network: swarm, blossoms, spores",
        {"swarm_share": 0.5, "swarm_speed": 0.4, "swarm_light": 0.3, "flora_share": 0.5, "flora_rate": 0.4,
         "flora_light": 0.3, "spore_rate": 0.2, "spore_light": 0.3},
    ),
    Macro(
        "wound",
        "how much is wrong",
        own={
            "ecoverse": {"waste_source": 0.5, "jam": 0.6, "order": -0.8, "processing_rate": -0.5},
            "nutrient_network": {"division": 0.5, "blackout": 0.5, "bridging": -0.7, "severing": 0.4},
            "purification": {"waste_growth": 0.6, "waste_spread": 0.4, "sterility": 0.5, "healing": -0.5},
            "nutrient_symphony": {"storm": 0.6, "wind": 0.5, "bridging": -0.5, "severing": 0.3, "healing": -0.4},
            "thaloria": {"burst": 0.7, "order": -0.6, "cohesion": -0.5, "tile_appetite": -0.5},
        },
    ),
    Macro(
        "colour",
        "from cold to warm: the light of threads, charges and accents",
        {"rest_wavelength": 0.5, "charge_wavelength": 0.4, "swarm_wavelength": 0.4, "hue_spread": 0.3,
         "accent_hue": 0.3, "cord_hue": -0.15},
    ),
)  # fmt: skip
MACROS: dict[str, Macro] = {name: next(macro for macro in _TABLE if macro.name == name) for name in MACRO_NAMES}
"""Each of them by its name, in the order of a controller's knobs."""

_HUES = np.array([parameter.curve == "hue" for parameter in PARAMETERS])
_NOTHING: NDArray[np.float64] = np.zeros((len(MACROS), len(NAMES)))


class Macros:
    """Where the eight knobs stand, and what that makes of a world's values."""

    def __init__(self) -> None:
        self._wanted = dict.fromkeys(MACRO_NAMES, MIDDLE)
        self._shown = {name: Glide(_WHOLE_TURN, _WHOLE_TURN, MIDDLE) for name in MACRO_NAMES}
        self._worlds: dict[str, Glide] = {}
        """How far what the knobs move is each world's own."""

    def turn(self, name: str, position: float) -> None:
        """Turn a knob, 0 to 1; KeyError where there is none of this name."""
        if name not in self._wanted:
            raise KeyError(name)
        self._wanted[name] = min(1.0, max(0.0, position))

    def reset(self) -> None:
        """Turn all of them to the middle."""
        self._wanted = dict.fromkeys(MACRO_NAMES, MIDDLE)

    @property
    def wanted(self) -> Mapping[str, float]:
        """Where each knob was turned to."""
        return self._wanted

    def step(self, world: str) -> None:
        """Let a tick pass in this world: the values follow the knobs, and the way to another world, without a step."""
        for name, shown in self._shown.items():
            shown.follow(self._wanted[name])
        if world not in self._worlds:
            self._worlds[world] = Glide(_OTHER_WORLD, _OTHER_WORLD, 0.0 if self._worlds else 1.0)
        for name, weight in self._worlds.items():
            weight.follow(1.0 if name == world else 0.0)
        self._worlds = {name: weight for name, weight in self._worlds.items() if name == world or weight.value > 0.0}

    def move(self, values: Values, held: Collection[int] = ()) -> Values:
        """Return the values as the knobs move them; those whose indices are `held` stay."""
        turns = [2.0 * (shown.value - MIDDLE) for shown in self._shown.values()]
        if max(map(abs, turns)) < 1e-9:
            return values
        units, hues = to_units(values), values.astype(np.float64)
        moved = np.zeros(len(NAMES), bool)
        for turn, amounts in zip(turns, self._moves(), strict=True):
            if abs(turn) >= 1e-9:
                way = amounts * turn
                units += np.where(way > 0.0, way * (1.0 - units), way * units)
                hues += way * _HALF_CIRCLE
                moved |= amounts != 0.0
        moved[list(held)] = False
        result = np.where(moved, np.where(_HUES, hues % 360.0, from_units(units)), values)
        return np.asarray(result, dtype=np.float32)

    def state(self) -> dict[str, Any]:
        """Return all that is remembered from one tick to the next."""
        knobs = {name: [self._wanted[name], shown.value] for name, shown in self._shown.items()}
        return {"knobs": knobs, "worlds": {name: weight.value for name, weight in self._worlds.items()}}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Remember what a `state` says; ValueError, TypeError or KeyError where it is none."""
        knobs = {name: [min(1.0, max(0.0, finite(value))) for value in state["knobs"][name]] for name in MACRO_NAMES}
        for name, (wanted, shown) in knobs.items():
            self._wanted[name], self._shown[name].value = wanted, shown
        self._worlds = {
            str(name): Glide(_OTHER_WORLD, _OTHER_WORLD, min(1.0, max(0.0, finite(weight))))
            for name, weight in dict(state["worlds"]).items()
        }

    def _moves(self) -> NDArray[np.float64]:
        """Return how far each macro moves each parameter just now, shape (len(MACROS), len(NAMES))."""
        return sum((weight.value * _amounts(name) for name, weight in self._worlds.items()), _NOTHING)


@functools.lru_cache(maxsize=16)
def _amounts(world: str) -> NDArray[np.float64]:
    """Return how far each macro moves each parameter in a world."""
    table = np.zeros(_NOTHING.shape)
    for row, macro in zip(table, MACROS.values(), strict=True):
        for name, amount in macro.of(world).items():
            row[INDEX[name]] = amount
    return table
