// One pixel of what ails the ground, as seen: waste is matte and swallows light, sterile ground is ash, scars stay as
// fine pale seams. Alpha is what it lets through of all that is behind.
#include "lib/view.glsl"
#include "lib/noise.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
#include "picture/behind/light.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    vec4 here = wound_at(p);
    float clots = noise(p * 34.0, now.ground + 131u), grain = noise(p * 44.0, now.ground + 132u);
    float matte = smoothstep(0.10, 0.75, here.x + 0.22 * clots * smoothstep(0.02, 0.2, here.x));
    // A dull sheen on the rim of what swallows: the one thing about it that can be seen in the dark.
    float rim = matte * (1.0 - matte) * 4.0;
    vec3 light = (0.55 * view.accent.rgb + 0.10) * parameters.waste_shade * (0.030 * rim * (0.6 + 0.4 * grain) + 0.006 * matte * (0.5 + 0.5 * clots));
    float ash = smoothstep(0.15, 0.7, here.z + 0.15 * grain * step(0.05, here.z));
    light += vec3(0.34, 0.33, 0.35) * 0.020 * ash * (0.55 + 0.45 * grain) * (0.5 + 0.5 * clots);
    float seams = pow(max(0.0, 1.0 - abs(clots + 0.3 * grain)), 12.0);
    light += vec3(0.80, 0.74, 0.62) * 0.018 * here.w * (1.0 - here.z) * seams;
    colour = vec4(own_light(light), (1.0 - parameters.waste_shade * matte * 0.92) * (1.0 - 0.55 * ash));
}
