"""The sound: what the installation sings, from the same `Moment`s and vitals as the picture.

The composer is pure: a seed, ticks, moments and vitals give notes and controls, and it knows neither clock, file nor
device. The instruments make samples of them, 800 to a tick, live as offline.

    notes       what passes between the two
    composer    the pulse, the mood and the ensembles, tick by tick
    ensemble    all that plays in one world        worlds       its instruments, chords and registers
    mood        what moves the sound, smoothed     form         each phase's form, and what goes wrong
    harmony     modes and chords                   rhythm       the shared pulse, and loops that keep to it
    parts       choirs, bass and loops             agenda       notes to come
    theme       each world's melody
    happenings  what happens, where it happens     gestures     what each world does by itself
    answer      the echo in the world's own voice

    voices      the instruments: notes and controls become samples
    singer      composer and instruments in one
    engine      heard live: a process of its own that plays on a device
"""
