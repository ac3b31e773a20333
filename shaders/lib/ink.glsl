// Ink on the overlay: shapes laid over one another, premultiplied, their edges a pixel wide. Lengths are in pixels of
// the design; a shape is the distance to its edge, which is negative inside.
#include "blocks"
layout(std140, binding = 5) uniform CardBlock { Card card; };

const vec3 BONE = vec3(0.93, 0.95, 0.92), DIM = vec3(0.55, 0.62, 0.63);
const vec3 FOXFIRE = vec3(0.35, 0.86, 0.60), ICE = vec3(0.50, 0.85, 0.96), GOLD = vec3(1.0, 0.84, 0.54);
const float TURN = 6.2831853;

float cover(float away) { return clamp(0.5 - away * card.scale, 0.0, 1.0); }

void lay(inout vec4 ink, vec3 colour, float share) { ink = vec4(colour, 1.0) * share + ink * (1.0 - share); }

// Light that is added to what lies behind.
void glow(inout vec4 ink, vec3 colour, float share) { ink.rgb += colour * share; }

float ring(vec2 p, float radius, float width) { return abs(length(p) - radius) - 0.5 * width; }

float capsule(vec2 p, vec2 from, vec2 to, float radius) {
    vec2 along = to - from, q = p - from;
    return length(q - along * clamp(dot(q, along) / max(dot(along, along), 1e-6), 0.0, 1.0)) - radius;
}

// How far clockwise from the top a place is, in turns, 0..1.
float turns(vec2 p) { return fract(atan(p.x, p.y) / TURN); }

vec2 towards(float turn) { return vec2(sin(turn * TURN), cos(turn * TURN)); }

// A part of a ring with round ends, clockwise from the top.
float arc(vec2 p, float radius, float width, float share) {
    if (share >= 0.9999 || turns(p) <= share) return share > 0.0 ? ring(p, radius, width) : 1e3;
    return min(distance(p, vec2(0.0, radius)), distance(p, radius * towards(share))) - 0.5 * width;
}
