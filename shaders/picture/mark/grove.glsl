// A grove: pale fruiting bodies in a ring, those behind first. Their gills are lit, and light the ground within.
#include "picture/mark/brush.glsl"

const vec2 RING = vec2(0.43, 0.18);

vec4 fruiting_body(vec4 drawn, vec2 p, uint seed, float outward, float soft) {
    if (abs(p.x) > 0.42 || p.y < -0.20 || p.y > 0.75) return drawn;
    float grown = chance(seed, 1u), size = mix(0.36, 1.12, grown * grown * (1.6 - 0.6 * grown)), tall = 0.34 * size * (0.85 + 0.4 * chance(seed, 2u));
    float lean = 0.10 * outward + 0.04 * either(seed, 3u), t = clamp(p.y / tall, 0.0, 1.0);
    vec2 breadth = vec2(0.125, 0.105) * size * vec2(1.0, 0.8 + 0.6 * chance(seed, 4u));
    float stem = thread(p.x - lean * t * t, 0.014 * size * (1.3 - 0.5 * t), soft) * step(0.0, p.y) * step(p.y, tall);
    vec3 pale = mix(view.accent.rgb, vec3(1.0, 0.95, 0.88), 0.50), lamp = mix(vec3(1.0, 0.95, 0.88), view.people.rgb, 0.55);
    drawn = over(drawn, vec4(mix(pale, lamp, t) * (0.05 + 0.40 * t * t), 0.7) * stem);
    // The cap: a dome, and below it the near half of its round rim.
    vec2 c = p - vec2(lean, tall), shape = c.y > 0.0 ? breadth : vec2(breadth.x, 0.28 * breadth.x);
    float r = length(c / shape), inside = (1.0 - r) * min(shape.x, shape.y), cover = covered(inside, soft);
    float gill = 0.75 + 0.25 * cos(asin(clamp(c.x / breadth.x, -1.0, 1.0)) * 15.0);
    float high = clamp(c.y / breadth.y, -0.3, 1.0), lit = exp(-2.6 * (high + 0.3));
    float rim = thread(inside - 0.6 * soft, 0.007, soft), crown = halo(c - vec2(-0.25, 0.55) * breadth, 0.05);
    vec3 skin = pale * (0.07 + 0.42 * lit * gill + 0.16 * rim + 0.30 * crown) + lamp * lit * lit * gill;
    drawn = over(drawn, vec4(skin, 0.86) * cover);
    float around = 0.04 * halo(c, 0.26) + 0.09 * halo(p / vec2(1.0, 0.4), 0.15);
    return drawn + vec4(mix(pale, lamp, 0.5) * (size * around), 0.0);
}

vec4 grove_mark(vec2 p, uint seed, float soft) {
    vec2 ground = p / RING;
    float r = length(ground) - 0.92, ring = max(0.0, 1.0 - r * r / 0.20);
    float patchy = 0.7 + 0.3 * sin(atan(ground.y, ground.x) * 3.0 + 6.0 * chance(seed, 3u));
    float lit = 0.030 * ring * ring * patchy + 0.020 * halo(ground, 1.45);
    vec4 drawn = vec4(mix(view.accent.rgb, view.people.rgb, 0.35) * lit, 0.0);
    int bodies = 7 + int(hash(1u, seed) % 4u);
    float start = 1.5708 + 0.3 * either(seed, 2u);
    for (int n = 0; n < bodies; n++) {  // from behind to the front, by turns on either side
        uint own = hash(uint(n) + 21u, seed);
        float way = 3.14159 * (float(n) + 0.35 * either(own, 11u)) / float(bodies);
        float angle = start + ((n & 1) == 0 ? way : -way), reach = 1.0 + 0.12 * either(own, 12u);
        vec2 foot = RING * reach * vec2(cos(angle), sin(angle));
        drawn = fruiting_body(drawn, p - foot, own, cos(angle), soft);
    }
    return drawn;
}
