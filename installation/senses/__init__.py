"""What the room and its performers say, as events.

    sound      devices, files and the demo; what was measured of a room      listening  sound in, features out
    midi       ports, controllers and what they mean                         osc        what comes by UDP
    echo       what it plays itself, taken out of what it hears
    stand_in   a community that stands in for people                         tables     what the README says of all this

The senses log what was heard, never what it might mean, and they forgive the world: a lost microphone or a broken
block is said once, and the picture never waits for it. Through a `view` of the show performers' senses know where it
stands, so that no knob jumps.
"""
