"""The parameter table: every number that a preset, a knob, a message or a shader may name.

A parameter is declared here once. Preset files, the GLSL block `Parameters`, MIDI and OSC
ranges, the overlay and the generated documentation are all derived from this table.
Lengths are in heights of the visible frame (the frame is 1 high), times in seconds.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Curve = Literal["linear", "logarithmic", "hue"]
Values = NDArray[np.float32]
"""One value for each parameter, shape (len(PARAMETERS),), in the order of the table."""


@dataclass(frozen=True)
class Parameter:
    """A row of the table. `curve` says how a knob travels and how two values blend."""

    name: str
    group: str
    unit: str
    minimum: float
    maximum: float
    default: float
    curve: Curve
    meaning: str


_Row = tuple[str, str, float, float, float, Curve, str]


def _group(group: str, *rows: _Row) -> tuple[Parameter, ...]:
    return tuple(Parameter(row[0], group, *row[1:]) for row in rows)


PARAMETERS: tuple[Parameter, ...] = (
    *_group(
        "growth",
        ("growth_speed", "heights/s", 0.002, 0.12, 0.025, "logarithmic", "speed of a well-fed tip"),
        ("branch_rate", "1/height", 0.0, 60.0, 40, "linear", "branches that a growing tip makes"),
        ("lateral_rate", "1/(height s)", 0.0, 4.0, 3, "linear", "branches per height and second of old hypha"),
        ("branch_angle", "degrees", 20.0, 80.0, 47.0, "linear", "mean angle between branch and parent"),
        ("wander", "degrees", 0.0, 30.0, 11, "linear", "how far a tip turns by itself from one segment to the next"),
        ("avoidance", "", 0.0, 4.0, 1.3, "linear", "how strongly tips turn away from crowded ground"),
        ("foraging", "", 0.0, 4.0, 0.3, "linear", "how strongly tips turn towards nutrient"),
        ("rise", "", -1.0, 1.0, 0.0, "linear", "pull of tips upwards (negative: downwards)"),
        ("verticality", "", 0.0, 1.0, 0.0, "linear", "pull of tips towards the vertical"),
        ("inward", "", -1.0, 1.0, 0.0, "linear", "pull of tips towards the subject's centre (negative: away from it)"),
        ("orbit", "", -1.0, 1.0, 0.0, "linear", "pull of tips around the subject's centre, leftwards"),
        ("fusion", "", 0.0, 1.0, 0.4, "linear", "chance that a tip which meets a foreign hypha joins it"),
        ("crowding", "heights/height^2", 20.0, 400.0, 280, "logarithmic", "length per area at which growth stops"),
        ("biomass", "heights", 10.0, 2000.0, 140, "logarithmic", "total length of hyphae that the world holds"),
        ("turnover", "s", 10.0, 900.0, 18, "logarithmic", "mean life of an idle end before it is resorbed"),
        ("resorption_speed", "heights/s", 0.005, 0.3, 0.035, "logarithmic", "speed at which an idle end is drawn back"),
    ),
    *_group(
        "cords",
        ("hypha_radius", "heights/1000", 0.2, 2.0, 0.42, "logarithmic", "radius of a hypha that feeds only itself"),
        ("cord_radius", "heights/1000", 2.0, 30.0, 12, "logarithmic", "radius beyond which no cord thickens"),
        ("murray", "", 2.0, 4.0, 3.0, "linear", "exponent of Murray's law: radius^murray ~ load"),
        ("cord_lag", "s", 0.5, 60.0, 6.0, "logarithmic", "time in which thickness follows load"),
        ("swell", "", 0.0, 1.0, 0.0, "linear", "how much the cords are swollen just now"),
        ("glass", "", 0.0, 1.0, 0.0, "linear", "how far cords are hollow glass, lit in their walls"),
        ("beads", "", 0.0, 1.0, 0.0, "linear", "how far the light of threads gathers in beads"),
    ),
    *_group(
        "streaming",
        ("streaming_speed", "heights/s", 0.01, 0.8, 0.1, "logarithmic", "speed of the cytoplasm in a middling cord"),
        ("streaming_light", "", 0.0, 4.0, 0.8, "linear", "light of the moving grain inside the threads"),
    ),
    *_group(
        "charge",
        ("charge_speed", "heights/s", 0.1, 1.0, 0.32, "logarithmic", "speed of a charge along the hyphae"),
        ("excitability", "", 0.0, 1.0, 0.6, "linear", "how readily the network carries a charge on"),
        ("charge_length", "", 0.0, 1.0, 0.45, "linear", "length of a charge, from a bead to a long wave"),
        ("charge_reach", "heights", 0.2, 8.0, 2.4, "logarithmic", "way after which a charge dies out"),
        ("pulse_rate", "1/min", 0.0, 60.0, 6, "linear", "charges that set out by themselves"),
    ),
    *_group(
        "nutrient",
        ("nutrient_supply", "1/s", 0.0, 0.2, 0.012, "linear", "speed at which rich ground recovers"),
        ("nutrient_uptake", "1/s", 0.0, 1.0, 0.06, "linear", "speed at which crowded hyphae use up the ground"),
        ("nutrient_spread", "heights^2/s/1000", 0.0, 1.0, 0.08, "linear", "diffusion of nutrient"),
    ),
    *_group(
        "swarm",
        ("swarm_share", "", 0.0, 1.0, 0.0, "linear", "share of the symbionts that are awake"),
        ("swarm_speed", "heights/s", 0.005, 0.5, 0.06, "logarithmic", "speed of a symbiont"),
        ("order", "", 0.0, 1.0, 0.9, "linear", "how well the swarm walks in columns instead of milling"),
        ("network_appetite", "", 0.0, 2.0, 1.0, "linear", "how strongly symbionts keep to the hyphae"),
        ("waste_appetite", "", 0.0, 2.0, 0.0, "linear", "how strongly symbionts turn towards waste or toxin"),
        ("tile_appetite", "", 0.0, 2.0, 0.0, "linear", "how strongly symbionts turn towards their citizen's tile"),
        ("cohesion", "", -1.0, 1.0, 0.0, "linear", "how strongly symbionts gather (negative: keep apart)"),
        ("jam", "", 0.0, 1.0, 0.0, "linear", "how often columns jam and turn back"),
        ("burst", "", 0.0, 1.0, 0.0, "linear", "erratic bursts that scatter the swarm"),
        ("processing_rate", "1/s", 0.0, 4.0, 1.0, "linear", "speed at which symbionts in step process waste"),
    ),
    *_group(
        "wound",
        ("waste_source", "1/s", 0.0, 1.0, 0.0, "linear", "speed at which the composition sheds waste"),
        ("waste_growth", "1/s", 0.0, 1.0, 0.0, "linear", "speed at which toxin feeds on itself"),
        ("waste_spread", "heights^2/s/1000", 0.0, 1.0, 0.05, "linear", "diffusion of waste or toxin"),
        ("waste_decay", "1/s", 0.0, 1.0, 0.01, "linear", "speed at which waste or toxin goes by itself"),
        ("waste_harm", "", 0.0, 1.0, 0.8, "linear", "how much waste starves the hyphae on it"),
        ("sterility", "1/s", 0.0, 1.0, 0.0, "linear", "speed at which toxin makes ground sterile"),
        ("healing", "1/s", 0.0, 1.0, 0.05, "linear", "speed at which sterile or torn ground recovers"),
        ("severing", "1/s", 0.0, 4.0, 0.0, "linear", "speed at which hyphae on channel or rivers are torn"),
        ("division", "", -1.0, 1.0, 0.0, "linear", "how much one bank is fed at the other's cost"),
        ("blackout", "", 0.0, 1.0, 0.0, "linear", "share of the blocks that are dark and unfed"),
        ("storm", "", 0.0, 1.0, 0.0, "linear", "strength of the storm that crosses the world once"),
        ("wind", "heights/s", 0.0, 1.0, 0.02, "linear", "speed of the wind that carries spores"),
    ),
    *_group(
        "cure",
        ("cure", "", 0.0, 1.0, 0.0, "linear", "how strongly the cure works everywhere just now"),
        ("touch_serum", "", 0.0, 4.0, 1.0, "linear", "serum that a touch lays: the cure, at one place"),
        ("serum_life", "s", 1.0, 120.0, 20.0, "logarithmic", "time in which serum fades"),
        ("shelter", "", 0.0, 1.0, 0.0, "linear", "serum that citizens' tiles give to the ground beneath them"),
        ("mending", "", 0.0, 1.0, 0.0, "linear", "how readily torn ground grows again, in gold that stays"),
        ("wave_rate", "1/min", 0.0, 60.0, 0.0, "linear", "waves of charge from both banks, or surges from the oculus"),
    ),
    *_group(
        "flora",
        ("flora_share", "", 0.0, 1.0, 0.0, "linear", "share of the places for flora that are used"),
        ("flora_rate", "1/s", 0.0, 2.0, 0.2, "linear", "speed at which flora opens"),
        ("flora_life", "s", 5.0, 600.0, 90.0, "logarithmic", "time for which flora stays open"),
        ("flora_on_scars", "", 0.0, 1.0, 0.0, "linear", "1: flora opens only where ground was sterile or torn"),
        ("spore_rate", "1/s", 0.0, 200.0, 0.0, "linear", "spores that the network releases"),
        ("germination", "", 0.0, 1.0, 0.1, "linear", "chance that a spore which lands on empty rich ground grows"),
    ),
    *_group(
        "mosaic",
        ("tile_size", "heights", 0.02, 0.5, 0.14, "logarithmic", "radius of a citizen's tile"),
        ("tile_light", "", 0.0, 4.0, 0.6, "linear", "light of the tiles"),
        ("border_light", "", 0.0, 4.0, 0.5, "linear", "light of the borders between tiles, which unity dissolves"),
    ),
    *_group(
        "composition",
        ("subject_x", "widths", 0.0, 1.0, 0.62, "linear", "centre of the subject, from the left"),
        ("subject_y", "heights", 0.0, 1.0, 0.46, "linear", "centre of the subject, from below"),
        ("subject_size", "heights", 0.05, 1.5, 0.42, "linear", "radius of the rich ground of the subject"),
        ("answer_x", "widths", 0.0, 1.0, 0.2, "linear", "centre of the answer, from the left"),
        ("answer_y", "heights", 0.0, 1.0, 0.4, "linear", "centre of the answer, from below"),
        ("answer_size", "heights", 0.0, 1.0, 0.2, "linear", "radius of the rich ground of the answer"),
        ("ground_detail", "", 0.0, 1.0, 0.8, "linear", "how patchy the rich ground is"),
        ("rib_count", "1/height", 0.0, 20.0, 5.0, "linear", "vertical ribs per height of width"),
        ("rib_depth", "", 0.0, 1.0, 0.0, "linear", "how strongly growth keeps to the ribs"),
        ("totem", "", 0.0, 1.0, 0.0, "linear", "how much growth keeps to a jagged totem that stands on the subject"),
        ("banks", "", 0.0, 1.0, 0.0, "linear", "how much growth keeps to two banks beside a dark channel"),
        ("oculus", "", 0.0, 1.0, 0.0, "linear", "how much growth keeps to tiers around a dark oculus on the subject"),
        ("biomes", "", 0.0, 1.0, 0.0, "linear", "how much growth is parted into seven biomes by dark rivers"),
        ("gap_width", "heights", 0.01, 0.5, 0.1, "logarithmic", "width of the channel, or of the rivers"),
        ("bridging", "", 0.0, 1.0, 0.6, "linear", "how many crossings over channel or rivers are open"),
        ("ear_x", "widths", 0.0, 1.0, 0.38, "linear", "place of the Ear, from the left"),
        ("ear_y", "heights", 0.0, 1.0, 0.42, "linear", "place of the Ear, from below"),
    ),
    *_group(
        "hearing",
        ("loudness_to_growth", "", 0.0, 4.0, 1.5, "linear", "how much a loud room speeds growth"),
        ("loudness_to_streaming", "", 0.0, 4.0, 2.0, "linear", "how much a loud room speeds streaming"),
        ("low_to_swell", "", 0.0, 1.0, 0.6, "linear", "how much low bands swell the cords"),
        ("high_to_spark", "", 0.0, 4.0, 1.5, "linear", "how much high bands spark the tips"),
        ("onset_to_charge", "", 0.0, 2.0, 1.0, "linear", "how strongly an onset charges the Ear"),
        ("voice_speed", "heights/s", 0.1, 3.0, 0.9, "logarithmic", "speed of the room's envelope along the network"),
        ("voice_reach", "heights", 0.1, 4.0, 0.9, "logarithmic", "distance at which that envelope fades to a third"),
        ("act_to_cure", "", 0.0, 1.0, 1.0, "linear", "how much the community's act brings the cure"),
        ("act_to_bridging", "", 0.0, 1.0, 0.0, "linear", "how much the community's act opens the crossings"),
        ("act_to_waves", "1/min", 0.0, 60.0, 0.0, "linear", "waves that the community's act sends"),
        ("act_to_tiles", "", 0.0, 2.0, 0.0, "linear", "how much the community's act draws symbionts to the tiles"),
        ("discord_to_division", "", 0.0, 1.0, 0.0, "linear", "how much opposed camps divide the banks"),
        ("discord_to_severing", "1/s", 0.0, 4.0, 0.0, "linear", "how fast opposed camps tear the crossings"),
        ("arousal_to_burst", "", 0.0, 1.0, 0.0, "linear", "how much arousal without unity scatters the swarm"),
    ),
    *_group(
        "light",
        ("exposure", "EV", -4.0, 4.0, 0.4, "linear", "exposure of the whole picture"),
        ("rest_light", "", 0.0, 4.0, 1.0, "linear", "steady light of resting hyphae"),
        ("rest_wavelength", "nm", 460.0, 640.0, 524.0, "linear", "peak of the steady light (foxfire: 520-530)"),
        ("rest_width", "nm", 20.0, 160.0, 90.0, "linear", "width of the steady light"),
        ("charge_light", "", 0.0, 8.0, 2.2, "linear", "light of a charge"),
        ("charge_wavelength", "nm", 440.0, 640.0, 488.0, "linear", "peak of a charge's light (dinoflagellates: 474)"),
        ("tip_light", "", 0.0, 8.0, 1.2, "linear", "light of growing tips"),
        ("spark", "", 0.0, 4.0, 0.0, "linear", "how much the tips sparkle just now"),
        ("people_light", "", 0.0, 8.0, 2.6, "linear", "white-gold light that answers people"),
        ("cord_light", "", 0.0, 4.0, 0.8, "linear", "light of cords"),
        ("cord_hue", "degrees", 0.0, 360.0, 78.0, "hue", "OkLCh hue of cords (78: bone)"),
        ("cord_chroma", "", 0.0, 0.2, 0.05, "linear", "OkLCh chroma of cords"),
        ("hue_spread", "degrees", 0.0, 360.0, 40, "linear", "how far the hue of the hyphae varies over the picture"),
        ("membrane_light", "", 0.0, 4.0, 1.0, "linear", "light of the skin that spreads between close hyphae"),
        ("glow", "", 0.0, 1.0, 0.12, "linear", "share of light that is scattered into glow"),
        ("glow_radius", "heights", 0.01, 0.5, 0.045, "logarithmic", "radius of the glow"),
        ("ground_light", "", 0.0, 4.0, 1.0, "linear", "how visibly glow lights the wet ground"),
        ("feast_light", "", 0.0, 4.0, 0.0, "linear", "light that the composition gives only when it is celebrated"),
        ("rib_light", "", 0.0, 4.0, 0.0, "linear", "light of the ribs of glass"),
        ("set_light", "", 0.0, 4.0, 0.0, "linear", "light of what stands in the world: totem, lamps, chamber, biomes"),
        ("lamp_light", "", 0.0, 4.0, 0.0, "linear", "how much of that light falls on the cords"),
        ("lamp_angle", "degrees", 0.0, 360.0, 120.0, "hue", "where it falls from (0: right, 90: above, 270: below)"),
        ("accent_hue", "degrees", 0.0, 360.0, 70.0, "hue", "OkLCh hue of that light (70: amber)"),
        ("accent_chroma", "", 0.0, 0.3, 0.12, "linear", "OkLCh chroma of that light"),
        ("swarm_light", "", 0.0, 8.0, 1.0, "linear", "light of the symbionts"),
        ("swarm_wavelength", "nm", 440.0, 640.0, 560.0, "linear", "peak of the symbionts' light"),
        ("flora_light", "", 0.0, 8.0, 1.0, "linear", "light of blossoms and fruiting bodies"),
        ("flora_hue", "degrees", 0.0, 360.0, 350.0, "hue", "OkLCh hue of blossoms"),
        ("spore_light", "", 0.0, 4.0, 0.8, "linear", "light of spores on the wind"),
        ("serum_light", "", 0.0, 4.0, 1.0, "linear", "light of the pale pools of serum"),
        ("waste_shade", "", 0.0, 1.0, 0.8, "linear", "how much light waste or toxin swallows"),
        ("gold_light", "", 0.0, 4.0, 1.0, "linear", "light of mended seams"),
        ("hologram_light", "", 0.0, 4.0, 0.0, "linear", "light of the hologram that shows the city's health"),
        ("mark_light", "", 0.0, 4.0, 1.0, "linear", "light of the marks that earlier stories left"),
        ("breath_depth", "", 0.0, 1.0, 0.25, "linear", "how deeply the light breathes"),
        ("breath_rate", "1/min", 1.0, 30.0, 6.0, "logarithmic", "breaths"),
        ("parallax", "heights/100", 0.0, 4.0, 1.2, "linear", "slow drift between the planes of depth"),
    ),
    *_group(
        "sound",
        ("sound_level", "dB", -40.0, 12.0, 0.0, "linear", "level of all that it sings; 0: about -23 LUFS"),
        ("sound_brightness", "", 0.0, 1.0, 0.5, "linear", "how bright it sounds"),
        ("sound_space", "", 0.0, 1.0, 0.45, "linear", "how wide the room is that it sounds in"),
        ("sound_density", "", 0.0, 1.0, 0.12, "linear", "how many of a loop's steps sound"),
        ("sound_valence", "", -1.0, 1.0, 0.3, "linear", "mode while people tell no valence: -1 Locrian, 1 Lydian"),
        ("sound_detune", "cents", 0.0, 50.0, 5.0, "linear", "how far its voices are out of tune"),
        ("sound_chords", "", 0.0, 1.0, 0.7, "linear", "how loud the choirs and the bass are"),
        ("sound_loops", "", 0.0, 1.0, 0.7, "linear", "how loud the loops are"),
        ("sound_events", "", 0.0, 1.0, 0.7, "linear", "how loud that is which happens in the world"),
        ("sound_drone", "", 0.0, 1.0, 0.5, "linear", "how loud the drone is"),
        ("sound_breath", "", 0.0, 1.0, 0.3, "linear", "how loud its breath is"),
        ("follow_room", "", 0.0, 1.0, 0.8, "linear", "how far it joins a room's music, and yields to speech"),
    ),
)

NAMES: tuple[str, ...] = tuple(parameter.name for parameter in PARAMETERS)
INDEX: dict[str, int] = {name: index for index, name in enumerate(NAMES)}
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(parameter.group for parameter in PARAMETERS))


def find(name: str) -> Parameter:
    """Return the table's row for `name`; KeyError where there is none."""
    return PARAMETERS[INDEX[name]]


