// The wind at a place: an even breeze with slow eddies, and the storm with its front.
#include "lib/storm.glsl"

vec2 wind_at(vec2 p) {
    float t = float(now.tick) * now.seconds;
    vec2 eddies = vec2(noise(p * 2.3 + vec2(0.11 * t, 0.0), 301u), noise(p * 2.3 + vec2(0.0, 0.09 * t) + 9.0, 302u));
    vec2 breeze = parameters.wind * (vec2(0.55, 0.25) + 1.6 * eddies);
    float away = before_storm(p);
    return breeze + parameters.storm * vec2(0.75, -0.45) * exp(-away * away / 0.03);
}
