"""The engine: what the composer writes is heard on a sound device, by a process of its own.

The show never waits for it. It puts each tick's notes and controls into a queue and goes on; where the process is not
there, or does not keep up, they are lost, and nothing else is.

    engine      the show's end: starts the process, feeds it, and says how it fares
    supervisor  the process: has all ready that a player needs, and forks another one where one crashed
    pauses      how long to wait until what ended is started again
    player      what it forks: renders ticks ahead of the device, and bridges ticks that are late
    ring        the samples between the player and the device's callback
    played      what the device played, for the senses: the installation does not hear itself
    output      opens a device as near as it comes to what is wanted
"""
