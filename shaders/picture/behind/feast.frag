// One pixel of what each composition gives light to only when its story is celebrated: a beam over the totem, the far end
// of the avenue, the eye of the chamber, the rivers' banks, and every rib of glass far up into the dark.
#include "lib/view.glsl"
#include "lib/forms.glsl"
#include "picture/behind/light.glsl"
in vec2 place;
out vec4 colour;

// The tower stands in its own light and sends a beam up into the dark.
float totem_feast(vec2 p) {
    float aside = abs(p.x - subject_place().x), over = p.y - totem_top();
    float within = exp(-pow(aside / (0.6 * totem_half(p.y) + 0.03), 2.0)) * smoothstep(0.0, -0.16, over) * smoothstep(FOOT - 0.04, FOOT + 0.10, p.y);
    float beam = exp(-pow(aside / (0.010 + 0.05 * max(0.0, over)), 2.0)) * smoothstep(-0.25, 0.0, over) * exp(-3.0 * max(0.0, over));
    return 0.024 * within + 0.10 * beam;
}

// One lamp where both banks meet, and its long reflection in the channel.
float banks_feast(vec2 p) {
    vec2 off = p - vec2(channel_middle(HORIZON), HORIZON);
    float near = length(off), down = max(0.0, -off.y), across = (p.x - channel_middle(p.y)) / (0.35 * channel_half(p.y));
    float broken = 0.6 + 0.4 * sin(130.0 * sqrt(down) + 2.0 * sin(now.phase_age * 0.9 + 31.0 * down));
    return 0.30 * exp(-near * near / (0.0006 * narrowed())) + 0.014 * exp(-near / (0.07 * narrowed())) + 0.035 * step(off.y, 0.0) * exp(-across * across) * broken * exp(-2.2 * down);
}

// The eye opens: far below a small light wakes, and ledge upon ledge of the shaft catches it from beneath.
float oculus_feast(vec2 p) {
    vec2 off = p - subject_place();
    float r = oculus_away(p), light = 0.14 * exp(-r * r / 0.0022);
    vec2 way = off / max(length(off), 1e-4);
    for (int n = 0; n < 4; n++) {
        float ledge = 0.40 + 0.16 * float(n) + 0.006 * noise(way * 1.5 + 7.0 * float(n), now.ground + 151u);
        float below = (ledge - r) / (0.050 + 0.010 * float(n));  // the light comes from within
        float worn = 0.40 + 0.60 * noise(way * 1.3 + 11.0 * float(n) + 0.04 * now.phase_age, now.ground + 152u);
        float woken = smoothstep(0.9 * float(n), 0.9 * float(n) + 3.0, now.phase_age);
        light += 0.030 * woken * max(0.0, worn) * float(n + 1) * smoothstep(-0.7, 0.3, below) * exp(-max(0.0, below));
    }
    return light * smoothstep(1.02, 0.95, r);
}

// Every biome has a bright bank, and all are one tapestry.
float biomes_feast(vec2 p) {
    float bank = biome_at(p).x / river_half(p) - 1.1;
    return 0.004 * exp(-bank * bank / 0.006);
}

float ribs_feast(vec2 p) {
    float edge = (abs(fract(rib_phase(p)) - 0.5) - 0.36) / 0.018;
    return 0.055 * exp(-edge * edge) * smoothstep(0.02, 0.30, p.y) * smoothstep(0.93, 0.62, p.y) * mix(0.35, 1.0, unit(hash(uint(int(floor(rib_phase(p))) + 8), now.ground + 69u)));
}

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    float light = 0.0;
    light += parameters.rib_depth * ribs_feast(p);
    if (parameters.totem > 0.0) light += parameters.totem * totem_feast(p);
    if (parameters.banks > 0.0) light += parameters.banks * banks_feast(p);
    if (parameters.oculus > 0.0) light += parameters.oculus * oculus_feast(p);
    if (parameters.biomes > 0.0) light += parameters.biomes * biomes_feast(p);
    // The eye is of the network's own light, all else of what stands there.
    vec3 hue = mix(mix(view.accent.rgb, view.cord.rgb, 0.6), mix(view.rest_b.rgb, view.cord.rgb, 0.4), parameters.oculus);
    colour = vec4(own_light(hue * (light * parameters.feast_light)), 0.0);
}
