"""The community: who is in the room and what they feel, from the events of each tick.

Pure: it knows ticks, and neither clock, file nor device.
"""

from installation.community.feeling import CONFIDENT, Citizen, Community
from installation.community.following import TICK, Follower, Glide
from installation.community.listeners import HEARD, Listeners
from installation.community.roster import MOST_CITIZENS, PRESENCE

__all__ = [
    "CONFIDENT", "HEARD", "MOST_CITIZENS", "PRESENCE", "TICK", "Citizen", "Community", "Follower", "Glide", "Listeners",
]  # fmt: skip
