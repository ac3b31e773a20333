// A seam: the ground broke here and was mended with gold, as pottery is (kintsugi). A crack that forks, with a bead of
// gold in it.
#include "picture/mark/brush.glsl"

const int JOINTS = 7;      // of the crack; each fork has three
const float FORK = 0.70;   // the longest way from a joint to where nothing of its fork is seen

struct Bead { float inside; float slant; float way; float cover; };

// One stretch of the crack, from a to b with the half widths there; keeps what is nearest.
void lay(inout Bead bead, vec2 p, vec2 a, vec2 b, float wide_a, float wide_b, float way, float soft) {
    vec2 course = b - a, from = p - a;
    float t = clamp(dot(from, course) / dot(course, course), 0.0, 1.0), half_width = mix(wide_a, wide_b, t);
    vec2 aside = from - t * course;
    float away = length(aside), inside = half_width - away, cover = max(bead.cover, thread(away, half_width, soft));
    bead.cover = cover;
    if (inside < bead.inside) return;
    // The bead is round: its left upper side is lit.
    bead = Bead(inside, dot(aside, vec2(-0.66, 0.75)) / max(half_width, 1e-4), way + t * length(course), cover);
}

vec2 joint(uint seed, int n) {
    float t = float(n) / float(JOINTS - 1), along = mix(-0.68, 0.68, t) + 0.07 * either(seed, uint(n) + 31u);
    return vec2(along, 0.13 * either(seed, uint(n) + 41u) * (0.4 + t * (1.0 - t) * 2.4));
}

float seam_width(float t) { return 0.003 + 0.017 * max(0.0, 4.0 * t * (1.0 - t)); }

Bead seam_at(vec2 p, uint seed, float soft) {
    Bead bead = Bead(-9.0, 0.0, 0.0, 0.0);
    vec2 before = joint(seed, 0);
    float wide = 0.002;
    for (int n = 1; n < JOINTS; n++) {
        vec2 here = joint(seed, n);
        float t = float(n) / float(JOINTS - 1), uneven = 0.7 + 0.6 * chance(seed, uint(n) + 51u);
        float next = n == JOINTS - 1 ? 0.001 : seam_width(t) * uneven;
        lay(bead, p, before, here, wide, next, t, soft);
        uint own = hash(uint(n) + 61u, seed);
        if (n < JOINTS - 1 && distance(p, here) < FORK && chance(own, 1u) < 0.85) {
            float side = chance(own, 8u) < 0.5 ? 1.0 : -1.0;
            float angle = atan(here.y - before.y, here.x - before.x) + side * mix(0.6, 1.25, chance(own, 2u));
            vec2 root = here;
            float thick = 0.62 * next, reach = mix(0.08, 0.16, chance(own, 3u)) * (0.8 + 4.0 * t * (1.0 - t));
            for (int m = 0; m < 3; m++) {
                angle += 0.75 * either(own, uint(m) + 4u);
                vec2 tip = root + reach * vec2(cos(angle), sin(angle));
                lay(bead, p, root, tip, thick, thick * (m == 2 ? 0.05 : 0.62), t + float(m), soft);
                root = tip;
                thick *= 0.62;
                reach *= 0.72;
            }
        }
        before = here;
        wide = next;
    }
    return bead;
}

vec4 seam_mark(vec2 p, uint seed, float soft) {
    vec2 q = turned(p, 3.14159 * chance(seed, 1u));
    if (abs(q.y) > 0.75) return vec4(0.0);
    // Clay breaks in curves.
    q += 0.042 * sin(q.yx * vec2(9.0, 8.0) + 6.0 * vec2(chance(seed, 2u), chance(seed, 3u))) + 0.008 * sin(q.yx * vec2(31.0, 27.0));
    Bead bead = seam_at(q, seed, soft);
    float cover = bead.cover, edge = max(0.0, 1.0 + bead.inside / 0.05);
    vec3 gold = mix(vec3(1.0, 0.55, 0.12), view.people.rgb, 0.45);
    float slant = clamp(bead.slant, -1.0, 1.0), round_side = sqrt(1.0 - slant * slant);
    float facing = clamp(0.55 * round_side + 0.6 * slant, 0.0, 1.0), shine = facing * facing * facing * facing;
    float grain = 0.80 + 0.20 * sin(bead.way * 61.0) * sin(bead.way * 23.0 + 1.3);
    vec3 light = gold * (0.08 + 0.42 * facing * grain) + view.people.rgb * 1.1 * shine * grain;
    // Beside it the ground is a little darker, and then faintly gilt.
    float shadow = 0.5 * covered(bead.inside + 0.018, 2.0 * soft);
    return vec4(light * cover + gold * 0.035 * edge * edge * (1.0 - cover), max(0.95 * cover, shadow));
}
