// The wind at a place: an even breeze with slow eddies, and the storm with its front.
vec2 wind_at(vec2 p) {
    float t = float(now.tick) * now.seconds;
    vec2 eddies = vec2(noise(p * 2.3 + vec2(0.11 * t, 0.0), 301u), noise(p * 2.3 + vec2(0.0, 0.09 * t) + 9.0, 302u));
    vec2 breeze = parameters.wind * (vec2(0.55, 0.25) + 1.6 * eddies);
    float along = 0.62 * p.x / now.aspect + 0.38 * (1.0 - p.y) - (now.phase_age * 0.11 - 0.15);
    return breeze + parameters.storm * vec2(0.75, -0.45) * exp(-along * along / 0.03);
}
