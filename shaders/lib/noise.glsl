// Smooth noise in the plane from hashed gradients (Perlin 2002's quintic fade), about -1..1.
#include "lib/hash.glsl"

vec2 lattice_gradient(ivec2 cell, uint seed) {
    float angle = unit(hash(uint(cell.x) + hash(uint(cell.y), seed))) * 6.2831853;
    return vec2(cos(angle), sin(angle));
}

float noise(vec2 p, uint seed) {
    ivec2 cell = ivec2(floor(p));
    vec2 f = p - vec2(cell);
    vec2 w = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    float a = dot(lattice_gradient(cell, seed), f);
    float b = dot(lattice_gradient(cell + ivec2(1, 0), seed), f - vec2(1, 0));
    float c = dot(lattice_gradient(cell + ivec2(0, 1), seed), f - vec2(0, 1));
    float d = dot(lattice_gradient(cell + ivec2(1, 1), seed), f - vec2(1, 1));
    return 1.41421 * mix(mix(a, b, w.x), mix(c, d, w.x), w.y);
}
