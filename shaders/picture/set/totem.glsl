// The totem: shards of waste, sheets, spars and broken panes, heaped to a tower that leans on itself, lit from an ember
// in its foot. In front of it lies wet ground that mirrors it.
#include "picture/set/piece.glsl"

const int SHARDS = 104;
const vec2 EMBER = vec2(0.015, 0.035);

// One shard in the tower's own measure (1 is its height): foot, lean, length, half its width; the rest is chance.
struct Shard { vec2 foot; float lean; float length; float width; uint chance; };

Shard shard_of(int n) {
    uint c = hash(uint(n) + 301u, now.ground);
    float a = unit(hash(c, 1u)), b = unit(hash(c, 2u)) * 2.0 - 1.0, d = unit(hash(c, 3u)), e = unit(hash(c, 4u));
    if (n >= 68) {  // the heap about the foot
        float side = b * (0.25 + 0.75 * abs(b)) * 0.46;
        float length = (0.05 + 0.13 * e) * (1.0 - 1.4 * abs(side));
        return Shard(vec2(side, -0.012 + 0.015 * a), 1.2 * (d * 2.0 - 1.0), length, length * (0.14 + 0.16 * a), c);
    }
    float t = pow(float(n % 34) / 33.0, 1.1) * 0.86, spread = 0.03 + 0.17 * pow(1.0 - t, 1.2);
    float length = mix(0.36, 0.19, t) * (0.55 + 0.75 * d);
    // Most lean out, some back over the others.
    float lean = b * mix(0.75, 0.40, t) * (e < 0.75 ? 1.0 : -0.8) + 0.30 * (e - 0.5);
    if (n == 67) return Shard(vec2(0.004, 0.70), 0.07, 0.33, 0.026, c);
    return Shard(vec2(b * spread, t), lean, length, length * (0.12 + 0.17 * a), c);
}

// How far inside the shard's uneven kite a place is, in the tower's measure; `along` 0..1, `across` -1..1 on the way.
float inside_shard(Shard s, vec2 q, out float along, out float across) {
    vec2 r = rotated(q - s.foot, s.lean);
    along = r.y / s.length;
    float shoulder = r.x < 0.0 ? 0.25 + 0.5 * unit(hash(s.chance, 5u)) : 0.25 + 0.5 * unit(hash(s.chance, 6u));
    float blunt = 0.5 * unit(hash(s.chance, 7u)), point = 0.03 + 0.3 * unit(hash(s.chance, 8u)) * unit(hash(s.chance, 9u));
    float half_width = s.width * (along < shoulder ? mix(blunt, 1.0, along / shoulder) : mix(1.0, point, (along - shoulder) / (1.0 - shoulder)));
    across = r.x / max(half_width, 1e-4);
    return min(half_width - abs(r.x), min(r.y, s.length - r.y));
}

// What a shard is made of: ribbed sheet, pocked plate, split wood, a pane.
float shard_grain(Shard s, float along, float across) {
    uint kind = hash(s.chance, 11u) & 3u;
    if (kind == 0u) return 0.72 + 0.28 * sin(along * s.length * 420.0);
    if (kind == 1u) return 0.8 + 0.35 * noise(vec2(along * 9.0, across * 4.0), s.chance);
    if (kind == 2u) return 0.75 + 0.25 * sin(across * 9.0 + 2.0 * noise(vec2(along * 5.0, across), s.chance));
    return 0.9 + 0.2 * step(0.82, fract(along * 3.0 + 0.15 * across));
}

