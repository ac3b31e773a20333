"""The same hash as shaders/lib/hash.glsl, for what the CPU decides in a tick: nothing is remembered."""

_WORD = 0xFFFFFFFF


def hash_word(word: int, *more: int) -> int:
    """Return the PCG hash of one or more 32-bit words (Jarzynski and Olano, JCGT 9, 2020)."""
    if more:
        word ^= hash_word(*more)
    state = (word * 747796405 + 2891336453) & _WORD
    mixed = (((state >> ((state >> 28) + 4)) ^ state) * 277803737) & _WORD
    return (mixed >> 22) ^ mixed


def unit(*words: int) -> float:
    """Return a number in 0..1, never 1, that depends on the words alone."""
    return (hash_word(*(word & _WORD for word in words)) >> 8) / 16777216.0
