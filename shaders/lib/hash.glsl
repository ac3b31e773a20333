// Randomness as a hash of (seed, tick, identity): there is no hidden generator.
// PCG output function: Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9 (2020).
uint hash(uint x) {
    uint state = x * 747796405u + 2891336453u;
    uint word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return (word >> 22u) ^ word;
}

uint hash(uint x, uint y) { return hash(x ^ hash(y)); }

// A number in 0..1, never 1.
float unit(uint h) { return float(h >> 8u) * (1.0 / 16777216.0); }

// About normal, mean 0 and variance 1: the sum of four bytes (within 3.5 of zero).
float bell(uint h) {
    uint sum = (h & 255u) + ((h >> 8u) & 255u) + ((h >> 16u) & 255u) + (h >> 24u);
    return (float(sum) - 510.0) * (1.0 / 147.8);
}
