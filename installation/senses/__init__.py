"""What the room says, as events: `sound_in` opens a source of sound and `listening` turns sound into features.

The senses log what was heard, never what it might mean, and they forgive the world: a lost
microphone or a broken block is said once, and the picture never waits for it. `measuring` acquaints them with a room,
and `rooms` keeps what it found.
"""
