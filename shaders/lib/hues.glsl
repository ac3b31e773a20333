// The hues of resting hyphae.
float biome_hue(int biome) {
    const float HUES[7] = float[7](0.35, -0.7, -0.25, 0.75, 1.0, -1.0, 0.55);
    return HUES[biome];
}

// The light of resting hyphae at a place in the range of hues, -1..1.
vec3 resting_light(float s) {
    return s < 0.0 ? mix(view.rest_b.rgb, view.rest_a.rgb, -s) : mix(view.rest_b.rgb, view.rest_c.rgb, s);
}