Piece totem_piece(vec2 p) {
    float tall = max(0.1, totem_top() - FOOT), squeeze = narrowed();
    vec2 q = (p - vec2(subject_place().x, FOOT)) / tall;
    q.x /= squeeze;
    bool mirrored = q.y < -0.012;
    if (mirrored) {
        float ripple = noise(vec2(p.x * 5.0, p.y * 55.0), now.ground + 71u);
        q = vec2(q.x + 0.010 * ripple * (1.0 - 6.0 * q.y), -q.y * 1.7 - 0.02 + 0.01 * ripple);
    }
    vec2 ember = q - EMBER;
    float heat = dot(ember * vec2(0.85, 1.0), ember * vec2(0.85, 1.0));
    float low = exp(-q.y * 2.6);
    // Behind everything the ember itself, seen where the shards leave a gap; smaller ones glow further up.
    float here = 2.0 * exp(-heat / 0.0016) + 0.60 * exp(-heat / 0.012) + 0.022 * exp(-heat / 0.05);
    for (int n = 0; n < 7; n++) {
        uint c = hash(uint(n) + 401u, now.ground);
        float t = 0.14 + 0.11 * float(n);
        vec2 off = q - vec2((unit(c) - 0.5) * 0.20 * (1.0 - t), t);
        here += (0.55 * exp(-dot(off, off) / 0.0004) + 0.13 * exp(-dot(off, off) / 0.0035)) * (1.0 - 0.6 * t);
    }
    Piece piece = Piece(0.0, here, 0.3, 0.0);
    float pixel = view.pixel / tall;
    for (int n = 0; n < SHARDS; n++) {
        Shard s = shard_of(n);
        vec2 off = q - s.foot;
        if (dot(off, off) > (s.length + 0.05) * (s.length + 0.05)) continue;
        float along, across;
        float inside = inside_shard(s, q, along, across);
        float cover = smoothstep(-0.6 * pixel, 0.6 * pixel, inside);
        if (inside < 0.0) piece.light *= 1.0 - 0.6 * smoothstep(-0.020, 0.0, inside);  // its shadow on those behind
        if (cover <= 0.0) continue;
        // Two facets meet in a ridge; each is lit by how far it faces the ember, and most near its own foot.
        vec2 axis = rotated(vec2(0.0, 1.0), -s.lean), side = vec2(axis.y, -axis.x) * sign(across);
        vec2 to_ember = normalize(EMBER - q);
        float turn = unit(hash(s.chance, across < 0.0 ? 13u : 14u));
        float facing = clamp(0.22 + 0.55 * dot(side, to_ember) + 0.50 * (turn - 0.5), 0.0, 1.0);
        float near = 1.0 / (1.0 + heat / 0.045), foot = exp(-2.2 * max(0.0, along));
        float light = (0.03 + 1.5 * facing * facing * facing) * (0.30 + 1.0 * foot) * near * 0.75 * shard_grain(s, along, across);
        float edge = exp(-inside / (0.0016 + 0.5 * pixel)) * (0.15 + 0.85 * smoothstep(-0.2, 0.8, dot(side, to_ember)));
        light += edge * (0.85 * near + 0.10 * low);
        // A slit, a rivet, a lit crack here and there.
        vec2 spot = vec2(along * s.length, across * s.width) * 46.0;
        uint lit = hash(uint(int(floor(spot.x)) + 64) * 131u + uint(int(floor(spot.y)) + 64), s.chance);
        vec2 within = abs(fract(spot) - 0.5);
        light += 0.30 * step(0.94, unit(lit)) * step(within.x, 0.36) * step(within.y, 0.09) * (0.3 + low);
        piece.light = mix(piece.light, light, cover);
        piece.relief = mix(piece.relief, 0.10 + 0.50 * facing * turn, cover);
        piece.phase = cover > 0.5 ? 0.25 + 0.12 * turn : piece.phase;
        piece.cover = max(piece.cover, cover);
    }
    if (mirrored) {
        float depth = clamp((FOOT - p.y) / FOOT, 0.0, 1.0);
        float wet = 0.34 * (1.0 - 0.75 * depth) * (0.55 + 0.45 * noise(vec2(p.x * 9.0, p.y * 40.0), now.ground + 72u));
        piece = Piece(0.10, piece.light * wet, 0.8, 0.7);
    }
    return piece;
}