def defaults() -> Values:
    """Return every parameter's default."""
    return np.array([parameter.default for parameter in PARAMETERS], dtype=np.float32)


_LOGARITHMIC = np.array([parameter.curve == "logarithmic" for parameter in PARAMETERS])
_HUE = np.array([parameter.curve == "hue" for parameter in PARAMETERS])
_MINIMUM = np.array([parameter.minimum for parameter in PARAMETERS])
_MAXIMUM = np.array([parameter.maximum for parameter in PARAMETERS])
_POSITIVE = np.where(_LOGARITHMIC, _MINIMUM, 1.0)
"""The least value of each logarithmic parameter, which is above 0; 1 for all others."""


def blend(start: Values, end: Values, weight: float) -> Values:
    """Blend two sets of values; 0 gives `start` and 1 gives `end`, exactly.

    Logarithmic parameters blend by ratio, hues along the shorter arc, all others linearly.
    """
    if weight <= 0.0:
        return start.copy()
    if weight >= 1.0:
        return end.copy()
    a, b = start.astype(np.float64), end.astype(np.float64)
    mixed = a + (b - a) * weight
    ratio = np.where(_LOGARITHMIC, b / np.where(a == 0, 1, a), 1.0)
    mixed = np.where(_LOGARITHMIC, a * ratio**weight, mixed)
    arc = (b - a + 180.0) % 360.0 - 180.0
    mixed = np.where(_HUE, (a + arc * weight) % 360.0, mixed)
    return clamp(mixed.astype(np.float32))


