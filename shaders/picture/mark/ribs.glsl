// Ribs of glass: a cluster of clear prisms that stands where a citizen's tile was. The tile is still there in its foot.
#include "picture/mark/brush.glsl"

// The colours that glass parts white light into, from red to violet, around white.
vec3 parted(float t) { return 0.62 + 0.38 * cos(6.2831853 * (t + vec3(0.0, 0.33, 0.67))); }

vec4 prism(vec4 drawn, vec2 p, uint seed, float side, float t, float soft) {
    float tall = mix(1.02, 0.16, pow(t, 0.6)) * (0.85 + 0.30 * chance(seed, 1u)), half_width = mix(0.055, 0.032, t) * (0.6 + 0.8 * chance(seed, 2u));
    vec2 foot = vec2(side * (0.03 + 0.30 * t * chance(seed, 15u)) + 0.05 * either(seed, 3u), -0.07 * t + 0.03);
    vec2 r = turned(p - foot, side * 0.10 * t + 0.05 * either(seed, 4u));
    if (abs(r.x) > half_width + soft || r.y > tall + soft || r.y < -0.1) return drawn;
    float apex = 0.9 * half_width * either(seed, 5u), slope = mix(0.9, 3.0, chance(seed, 6u));
    float below = (tall - r.y - slope * abs(r.x - apex)) * inversesqrt(1.0 + slope * slope);
    float inside = min(min(half_width - abs(r.x), below), r.y + 0.25 * half_width * (1.0 - r.x * r.x / (half_width * half_width)));
    float cover = covered(inside, soft);
    if (cover <= 0.0) return drawn;
    // Three faces: which one catches the light is chance. The tip is cut in two more.
    float ridge_left = half_width * (-0.55 + 0.35 * chance(seed, 7u)), ridge_right = half_width * (0.25 + 0.35 * chance(seed, 8u));
    float shoulder = tall - slope * (half_width + abs(apex));
    bool tip = r.y > shoulder + slope * 0.5 * half_width;
    uint face = tip ? (r.x < apex ? 12u : 13u) : r.x < ridge_left ? 9u : r.x < ridge_right ? 10u : 11u;
    float facing = chance(seed, face), up = clamp(r.y / tall, 0.0, 1.0);
    float streak = 0.5 + 0.5 * sin(r.x * 90.0 / (1.0 + up) + 9.0 * facing + 2.0 * up);
    float body = (0.05 + 0.40 * facing * facing) * (0.35 + 0.65 * streak * streak) * mix(0.55, 1.0, smoothstep(0.25, 1.0, up));
    float ridges = (thread(r.x - ridge_left, 0.004, soft) + thread(r.x - ridge_right, 0.004, soft)) * step(r.y, shoulder + 0.04);
    float rim = thread(inside - 0.6 * soft, 0.006, soft) * (0.35 + 0.65 * smoothstep(0.2, 1.0, up));
    vec3 pearl = mix(vec3(0.80, 0.90, 1.0), parted(0.5 * r.x / half_width + 0.9 * up + chance(seed, 14u)), 0.55);
    vec3 light = pearl * (1.3 * body + 0.22 * ridges + 0.55 * rim) + view.people.rgb * 0.45 * exp(-11.0 * max(0.0, r.y));
    return over(drawn, vec4(light, 0.28 + 0.25 * facing) * cover);
}

// The tile: a cell with five to seven sides, seen from the side. Returns how far inside it a place is.
float tile_inside(vec2 p, uint seed) {
    float sides = 5.0 + float(hash(2u, seed) % 3u), nearest = 9.0;
    for (float n = 0.0; n < sides; n++) {
        float angle = 6.2831853 * (n + 0.25 * either(seed, uint(n) + 71u)) / sides;
        nearest = min(nearest, 0.36 + 0.06 * either(seed, uint(n) + 81u) - dot(p, vec2(cos(angle), sin(angle))));
    }
    return nearest;
}

vec4 ribs_mark(vec2 p, uint seed, float soft) {
    float inside = tile_inside(vec2(p.x, p.y / 0.36), seed);
    float border = thread(inside, 0.009, 2.0 * soft), fill = covered(inside, 3.0 * soft);
    // Its border is worn: here and there it still shines.
    float worn = 0.5 + 0.5 * sin(atan(p.y / 0.36, p.x) * 2.0 + 6.0 * chance(seed, 4u));
    float pool = halo(vec2(p.x, p.y / 0.36), 0.36);
    vec4 drawn = vec4(view.people.rgb * (0.32 * border * worn * worn + fill * (0.015 + 0.28 * pool * pool)), 0.2 * fill);
    int prisms = 6 + int(hash(1u, seed) % 3u);
    float side = chance(seed, 3u) < 0.5 ? -1.0 : 1.0;
    for (int n = 0; n < prisms; n++)
        drawn = prism(drawn, p, hash(uint(n) + 91u, seed), (n & 1) == 0 ? side : -side, float(n) / float(prisms - 1), soft);
    return drawn;
}
