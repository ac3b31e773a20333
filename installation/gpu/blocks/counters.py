"""What the passes of the world count, and what comes of it: the vitals as the GPU keeps them."""

from __future__ import annotations

import dataclasses

from installation.gpu.blocks.layout import uint


@dataclasses.dataclass
class Counters:
    """What the passes count: each an integer, so that the order of the additions is free."""

    tips: uint
    """Entries in the list of tips."""
    free: uint
    """Entries in the list of free slots, and how many of them are used up since."""
    used: uint
    births: uint
    deaths: uint
    segments: uint
    length: uint
    """Total length of the hyphae, in hundred-thousandths of a height."""
    links: uint
    growing: uint
    charge: uint
    """Sum of the charge, in 1/255 of a segment."""
    load: uint
    """The largest load."""
    fusions: uint
    crowded: uint
    """Ticks in which births found too few free slots."""
    slack: float
    """Room for growth, 0 to 1, by which the world holds its biomass, and the opposite pressure."""
    pressure: float
    highest: uint
    """One more than the highest slot in use."""
    tip_groups: uint
    """Groups that a pass over the tips needs: the arguments of an indirect dispatch; likewise for the slots."""
    tip_groups_y: uint
    tip_groups_z: uint
    slot_groups: uint
    slot_groups_y: uint
    slot_groups_z: uint
    torn: uint
    """Segments that the storm, or hands that sever, have torn since the world began."""
    left: uint
    """Segments on either bank, and their health and charge, in 1/255 of a segment."""
    right: uint
    health_left: uint
    health_right: uint
    charge_left: uint
    charge_right: uint
    crossing: uint
    """Load that crosses from one bank to the other."""
    flora: uint
    scarred_flora: uint
    """Open blossoms, and those of them that stand on scars."""
    land: uint
    """Rich ground, and how much of it is wasted, sterile or torn, sheltered: in thousandths of a cell."""
    wasted: uint
    sterile: uint
    sheltered: uint
    scarred: uint
    """Length of the hyphae on scars, in hundred-thousandths of a height."""
    processed: uint
    """Waste that was processed since the last census, in thousandths of a cell."""
    exchanges: uint
    """Particles that crossed from one bank or biome to another since the world began."""
    exchanges_before: uint
    order: float
    """How well the swarm keeps to the axis of the hyphae beneath, -1 to 1, and so on: see `Vitals`."""
    harmony: float
    scatter: float
    processing: float
    exchange: float
    division: float
    synchrony: float
    tiles: uint
    wind: float
    mean_left: float
    """Running moments of the charge on both banks."""
    mean_right: float
    variance_left: float
    variance_right: float
    covariance: float
