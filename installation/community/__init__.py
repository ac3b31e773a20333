"""The community: who is in the room and what they feel, from the events of each tick.

Pure: it knows ticks, and neither clock, file nor device.

    feeling    what is known at one tick       listeners   all of it, tick by tick
    music      what is heard of music          emotion     what that feels like, by a table of cues
    notes      what is held on keyboards       rhythm      whether taps keep a common pulse
    roster     who is present                  places      where their tiles lie
    agreement  means, unity and camps          movement    who rises and falls together
    attunement who falls in with the installation's own pulse and pitch
"""

from installation.community.attunement import Pulse
from installation.community.feeling import CONFIDENT, Citizen, Community
from installation.community.following import TICK, Follower, Glide
from installation.community.listeners import HEARD, Listeners
from installation.community.roster import MOST_CITIZENS, PRESENCE

__all__ = [
    "CONFIDENT", "HEARD", "MOST_CITIZENS", "PRESENCE", "TICK", "Citizen", "Community", "Follower", "Glide", "Listeners",
    "Pulse",
]  # fmt: skip
