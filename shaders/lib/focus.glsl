// Where light gathers: each composition has one place to look, and the rest of it lies in the dark.
#include "lib/forms.glsl"
#include "lib/hues.glsl"

float hills_focus(vec2 p) {
    vec2 q = (p - subject_place()) / (0.85 * max(parameters.subject_size, 0.05)) / vec2(now.breadth, 1.2);
    return mix(0.62, 1.5, exp(-dot(q, q)));
}

// The tower, most of all its foot.
float totem_focus(vec2 p) {
    float aside = (p.x - subject_place().x) / (0.10 + 0.30 * parameters.subject_size * narrowed()), up = (p.y - FOOT) / 0.55;
    return 0.22 + 1.05 * exp(-aside * aside) * exp(-up * up);
}

// Along the kerbs, where the lamps are.
float banks_focus(vec2 p) {
    float aside = abs(avenue_place(p).x - 1.12) / 0.42;
    return 0.22 + 1.35 * exp(-aside * aside) * smoothstep(0.01, 0.22, nearness(p.y));
}

// The rim of the oculus, but where the ring is open.
float oculus_focus(vec2 p) {
    float away = (oculus_away(p) - 1.05) / 0.34;
    return 0.07 + 1.45 * exp(-away * away) * (1.0 - 0.8 * ring_open(p));
}

// One biome, the third, leads; the others follow at a distance.
float biomes_focus(vec2 p, int biome) {
    const float LIGHT[7] = float[7](0.36, 0.26, 1.9, 0.50, 0.22, 0.42, 0.30);
    float away = distance(p, biome_site(biome)) / 0.30;
    return LIGHT[biome] * (0.12 + 1.0 * exp(-away * away));
}

// Light at a place, of which `biome` tells in which biome it lies.
float focus(vec2 p, int biome) {
    float forms = parameters.totem + parameters.banks + parameters.oculus + parameters.biomes, light = 0.0;
    if (forms < 1.0) light += (1.0 - forms) * hills_focus(p);
    float share = 1.0 / max(1.0, forms);
    if (parameters.totem > 0.0) light += share * parameters.totem * totem_focus(p);
    if (parameters.banks > 0.0) light += share * parameters.banks * banks_focus(p);
    if (parameters.oculus > 0.0) light += share * parameters.oculus * oculus_focus(p);
    if (parameters.biomes > 0.0) light += share * parameters.biomes * biomes_focus(p, biome);
    return light;
}

// Where in its range of hues a place is, -1..1: it drifts over the picture, or each biome has its own.
float hue_place(vec2 p, int biome) {
    float drifting = sin(p.x * 3.1 + 1.7 * sin(p.y * 2.3 + 0.6)) * 0.6 + sin(p.y * 4.7 - p.x * 1.9 + 2.1) * 0.4;
    return mix(drifting, biome_hue(biome), parameters.biomes);
}
