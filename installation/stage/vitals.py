"""The vitals of a performance as a series: what each figure means, which are a world's own, and their lines of JSON."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from installation.files import OutputError, open_text
from installation.story import Moment
from installation.world.vitals import Vitals


@dataclass(frozen=True)
class Figure:
    """A number of a tick's line: its unit ("" where it has none), what it means, and its range where that is known."""

    name: str
    unit: str
    meaning: str
    span: tuple[float, float] | None = None


COMMUNITY: tuple[Figure, ...] = (
    Figure("unity", "", "how well the community agrees", (0.0, 1.0)),
    Figure("arousal", "", "mean arousal", (-1.0, 1.0)),
    Figure("valence", "", "mean valence", (-1.0, 1.0)),
    Figure("camps", "", "how far it falls into two opposed camps", (0.0, 1.0)),
)
ORGANISM: tuple[Figure, ...] = (
    Figure("biomass", "heights", "total length of the hyphae"),
    Figure("segments", "count", "segments of hyphae"),
    Figure("tips", "count", "segments that end the graph"),
    Figure("growing", "count", "tips that grow"),
    Figure("links", "count", "places where hyphae fused"),
    Figure("load", "segments", "what the thickest cord feeds"),
    Figure("charge", "", "share of the segments that is charged"),
    Figure("births", "count", "segments born since the world began"),
    Figure("deaths", "count", "segments resorbed since the world began"),
    Figure("fusions", "count", "fusions since the world began"),
    Figure("highest", "count", "slots up to the highest one in use"),
    Figure("waste", "", "mean waste on rich ground, from none at 0 to full at 1; in purification it is toxin"),
    Figure("processing", "heights^2/s", "waste that symbionts process"),
    Figure("order", "", "how well symbionts keep to the axis of the hyphae: 1 in columns, -1 across", (-1.0, 1.0)),
    Figure("division", "", "how unlike the health of both banks is", (0.0, 1.0)),
    Figure("synchrony", "", "correlation of the charge on both banks", (-1.0, 1.0)),
    Figure("crossing", "segments", "load that crosses from bank to bank"),
    Figure("flora", "count", "open blossoms and fruiting bodies"),
    Figure("scarred_flora", "count", "those that stand where ground was sterile or torn"),
    Figure("sterile", "", "share of the rich ground that is sterile or torn now"),
    Figure("sheltered", "", "share of the rich ground that serum shelters", (0.0, 1.0)),
    Figure("torn", "count", "segments torn since the world began"),
    Figure("wind", "", "strength of the storm while it crosses", (0.0, 1.0)),
    Figure("exchange", "1/s", "particles that cross between banks or biomes"),
    Figure("scatter", "heights", "median distance of the symbionts from their tiles"),
    Figure("harmony", "", "share of the symbionts within a tenth of a height of their tiles", (0.0, 1.0)),
    Figure("tiles", "count", "citizens whose tile is lit by symbionts"),
    Figure("scarred_biomass", "heights", "hyphae on ground that was sterile or torn"),
)
FIGURES: dict[str, Figure] = {figure.name: figure for figure in (*COMMUNITY, *ORGANISM)}

NETWORK = ("biomass", "segments", "tips", "charge")
"""What tells most of any world's network."""
OWN: dict[str, tuple[str, ...]] = {
    "ecoverse": ("waste", "processing", "order"),
    "nutrient_network": ("division", "synchrony", "crossing", "flora"),
    "purification": ("waste", "sterile", "flora", "scarred_biomass"),
    "nutrient_symphony": ("wind", "torn", "sheltered", "exchange"),
    "thaloria": ("scatter", "harmony", "tiles"),
}
"""The figures by which each world tells its story."""


def figures(moment: Moment, vitals: Vitals | None) -> dict[str, Any]:
    """Return a tick's figures by name, with `tick` (from the performance's beginning), world and phase before them.

    Without vitals, as in the first ticks of a world, the organism's are left out.
    """
    place = {"tick": moment.tick, "world": moment.world, "phase": moment.phase}
    felt = {figure.name: round(float(getattr(moment.community, figure.name)), 4) for figure in COMMUNITY}
    numbers = {} if vitals is None else asdict(replace(vitals, tick=moment.tick))
    return place | felt | numbers


def as_line(told: dict[str, Any]) -> str:
    """Return a tick's figures as one line of JSON."""
    return json.dumps(told, separators=(",", ":"))


class VitalsFile:
    """The figures of every tick, as JSON Lines; OutputError where the file cannot be opened or filled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = open_text(path)

    def write(self, moment: Moment, vitals: Vitals | None) -> None:
        """Append a tick's figures."""
        try:
            self._file.write(as_line(figures(moment, vitals)) + "\n")
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror}") from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()
