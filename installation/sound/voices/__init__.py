"""The voices: kernels that make samples of notes and controls, a fixed pool of them, the room and the master.

    instruments  notes and controls in, samples out       rack    calibrates the timbres
    state        what a voice remembers                   pool    the pool's kernel
    wave, string, modal, air  the kinds                   tables  band-limited waves
    place        outputs in a ring                        parts   what the kinds share
    reverb       a long dark room                         master  no DC, even loudness, a limiter
    loudness     BS.1770 and true peaks                   meter   loudness as it comes
    kernels      compiles, and keeps what was compiled  kept  what is reckoned from the timbres
"""
