"""What the installation sings itself is taken out of what its microphone hears.

It knows what it plays. How that comes back, through loudspeakers, a room and a microphone, is learned while it plays.

    remover   block by block: what was played beside what was heard, and what is left of it
    delay     finds how much later the microphone hears what was played
    filter    learns the way through the room, and takes out what it explains
    gate      dampens what that leaves over, where no more than that is heard
"""
