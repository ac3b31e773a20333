"""Living Mosaic: a bioluminescent mycelium, grown on the GPU, that answers the room.

    senses            community          story            world             picture        stage
    sound in      ->  who is here,   ->  which world,  -> the organism  ->  light      ->  windows, film
                      what they feel     phase, values    on the GPU

Everything that comes from outside is an `Event`; everything that moves the world is the `Moment` of its tick.

    score        events, and the files that hold them        clock      from seconds to ticks of 1/60 s
    params       the table of every adjustable number        presets    looks: one value for each parameter
    community    who is here and feels what, from events     story      phases, acts, blends, touches: the Moment
    captions     what newcomers are told, by language        files      written whole, or not at all
    senses/      sound becomes events                        gpu/       blocks and shaders
    world/       the organism                                picture/   from state to light
    sound/       composer, voices, engine: what it sings     stage/     live, film, prints, bench
    chance       a hash in place of dice                     cli        the commands

Imports run one way, from left to right in the picture; only `cli` sees all.
"""
