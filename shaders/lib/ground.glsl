// How rich the ground is, 0..1: the composition. Each world has a form of its own, and forms blend.
#include "lib/forms.glsl"

float hill(vec2 p, vec2 centre, float size, vec2 stretch) {
    return 1.0 - length((p - centre) * stretch / vec2(now.breadth, 1.0)) / max(size, 1e-3);
}

// One subject, one answer, a thin bridge between them past the Ear.
float hills(vec2 p) {
    vec2 subject = subject_place();
    vec2 answer = vec2(parameters.answer_x * now.aspect, parameters.answer_y);
    float a = hill(p, subject, parameters.subject_size, vec2(1.15, 0.82));
    float b = hill(p, answer, parameters.answer_size, vec2(1.1, 0.8));
    vec2 course = subject - answer;
    float t = clamp(dot(p - answer, course) / max(dot(course, course), 1e-6), 0.0, 1.0);
    float sag = 0.10 * sin(3.14159 * t) + 0.05 * noise(vec2(p.x * 4.0, 3.0), now.ground);
    float bridge = 0.25 - abs(p.y - (answer.y + course.y * t) + sag) / 0.10 - 6.0 / now.breadth * abs(p.x - (answer.x + course.x * t));
    // Every rib of glass is filled up to a height of its own.
    float filled = unit(hash(uint(int(floor(rib_phase(p))) + 8), now.ground + 69u)) - 0.45;
    float spires = parameters.rib_depth * (0.2 * noise(vec2(p.x * 6.5, 5.0 + 0.6 * p.y), now.ground) + 0.7 * filled * smoothstep(0.1, 0.5, p.y));
    return max(max(a, b) + spires, bridge);
}

// The tower is climbed up to its top, a thin carpet lies about its foot, and a small heap answers it.
float totem_land(vec2 p) {
    float aside = abs(p.x - subject_place().x), half_width = totem_half(p.y);
    float vines = noise(vec2(p.x * 17.0 + 3.0 * noise(p * 3.0, now.ground + 37u), p.y * 2.6), now.ground + 35u);
    float spire = half_width > 0.0 ? 0.10 - 0.5 * aside / (half_width + 0.03) + 1.1 * vines : -1.0;
    float carpet = 0.22 - abs(p.y - 0.125) / 0.04 - aside / (1.7 * now.breadth * parameters.subject_size);
    vec2 answer = vec2(parameters.answer_x * now.aspect, parameters.answer_y);
    return max(max(spire, carpet), hill(p, answer, parameters.answer_size, vec2(0.8, 1.1)));
}

// Gardens in blocks, with dark streets between them; they reach from the kerb to the facades.
float banks_land(vec2 p) {
    vec2 place = avenue_place(p);
    float street = abs(fract(place.y) - 0.5);
    float bed = min((place.x - 1.0) / 0.12, (FACADES - 0.35 - place.x) / 0.7);
    float block = mix(0.75, 0.2, unit(hash(uint(int(floor(place.y)) + 8), now.ground + 67u)) * smoothstep(1.2, 2.2, place.x));
    return min(min(bed, block), (0.47 - street) / 0.06) - smoothstep(HORIZON - 0.03, HORIZON, p.y) * 2.0;
}

// The tier around the dark is crowded at its inner edge and bare behind.
float oculus_land(vec2 p) {
    float r = oculus_away(p), tier = (r - 1.0) / TIER, within = fract(max(0.0, tier));
    float crowd = 0.80 - 1.5 * smoothstep(0.30, 0.62, within);
    return min((r - 0.90) / 0.08, crowd) - 0.42 * smoothstep(0.75, 1.0, tier) - 0.9 * smoothstep(1.5, 1.9, tier) - 0.6 * ring_open(p);
}

// Each biome lies in a pattern of its own: reeds in rows, scattered clumps, a sun, rings, a thicket, dunes, cells.
float biome_pattern(int biome, vec2 p) {
    vec2 away = p - biome_site(biome);
    if (biome == 0) return sin(away.x * 95.0 + 2.5 * noise(p * 4.0, 71u));
    if (biome == 1) return 2.6 * noise(p * 13.0, 73u) - 0.1;
    if (biome == 2) return 0.9 - 1.4 * smoothstep(0.10, 0.42, length(away)) + 0.8 * cos(atan(away.y, away.x) * 13.0);
    if (biome == 3) return 1.2 * cos(length(away) * 105.0);
    if (biome == 4) return 0.6 + noise(p * 6.0, 79u);
    if (biome == 5) return 1.2 * sin(away.y * 80.0 + 3.2 * sin(away.x * 11.0));
    return 1.3 * (abs(sin(away.x * 42.0) + sin(away.x * -21.0 + away.y * 36.4) + sin(away.x * -21.0 - away.y * 36.4)) - 0.9);
}

float biomes_land(vec2 p) {
    vec3 biome = biome_at(p);
    float lay = biome_pattern(int(biome.y), p);
    vec2 off = (p - biome_site(int(biome.y))) / vec2(clamp(now.aspect * 0.5625, 0.5, 2.0), 1.0);
    float away = length(off);
    return 0.26 + 0.20 * lay + 0.25 * noise(p * 1.7, now.ground + 41u) - 0.9 * smoothstep(0.13, biome.y == 2.0 ? 0.37 : 0.27, away);
}

float richness(vec2 p) {
    float patches = noise(p * 2.6, now.ground) + 0.55 * noise(p * 6.3 + 31.0, now.ground);
    float fine = noise(p * 15.0 + 57.0, now.ground);
    float forms = parameters.totem + parameters.banks + parameters.oculus + parameters.biomes;
    float land = forms < 1.0 ? (1.0 - forms) * hills(p) : 0.0;
    if (parameters.totem > 0.0) land += parameters.totem / max(1.0, forms) * totem_land(p);
    if (parameters.banks > 0.0) land += parameters.banks / max(1.0, forms) * banks_land(p);
    if (parameters.oculus > 0.0) land += parameters.oculus / max(1.0, forms) * oculus_land(p);
    if (parameters.biomes > 0.0) land += parameters.biomes / max(1.0, forms) * biomes_land(p);
    land = max(land, hill(p, vec2(parameters.ear_x * now.aspect, parameters.ear_y), 0.13, vec2(1.0)));
    float rich = smoothstep(-0.18, 0.22, land + parameters.ground_detail * (0.42 * patches + 0.16 * fine));
    // Between the ribs nothing grows, but for the floor that joins them.
    float within = smoothstep(0.36, 0.22, abs(fract(rib_phase(p)) - 0.5));
    rich *= mix(1.0, max(within, smoothstep(0.20, 0.08, p.y)), parameters.rib_depth);
    rich *= 1.0 - parameters.rib_depth * smoothstep(0.86, 0.95, p.y);  // and their tops stand against the dark
    float dark = gap(p);
    return dark > 0.0 ? mix(rich, 0.8 * crossing(p, parameters.bridging), dark) : rich;
}
