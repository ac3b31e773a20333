"""The five worlds as instruments: what each sounds with, how high, where, and by which chords.

A world has choirs, which breathe its chords; loops, which go round in cycles of unlike lengths; a melody by which it is
known; a bass; a drone and a breath that never end; and a timbre of its own for each thing that happens in it. Its
keynote is the story's (`Moment.pulse`).
"""

from installation.sound.notes import Timbre
from installation.sound.worlds.ecoverse import ECOVERSE
from installation.sound.worlds.nutrient_network import NUTRIENT_NETWORK
from installation.sound.worlds.nutrient_symphony import NUTRIENT_SYMPHONY
from installation.sound.worlds.purification import PURIFICATION
from installation.sound.worlds.table import World
from installation.sound.worlds.thaloria import THALORIA

TABLE: dict[str, World] = {
    "ecoverse": ECOVERSE,
    "nutrient_network": NUTRIENT_NETWORK,
    "purification": PURIFICATION,
    "nutrient_symphony": NUTRIENT_SYMPHONY,
    "thaloria": THALORIA,
}
_NAMES = [(world, name) for world in TABLE for name in TABLE[world].timbres]
TIMBRES: tuple[Timbre, ...] = tuple(TABLE[world].timbres[name] for world, name in _NAMES)
"""The timbres of all worlds after each other: what a note's `timbre` counts, so that two worlds can cross."""
INDICES: dict[tuple[str, str], int] = {pair: index for index, pair in enumerate(_NAMES)}
"""Where the timbre of a world and name stands among them."""


def world_of(name: str) -> World:
    """Return what a world plays with; a world of somebody's own plays as the first."""
    return TABLE.get(name, ECOVERSE)


def timbre_index(world: str, name: str) -> int:
    """Return where a timbre stands among `TIMBRES`."""
    return INDICES[(world if world in TABLE else "ecoverse", name)]
