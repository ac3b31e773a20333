// What all marks are drawn with. Places are in a mark's own sizes, y upwards from where it stands; `soft` is a pixel.
#include "lib/hash.glsl"

// A number of chance in 0..1, or in -1..1: the `n`th of this seed.
float chance(uint seed, uint n) { return unit(hash(n, seed)); }
float either(uint seed, uint n) { return 2.0 * chance(seed, n) - 1.0; }

// How much of a pixel lies inside an edge, of which it is `inside` away.
float covered(float inside, float soft) { return clamp(0.5 + inside / soft, 0.0, 1.0); }

// A line: thinner than a pixel it is dimmer, never broken.
float thread(float away, float half_width, float soft) {
    float drawn = max(half_width, 0.5 * soft);
    return clamp(0.5 + (drawn - abs(away)) / soft, 0.0, 1.0) * half_width / drawn;
}

// Light around a place that ends at a radius, so that no mark's square shows.
float halo(vec2 away, float radius) {
    float s = max(0.0, 1.0 - dot(away, away) / (radius * radius));
    return s * s * s;
}

// Light that covers what lies below it by its opacity; both premultiplied.
vec4 over(vec4 below, vec4 above) { return above + below * (1.0 - above.a); }

vec2 turned(vec2 v, float angle) {
    float c = cos(angle), s = sin(angle);
    return vec2(c * v.x - s * v.y, s * v.x + c * v.y);
}
