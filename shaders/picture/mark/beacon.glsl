// A beacon: one steady lamp in a bell of petals that hangs from a slender stem, its soft cone, and its reflection.
#include "picture/mark/brush.glsl"


// How tall the stem is up to its hook, the hook's radius and turn, to which side it goes, how far the stem bows, and
// from where the bell hangs to its lip.
struct Stem { float tall; float hook; float turn; float side; float bow; float deep; };

Stem stem_of(uint seed) {
    return Stem(mix(0.62, 0.92, chance(seed, 1u)), mix(0.045, 0.135, chance(seed, 2u)), mix(2.2, 3.5, chance(seed, 3u)),
                chance(seed, 4u) < 0.5 ? -1.0 : 1.0, 0.085 * either(seed, 5u), mix(0.18, 0.27, chance(seed, 7u)));
}

float bowed(Stem s, float y) { return s.bow * sin(3.0 * clamp(y, 0.0, 1.0)); }

// Distance to the stem's axis: straight up to the hook, then around it. `up` is the way along it, 0..1.
float stem_away(Stem s, vec2 q, out float up) {
    vec2 hook = vec2(s.hook, s.tall), from = q - hook;
    float angle = atan(from.y, -from.x);
    up = clamp(q.y / s.tall, 0.0, 1.0);
    if (q.y <= s.tall && q.x < s.hook) return length(vec2(q.x, min(q.y, 0.0)));
    angle = angle < -1.2 ? angle + 6.2831853 : angle;
    float held = clamp(angle, 0.0, s.turn);
    return distance(from, s.hook * vec2(-cos(held), sin(held)));
}

// A bud that has not opened, on a stalk of its own: it gives no light.
vec4 bud(vec4 drawn, vec2 q, uint seed, float soft) {
    float y = mix(0.25, 0.55, chance(seed, 8u)), side = chance(seed, 9u) < 0.5 ? -1.0 : 1.0;
    vec2 r = vec2(side * q.x, q.y - y), tip = vec2(0.045, 0.075) * mix(0.8, 1.4, chance(seed, 10u));
    float t = clamp(dot(r, tip) / dot(tip, tip), 0.0, 1.0), stalk = thread(distance(r, t * tip), 0.007, soft);
    float inside = 0.022 - length((r - 1.25 * tip) * vec2(1.0, 0.62)), rim = thread(inside - 0.5 * soft, 0.005, soft);
    drawn = over(drawn, vec4(view.accent.rgb * 0.07, 0.8) * stalk);
    return over(drawn, vec4(view.accent.rgb * (0.16 + 0.35 * rim), 0.85) * covered(inside, soft));
}

vec4 bell(vec4 drawn, vec2 b, uint seed, float deep, float soft) {
    float v = b.y / deep, flare = 0.022 * smoothstep(0.65, 1.0, v), wave = 0.010 * cos(b.x * 75.0);
    float half_width = 0.018 + mix(0.070, 0.100, chance(seed, 11u)) * sqrt(clamp(v * (1.7 - 0.7 * v), 0.0, 1.0)) + flare;
    float inside = min(half_width - abs(b.x), min(b.y, deep + wave - b.y)), cover = covered(inside, soft);
    vec2 bulb = b - vec2(0.0, 0.86 * deep);
    float lit = exp(-dot(bulb, bulb) / 0.010), across = clamp(b.x / half_width, -1.0, 1.0);
    float petals = 3.0 + float(hash(6u, seed) % 3u), vein = 0.72 + 0.28 * cos(asin(across) * 2.0 * petals);
    float rim = thread(inside - 0.5 * soft, 0.008, soft);
    vec3 shell = view.accent.rgb * (0.10 + 0.55 * v * vein + 0.45 * rim)
               + mix(view.accent.rgb, view.people.rgb, 0.65) * lit * (0.6 + 0.6 * vein);
    drawn = over(drawn, vec4(shell, 0.80) * cover);
    float lamp = covered(0.042 - length(bulb), soft);
    vec3 shine = mix(view.people.rgb, view.accent.rgb, 0.2) * (1.1 * halo(bulb, 0.15) + 0.14 * halo(bulb, 0.36));
    return over(drawn, vec4(view.people.rgb * 2.6, 1.0) * lamp) + vec4(shine, 0.0);
}

vec4 beacon_mark(vec2 p, uint seed, float soft) {
    Stem s = stem_of(seed);
    vec2 end = vec2(s.hook * (1.0 - cos(s.turn)), s.tall + s.hook * sin(s.turn));
    vec2 lamp = vec2(s.side * end.x, end.y - s.deep);
    // On the ground a pool of light, and below it the lamp once more, drawn out and broken by the wet.
    vec3 warm = mix(view.people.rgb, view.accent.rgb, 0.30);
    vec2 pool = vec2(p.x - lamp.x, 3.4 * p.y);
    vec4 drawn = vec4(warm * (0.16 * halo(pool, 0.46) + 0.16 * halo(pool, 0.26)), 0.0);
    if (p.y < 0.0) {
        float ripple = sin(p.y * 88.0 + 0.8 * view.seconds + 3.0 * sin(p.y * 31.0 + 0.3 * view.seconds));
        float x = p.x - lamp.x + 0.010 * ripple, breadth = 0.045 - 0.035 * p.y;
        float streak = exp(-x * x / (breadth * breadth)) * (0.55 + 0.45 * ripple);
        float fades = smoothstep(-0.50, -0.30, p.y) * smoothstep(0.0, -0.12, p.y);
        return drawn + vec4(warm * 0.42 * streak * fades, 0.0);
    }
    float down = lamp.y + 0.06 - p.y, open = 0.05 + 0.33 * down;
    float cone = down > 0.0 ? halo(vec2(p.x - lamp.x, 0.0), open) * smoothstep(0.0, 0.10, down) / (1.0 + 7.0 * down * down) : 0.0;
    drawn.rgb += warm * 0.20 * cone * smoothstep(0.0, 0.12, p.y + 0.02 * (1.0 - 9.0 * pool.x * pool.x));
    vec2 q = vec2(s.side * (p.x - bowed(s, p.y) * s.side), p.y);
    float up, away = stem_away(s, q, up), half_width = 0.010 + 0.026 * exp(-up * 12.0);
    float stem = thread(away, half_width, soft), lit = exp(-5.0 * distance(q, end));
    vec3 skin = view.accent.rgb * (0.05 + 0.07 * up) + mix(view.accent.rgb, view.people.rgb, 0.7) * 0.5 * lit;
    drawn = over(drawn, vec4(skin, 0.85) * stem);
    if (chance(seed, 12u) < 0.7) drawn = bud(drawn, q, seed, soft);
    return bell(drawn, vec2(q.x - end.x, end.y - q.y + 0.01), seed, s.deep, soft);
}