def clamp(values: Values) -> Values:
    """Return the values, each within its own range."""
    return np.clip(values, _MINIMUM, _MAXIMUM).astype(np.float32)


def to_unit(parameter: Parameter, value: float) -> float:
    """Return where `value` stands on a knob, 0 to 1 along the parameter's curve."""
    low, high = parameter.minimum, parameter.maximum
    if parameter.curve == "logarithmic":
        return float(np.log(value / low) / np.log(high / low))
    return (value - low) / (high - low)


def from_unit(parameter: Parameter, position: float) -> float:
    """Return the value at a knob's position, 0 to 1: the inverse of `to_unit`."""
    low, high = parameter.minimum, parameter.maximum
    position = min(1.0, max(0.0, position))
    if parameter.curve == "logarithmic":
        return float(low * (high / low) ** position)
    return low + (high - low) * position


def to_units(values: Values) -> NDArray[np.float64]:
    """Return where each value stands on its knob, shape (len(PARAMETERS),): `to_unit` of all at once."""
    spans = np.where(_LOGARITHMIC, np.log(_MAXIMUM / _POSITIVE), _MAXIMUM - _MINIMUM)
    ways = np.where(_LOGARITHMIC, np.log(np.maximum(values, _POSITIVE) / _POSITIVE), values - _MINIMUM)
    return np.asarray(ways / spans, dtype=np.float64)


def from_units(positions: NDArray[np.float64]) -> Values:
    """Return the value at each knob's position, 0 to 1: the inverse of `to_units`."""
    positions = np.clip(positions, 0.0, 1.0)
    ratios = _POSITIVE * (_MAXIMUM / _POSITIVE) ** np.where(_LOGARITHMIC, positions, 0.0)
    return clamp(np.where(_LOGARITHMIC, ratios, _MINIMUM + (_MAXIMUM - _MINIMUM) * positions).astype(np.float32))
