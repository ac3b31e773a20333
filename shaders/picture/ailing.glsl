// What ails the ground and what heals it, as seen: waste is matte and swallows light, sterile ground is ash, serum
// stands in pale pools that move, scars stay as fine pale seams.
#include "lib/fields.glsl"
#include "lib/wound.glsl"

// Adds its own light to `light`; returns what it lets through of all else, 0..1.
float ailing(vec2 p, float seconds, inout vec3 light) {
    vec4 here = wound_at(p);
    float clots = noise(p * 34.0, now.ground + 131u), grain = noise(p * 44.0, now.ground + 132u);
    float matte = smoothstep(0.10, 0.75, here.x + 0.22 * clots * smoothstep(0.02, 0.2, here.x));
    // A dull sheen on the rim of what swallows: the one thing about it that can be seen in the dark.
    float rim = matte * (1.0 - matte) * 4.0;
    light += (0.55 * view.accent.rgb + 0.10) * parameters.waste_shade * (0.030 * rim * (0.6 + 0.4 * grain) + 0.006 * matte * (0.5 + 0.5 * clots));
    float ash = smoothstep(0.15, 0.7, here.z + 0.15 * grain * step(0.05, here.z));
    light += vec3(0.34, 0.33, 0.35) * 0.020 * ash * (0.55 + 0.45 * grain) * (0.5 + 0.5 * clots);
    vec2 drift = vec2(0.03, 0.02) * seconds;
    float caustic = 1.0 - abs(noise(p * 17.0 + drift * 9.0, 133u) + noise(p * 17.0 - drift * 7.0, 134u));
    // A pool is a low dome of clear light: its rim shines towards the upper left, the network beneath it glitters.
    const float STEP = 0.012;
    vec2 slope = vec2(wound_at(p + vec2(STEP, 0.0)).y - here.y, wound_at(p + vec2(0.0, STEP)).y - here.y) / STEP;
    float pool = smoothstep(0.04, 0.5, here.y), facing = max(0.0, dot(slope, vec2(0.6, -0.8)));
    float peopled = smoothstep(0.0, 60.0, field_at(p).x);
    float shine = 0.003 + 0.055 * peopled * pow(max(0.0, caustic), 8.0);
    light += vec3(0.62, 1.0, 0.84) * parameters.serum_light * (pool * shine + 0.0016 * mix(0.3, 1.0, peopled) * min(facing, 10.0));
    float seams = pow(max(0.0, 1.0 - abs(clots + 0.3 * grain)), 12.0);
    light += vec3(0.80, 0.74, 0.62) * 0.018 * here.w * (1.0 - here.z) * seams;
    return (1.0 - parameters.waste_shade * matte * 0.92) * (1.0 - 0.55 * ash);
}
