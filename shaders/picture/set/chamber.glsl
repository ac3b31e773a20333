// The council chamber from above: an oculus into the dark, tiers that step down to it, ribs that grow inward like
// arches, a seat between each pair, and one shaft of light that falls across from above.
#include "picture/set/piece.glsl"

const float RIBS = 30.0;
const vec2 SHAFT_FROM = vec2(-0.52, 0.95);   // in heights, from the oculus' middle
const vec2 SHAFT_TO = vec2(0.36, -0.20);

// The beam itself, and the pool of light where it lands.
float shaft(vec2 q, out float pool) {
    vec2 course = SHAFT_TO - SHAFT_FROM, along = normalize(course), across = vec2(-along.y, along.x);
    float t = dot(q - SHAFT_FROM, course) / dot(course, course), off = dot(q - SHAFT_FROM, across);
    float half_width = mix(0.014, 0.085, t), side = off / half_width;
    float body = exp(-side * side * side * side) * smoothstep(1.08, 0.80, t);
    float streaks = 0.70 + 0.30 * noise(vec2(side * 4.0, 2.0 + 0.4 * t), now.ground + 101u);
    vec2 landed = vec2(dot(q - SHAFT_TO, along) / 0.175, off / 0.105);
    float r = length(landed);
    pool = (1.0 - smoothstep(0.70, 1.0, r)) * (0.55 + 0.45 * exp(-2.5 * r * r));
    // It is not seen before it comes down into the air of the chamber.
    return body * streaks * mix(1.6, 0.22, smoothstep(0.4, 0.9, t)) * smoothstep(0.45, 0.66, t);
}

// A ring of arches in the wall behind a tier: `across` -1..1 from rib to rib, `high` 0..1 up the wall.
float arch_light(float across, float high, float awake, out float stone) {
    float opening = length(vec2(across / 0.58, max(0.0, high - 0.42) / 0.36));
    float inside = smoothstep(1.06, 0.94, opening) * step(0.06, high);
    float frame = exp(-pow((opening - 1.12) / 0.07, 2.0)) * step(0.06, high);
    stone = (1.0 - inside) * (0.55 + 0.45 * frame);
    return inside * awake * (0.25 + 0.75 * exp(-2.4 * high)) + 0.25 * frame;
}

Piece chamber_piece(vec2 p) {
    float size = oculus_radius();
    vec2 q = p - subject_place();
    float r = length(q) / size, tier = (r - 1.0) / TIER, number = floor(max(0.0, tier)), within = fract(max(0.0, tier));
    float spokes = RIBS * (1.0 + min(2.0, number)), turn = atan(q.y, q.x) / 6.2831853 * spokes;
    float across = 2.0 * fract(turn) - 1.0;
    uint seat = hash(uint(int(floor(turn)) + 512) * 31u + uint(number), now.ground + 105u);
    // What faces the shaft's source is lit by it.
    float sunlit = 0.5 + 0.5 * dot(normalize(q + 1e-5), normalize(SHAFT_TO - SHAFT_FROM));
    sunlit *= sunlit;
    float pool, beam = shaft(q / narrowed(), pool), soft = view.pixel / (TIER * size);
    // The further out, the less of it comes out of the dark, least of all behind the shaft.
    float known = exp(-0.80 * max(0.0, tier)) * mix(0.12, 1.0, sunlit);
    Piece piece = Piece(0.0, 0.0, unit(seat), 1.0);
    if (r < 1.0) {
        // Inside: rings that go down, each darker, until nothing is there.
        float down = 1.0 - r, ring = fract(log2(down * 14.0 + 1.0) * 1.5);
        float fade = exp(-down * 9.0);
        piece.relief = 0.30 * fade * ring;
        piece.light = 0.16 * fade * ring * ring * (0.06 + 0.94 * sunlit);
    } else if (within < 0.58) {
        // The tread: stone in courses, worn towards the rim, whose edge catches the light.
        float rim = exp(-within * TIER * size / 0.0035), course = abs(fract(within * 8.0) - 0.5), joint = abs(across);
        float stone = smoothstep(0.5, 0.42, course) * smoothstep(1.0, 0.94, joint) * (0.75 + 0.25 * unit(hash(seat, uint(within * 8.0))));
        float lit = 0.015 * stone * sunlit + (number == 0.0 ? 0.75 * (0.06 + 0.94 * sunlit) : 0.45 * max(0.0, sunlit - 0.4)) * rim;
        piece.relief = known * (0.02 + 0.24 * stone) * (number == 0.0 ? 1.0 : 0.6 * sunlit);
        piece.light = known * lit + pool * (0.01 + 0.16 * stone * stone + 0.4 * rim);
    } else {
        float stone, awake = step(0.38, unit(hash(seat, 2u))) * (0.35 + 0.65 * unit(hash(seat, 3u)));
        float high = (within - 0.58) / 0.42, arches = arch_light(across, high, awake, stone);
        piece.relief = known * (0.03 + 0.20 * stone * (1.0 - 0.5 * high));
        piece.light = arches * 0.26 * exp(-1.1 * number) * (0.40 + 0.60 * sunlit) + known * 0.012 * stone + pool * (0.01 + 0.12 * stone);
        piece.light *= smoothstep(1.0, 1.0 - 3.0 * soft, high);
    }
    float grown = 1.0 - ring_open(p);
    piece.light *= grown;
    piece.relief *= grown;
    piece.light += 0.13 * beam;
    if (beam + pool > 0.2) piece.phase = 0.5;
    return piece;
}
