"""Where it is shown, from one performance: `live` on a screen, as a `film` or still, or measured by `bench`.

At the top stands what these rooms share: what may be asked for, what a performance begins with, the performance.
"""
