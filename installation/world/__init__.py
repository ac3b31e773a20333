"""The organism on the GPU: a `World` steps once a tick, from `Moment`s, and knows of no window."""
