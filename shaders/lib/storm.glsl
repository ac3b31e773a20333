// How hard the storm tears here and now, in tears a second: one front that crosses the world from the upper left, in
// gusts, so that it leaves gashes and not a clearing. It takes about twelve seconds.
const float STORM_SPEED = 0.11;  // of the way, a second
const float STORM_BREADTH = 0.10;

float storm_front() { return now.phase_age * STORM_SPEED - 0.15; }

float storm_at(vec2 p) {
    float along = 0.62 * p.x / now.aspect + 0.38 * (1.0 - p.y);
    float away = (along - storm_front()) / STORM_BREADTH;
    vec2 across = vec2(0.79, 0.61) * p.x + vec2(0.61, -0.79) * p.y;
    float gusts = smoothstep(-0.45, 0.25, noise(across * vec2(2.2, 7.5), now.ground + 3u));
    return 2.2 * exp(-away * away) * gusts;
}
