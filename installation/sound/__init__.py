"""The sound: what the installation sings, from the same `Moment`s and vitals as the picture.

The composer is pure: a seed, ticks, moments and vitals give notes and controls, and it knows neither clock, file nor
device. The instruments make samples of them, 800 to a tick, live as offline.

    notes      what passes between the two
"""
