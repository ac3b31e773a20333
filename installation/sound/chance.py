"""Chance as a hash of whole numbers: the same words always give the same number, and nothing is remembered."""

_WORD = 0xFFFFFFFF


def unit(*words: int) -> float:
    """Return a number in 0..1, never 1, that depends on the words alone: the PCG hash of Jarzynski and Olano, 2020."""
    value = 0
    for word in words:
        state = ((value ^ word & _WORD) * 747796405 + 2891336453) & _WORD
        mixed = (((state >> ((state >> 28) + 4)) ^ state) * 277803737) & _WORD
        value = (mixed >> 22) ^ mixed
    return (value >> 8) / 16777216.0
