"""What the room says, as events: `sound_in` opens a source of sound and `listening` turns sound into features.

The senses log what was heard, never what it might mean, and they forgive the world: a lost
microphone or a broken block is said once, and the picture never waits for it. `measuring` acquaints them with a room,
and `rooms` keeps what it found.

What performers say comes by `midi`, whose ports a program of its own hears (`midi_ports`, kept running by `midi_feed`)
and whose meaning stands in maps (`controllers`, played by `midi_player`), and by `osc`. Through a `view` of the show
they know where it stands, so that no knob jumps.
"""
