// The totem: shards of waste, sheets, spars and broken panes, heaped to a tower that leans on itself, lit from an ember
// in its foot. Its own measure: 1 is its height, the origin its foot.
#include "picture/set/piece.glsl"

const int SHARDS = 104;
const vec2 EMBER = vec2(0.015, 0.035);

// One shard in the tower's own measure (1 is its height): foot, lean, length, half its width; the rest is chance.
struct Shard { vec2 foot; float lean; float length; float width; uint chance; };

Shard shard_of(int n) {
    uint c = hash(uint(n) + 301u, now.ground);
    float a = unit(hash(c, 1u)), b = unit(hash(c, 2u)) * 2.0 - 1.0, d = unit(hash(c, 3u)), e = unit(hash(c, 4u));
    if (n >= 68) {  // the heap about the foot
        float side = b * (0.35 + 0.65 * abs(b)) * 0.34;
        float length = (0.05 + 0.13 * e) * (1.0 - 2.0 * abs(side));
        return Shard(vec2(side, -0.012 + 0.015 * a), 1.2 * (d * 2.0 - 1.0), length, length * (0.14 + 0.16 * a), c);
    }
    float t = pow(float(n % 34) / 33.0, 1.1) * 0.86, spread = 0.03 + 0.17 * pow(1.0 - t, 1.2);
    float length = mix(0.36, 0.19, t) * (0.55 + 0.75 * d);
    // Most lean out, some back over the others.
    float lean = b * mix(0.75, 0.40, t) * (e < 0.75 ? 1.0 : -0.8) + 0.30 * (e - 0.5);
    if (n == 67) return Shard(vec2(0.004, 0.70), 0.07, 0.33, 0.026, c);
    return Shard(vec2(b * spread, t), lean, length, length * (0.12 + 0.17 * a), c);
}

// From the world to the tower's own measure and back.
float totem_height() { return max(0.1, totem_top() - FOOT); }
vec2 into_totem(vec2 p) { return (p - vec2(subject_place().x, FOOT)) / (totem_height() * vec2(narrowed(), 1.0)); }
vec2 out_of_totem(vec2 q) { return vec2(subject_place().x, FOOT) + q * totem_height() * vec2(narrowed(), 1.0); }

float ember_heat(vec2 q) { vec2 off = (q - EMBER) * vec2(0.85, 1.0); return dot(off, off); }

// Behind the shards the ember itself, seen where they leave a gap; smaller ones glow further up.
Piece ember_piece(vec2 p) {
    vec2 q = into_totem(p);
    float heat = ember_heat(q), light = 2.0 * exp(-heat / 0.0016) + 0.60 * exp(-heat / 0.012) + 0.022 * exp(-heat / 0.05);
    for (int n = 0; n < 7; n++) {
        float t = 0.14 + 0.11 * float(n);
        vec2 off = q - vec2((unit(hash(uint(n) + 401u, now.ground)) - 0.5) * 0.20 * (1.0 - t), t);
        light += (0.55 * exp(-dot(off, off) / 0.0004) + 0.13 * exp(-dot(off, off) / 0.0035)) * (1.0 - 0.6 * t);
    }
    bool wet = q.y < -0.012;
    return Piece(wet ? 0.08 : 0.0, wet ? 0.0 : light, 0.3, wet ? 0.7 : 0.0);
}
