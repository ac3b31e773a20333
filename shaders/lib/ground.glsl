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
    float spires = parameters.rib_depth * 0.5 * noise(vec2(p.x * 6.5, 5.0 + 0.6 * p.y), now.ground);
    return max(max(a, b) + spires, bridge);
}

float totem_land(vec2 p) {
    vec2 subject = subject_place();
    float aside = abs(p.x - subject.x), half_width = totem_half(p.y);
    float spire = 1.0 - aside / (half_width + 0.02);
    float foot = 0.8 - p.y / 0.14 - aside / (1.5 * now.breadth * parameters.subject_size);
    vec2 answer = vec2(parameters.answer_x * now.aspect, parameters.answer_y);
    return max(max(0.6 * spire, foot), hill(p, answer, parameters.answer_size, vec2(1.0)));
}

float banks_land(vec2 p) {
    float beside = abs(p.x - channel_middle(p.y)) - channel_half(p.y);
    float far = (0.10 + 0.75 * max(0.0, HORIZON - p.y)) * now.breadth;
    return min(beside / 0.02, 0.9 - beside / far) - smoothstep(HORIZON - 0.06, HORIZON, p.y) * 2.0;
}

float oculus_land(vec2 p) {
    float r = oculus_away(p);
    float tier = 0.5 + 0.5 * cos(6.2831853 * (r - 1.0) / 0.62);
    return min((r - 1.0) / 0.08, 0.85 - 0.9 * (r - 1.0) / 1.7) - 0.75 * (1.0 - tier) * smoothstep(1.2, 1.5, r);
}

float biomes_land(vec2 p) { return 0.35 + 0.2 * noise(p * 1.7, now.ground + 41u); }

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
    float rib = 0.5 + 0.5 * cos(6.2831853 * (p.x * parameters.rib_count + 0.35 * noise(p * vec2(1.3, 0.7) + 11.0, now.ground)));
    rich *= mix(1.0, 0.12 + 0.88 * rib * rib, parameters.rib_depth);
    float dark = gap(p);
    return dark > 0.0 ? mix(rich, 0.8 * crossing(p, parameters.bridging), dark) : rich;
}
