// A small totem: a handful of glass shards that lean on each other, lit from an ember in their foot, on wet ground.
#include "picture/mark/brush.glsl"

const vec2 TOTEM_EMBER = vec2(0.0, 0.04);

// One shard, the tallest (`t` 0) behind and splinters (1) in front, laid over what is drawn already.
vec4 shard(vec4 drawn, vec2 p, uint seed, float t, float side, float soft) {
    float tall = mix(1.0, 0.17, sqrt(t)) * (0.72 + 0.46 * chance(seed, 1u)), from = chance(seed, 2u);
    vec2 foot = vec2(side * mix(0.05, 0.34, t * from), -0.02 * t);
    // Most lean out, one in four falls back over the others.
    float lean = side * mix(0.10, 0.85, sqrt(t) * from + 0.25 * t) * (chance(seed, 3u) < 0.75 ? 1.0 : -0.7) + 0.10 * either(seed, 4u);
    vec2 r = turned(p - foot, lean);
    if (r.y < -soft || r.y > tall + soft || abs(r.x) > 0.34 * tall + soft) return drawn;
    float along = r.y / tall, shoulder = 0.25 + 0.55 * chance(seed, r.x < 0.0 ? 5u : 6u);
    float widest = tall * mix(0.09, 0.20, chance(seed, 7u)) * (0.85 + 0.85 * t), blunt = 0.3 + 0.5 * chance(seed, 8u);
    float point = 0.30 * chance(seed, 13u) * chance(seed, 14u), broken = 1.0 - 1.6 * point * r.x / widest;
    float half_width = widest * (along < shoulder ? mix(blunt, 1.0, along / shoulder) : mix(1.0, point, (along - shoulder) / (1.0 - shoulder)));
    float slope = widest / (tall * (1.0 - shoulder)), sides = (half_width - abs(r.x)) * inversesqrt(1.0 + slope * slope);
    float inside = min(min(sides, r.y), (broken - along) * tall);
    float cover = covered(inside, soft);
    if (cover <= 0.0) return drawn;
    // Two faces meet in a ridge; one is full of the ember's light, the other nearly clear.
    float ridge = widest * 0.45 * either(seed, 9u) * (1.0 - along);
    uint face = r.x < ridge ? 10u : 11u;
    vec2 to_ember = p - TOTEM_EMBER;
    float heat = dot(to_ember, to_ember), near = 1.0 / (1.0 + heat / 0.040), facing = 0.06 + 0.94 * chance(seed, face);
    bool inner = (r.x < 0.0) == (side > 0.0);  // the side towards the totem's middle
    // One in three is a ribbed sheet, the others are panes with a cloud in them.
    float pattern = chance(seed, 12u), cloud = 0.85 + 0.15 * sin(along * 7.0 + r.x * 25.0 + 9.0 * pattern);
    float ribbed = pattern < 0.33 ? 0.80 + 0.20 * sin(along * tall * 95.0) : cloud;
    float body = (0.05 + 0.95 * facing * facing) * (0.07 + 1.0 * near) * ribbed;
    float rim = thread(sides - 0.5 * soft, 0.004, soft) * (inner ? 0.26 + 1.2 * near : 0.06 + 0.20 * near);
    float crease = thread(r.x - ridge, 0.004, soft) * smoothstep(0.0, 0.15, along) * (0.10 + 0.6 * near);
    float tip = halo((r - vec2(0.0, 0.95 * tall)) / vec2(0.6, 1.0), 0.09) * step(t, 0.01);
    // Thick glass is deeper in colour, and nearly white where the ember shines through.
    vec3 amber = mix(mix(view.accent.rgb * view.accent.rgb, view.accent.rgb, 0.35 + 0.65 * facing), view.people.rgb, 0.75 * near * facing);
    return over(drawn, vec4(amber * (1.15 * body + rim + crease) + view.people.rgb * 0.9 * tip, 0.72 + 0.20 * facing) * cover);
}

vec4 shards(vec4 drawn, vec2 p, uint seed, float soft) {
    int count = 8 + int(hash(1u, seed) % 5u);
    float side = chance(seed, 2u) < 0.5 ? -1.0 : 1.0;
    for (int n = 0; n < count; n++)
        drawn = shard(drawn, p, hash(uint(n) + 11u, seed), float(n) / float(count - 1), (n & 1) == 0 ? side : -side, soft);
    return drawn;
}

// `wet` is how well the ground mirrors it.
vec4 totem_mark(vec2 p, uint seed, float wet, float soft) {
    vec2 ember = p - TOTEM_EMBER, ground = vec2(p.x, 3.2 * (p.y + 0.01));
    vec3 hot = mix(view.accent.rgb, view.people.rgb, 0.6);
    float behind = 1.1 * halo(ember, 0.11) + 0.10 * halo(ember / vec2(1.5, 1.0), 0.30) + 0.09 * halo(ground, 0.55);
    vec4 drawn = vec4(view.accent.rgb * behind, 0.0);
    if (p.y > -0.03) drawn = shards(drawn, p, seed, soft);
    else if (wet > 0.0) {
        float deep = -0.03 - p.y, ripple = 0.012 * sin(p.y * 95.0 + 0.7 * view.seconds + 5.0 * chance(seed, 3u));
        vec4 mirrored = shards(vec4(0.0), vec2(p.x + ripple * (0.5 + 4.0 * deep), 1.9 * deep - 0.03), seed, 2.0 * soft);
        drawn = over(drawn, vec4(mirrored.rgb * 0.5, 0.4 * mirrored.a) * (wet * max(0.0, 1.0 - deep / 0.34)));
    }
    return drawn + vec4(hot * (0.8 * halo(ember, 0.06) + 0.05 * halo(ember, 0.3)), 0.0);
}
