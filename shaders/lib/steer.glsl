// Where a tip turns to as it starts a new segment: by itself, away from crowds, towards food,
// up or to the vertical, and away from the world's border (neighbour sensing: Meskauskas, Fricker
// and Moore, Mycological Research 108, 2004).
#include "lib/noise.glsl"

const float SENSING = 0.022;    // heights at which a tip senses the ground, to either side
const float SHARPEST = 0.26;    // radians that it turns at most from one segment to the next

vec2 turned(vec2 v, float angle) {
    float c = cos(angle), s = sin(angle);
    return vec2(c * v.x - s * v.y, s * v.x + c * v.y);
}

float steer(vec2 tip, vec2 heading, uint branch, uint identity) {
    vec4 left = field_at(tip + turned(heading, 0.7) * SENSING);
    vec4 right = field_at(tip + turned(heading, -0.7) * SENSING);
    float itself = noise(tip * 21.0 + unit(branch) * 97.0, branch) * 1.6 + bell(hash(identity, 17u)) * 0.55;
    float turn = radians(parameters.wander) * itself;
    turn += parameters.avoidance * 0.5 * clamp((right.x - left.x) / parameters.crowding, -0.5, 0.5);
    turn += parameters.foraging * 0.9 * clamp(left.y * left.z - right.y * right.z, -0.3, 0.3);
    turn += parameters.rise * 0.16 * heading.x;
    turn += parameters.verticality * 0.22 * heading.x * heading.y;
    float border = 1.0 - smoothstep(0.0, 0.05, to_border(tip));
    vec2 inward = normalize(vec2(now.aspect, 1.0) * 0.5 - tip);
    turn += border * 0.5 * sign(heading.x * inward.y - heading.y * inward.x);
    return clamp(turn, -SHARPEST, SHARPEST);
}
