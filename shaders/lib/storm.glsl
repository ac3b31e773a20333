// How hard the storm tears here and now, in tears a second: one front that crosses the world from the upper left, in
// gusts, so that it leaves gashes and not a clearing, nor stubble. It comes up in four seconds and takes eleven.
#include "lib/noise.glsl"

const float STORM_SPEED = 0.11;  // of the way, a second
const float STORM_BREADTH = 0.10;

float storm_front() { return now.phase_age * STORM_SPEED - 0.42; }

// How far a place lies before the front, as a share of the way.
float before_storm(vec2 p) { return 0.62 * p.x / now.aspect + 0.38 * (1.0 - p.y) - storm_front(); }

float storm_at(vec2 p) {
    float away = before_storm(p) / STORM_BREADTH;
    vec2 across = vec2(0.79 * p.x - 0.61 * p.y, 0.61 * p.x + 0.79 * p.y);
    float bend = 0.25 * noise(across * 1.7, now.ground + 7u);
    float gusts = noise(vec2(across.x * 1.3, across.y * 5.0 + bend * 6.0), now.ground + 3u) + 0.35 * noise(across * 3.3, now.ground + 9u);
    return 9.0 * exp(-away * away) * smoothstep(0.16, 0.22, gusts);
}
