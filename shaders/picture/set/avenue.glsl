// The avenue at night: wet paving, a kerb, lamps like blossoms on both banks with their streaks in the channel's water,
// bridges, and facades of blocks with a few windows awake, all drawn to one point on the horizon.
#include "picture/set/piece.glsl"

const float LAMP_HIGH = 0.34;  // of the nearness of its foot

// Six soft petals around a bright heart, turned by `chance` and seen from aside; `size` is its radius.
float blossom_light(vec2 away, float size, uint chance) {
    float angle = 6.2831853 * unit(hash(chance, 2u)), face = mix(0.5, 0.9, unit(hash(chance, 3u))), across = cos(angle) * away.x + sin(angle) * away.y;
    away = vec2(across / face, cos(angle) * away.y - sin(angle) * away.x);
    float r = length(away) / size, c = away.x / max(length(away), 1e-5), cc = c * c;
    float petal = 0.82 + 0.18 * (((32.0 * cc - 48.0) * cc + 18.0) * cc - 1.0), rim = r * r / (petal * petal);
    return 1.4 * exp(-9.0 * r * r) + 0.65 * exp(-rim * rim * rim) * smoothstep(0.1, 0.9, r) + 0.10 / (1.0 + 5.0 * r * r) / (1.0 + 0.15 * r * r);
}

// The lamps: row n counts away from us.
float lamps(vec2 p, float aside, out float number) {
    float light = 0.0, strongest = 0.0;
    float broken = 0.55 + 0.45 * noise(vec2(p.x * 6.0, 24.0 * log2(nearness(p.y))), now.ground + 93u);
    number = 0.0;
    for (int n = 0; n < 15; n++) for (int m = -1; m <= 1; m += 2) {
        float near = 0.70 * pow(0.76, float(n)), y = HORIZON + 0.02 - near, side = float(m);
        uint chance = hash(uint(n * 2 + (m > 0 ? 1 : 0)), now.ground + 91u);
        float row = side * (1.16 + 0.1 * unit(chance));
        vec2 foot = vec2(channel_middle(y) + row * channel_half(y), y);
        float high = near * LAMP_HIGH * (0.75 + 0.5 * unit(hash(chance, 1u))), size = 0.034 * near;
        vec2 head = foot + vec2(0.01 * near * side, high);
        float alone = blossom_light(p - head, size, chance);
        float stem = stroke(p.x - mix(foot.x, head.x, (p.y - y) / high), 0.0022 * near) * step(y, p.y) * step(p.y, y + high);
        vec2 pool = (p - foot) / vec2(near * 0.22, near * 0.055);
        float lit = alone + 0.10 * stem * (p.y - y) / high + 0.10 * exp(-dot(pool, pool)) * step(1.0, aside);
        if (aside < 1.0 && p.y < y) {  // its streak on the water
            float below = (y - high - p.y) / (0.30 * near), blur = 0.012 * near * (1.0 + 1.5 * abs(below));
            float across = (p.x - head.x + 0.05 * near * side) / (blur + 0.012 * near);
            lit += 0.40 * exp(-across * across - below * below) * broken * broken;
        }
        light += lit;
        if (lit > strongest) { strongest = lit; number = block_and_bank(-1.7 * log2(near), side); }
    }
    return light;
}

// A wall that runs along the avenue: x how far away in blocks, y the height over its foot, in near widths.
Piece facade(vec2 p) {
    float side = bank_side(p), away = abs(p.x - channel_middle(min(p.y, HORIZON)));
    float near = away / (FACADES * parameters.gap_width * now.breadth * 1.35);
    vec2 wall = vec2(-1.7 * log2(max(near, 0.004)), (p.y - HORIZON - 0.02 + near) / near);
    float number = block_and_bank(wall.x, side), inside = fract(wall.x);
    uint house = hash(uint(int(floor(wall.x * 2.0)) + 16), now.ground + (side > 0.0 ? 95u : 96u));
    float tall = 1.25 + 1.5 * unit(house);
    float alley = step(0.07, inside) * step(inside, 0.93);
    if (wall.y < 0.0 || wall.y > tall || alley < 0.5 || near < 0.055) return nothing_there();
    vec2 cell = vec2(wall.x * 34.0, wall.y * 22.0);
    uint window = hash(uint(int(floor(cell.x)) + 512) * 977u + uint(int(floor(cell.y))), house);
    vec2 pane = abs(fract(cell) - 0.5);
    float sharp = smoothstep(0.02, 0.10, near) * smoothstep(0.75, 0.25, near);
    float awake = step(0.93 - 0.05 * unit(house), unit(window)) * step(0.09, wall.y) * smoothstep(0.34, 0.22, pane.x) * smoothstep(0.40, 0.28, pane.y);
    float courses = 0.5 + 0.5 * cos(6.2831853 * cell.y);
    float street_light = exp(-wall.y * 2.2);
    float light = 0.20 * awake * sharp * pow(unit(hash(window, 3u)), 2.5) + 0.006 * street_light * (0.6 + 0.4 * courses) * smoothstep(0.55, 0.15, near);
    return Piece((0.02 + 0.07 * courses) * smoothstep(0.7, 0.2, near) * exp(-1.2 * wall.y), light, number, 1.0);
}

Piece avenue_piece(vec2 p) {
    vec2 place = avenue_place(p);
    Piece piece = nothing_there();
    float side = bank_side(p);
    if (p.y < HORIZON) {
        float near = nearness(p.y), far = smoothstep(0.02, 0.09, near);
        piece.phase = block_and_bank(place.y, side);
        if (place.x < 1.0) {
            float ripple = noise(vec2(p.x * 3.0 / near, place.y * 46.0), now.ground + 97u);
            piece.relief = 0.005 + 0.05 * ripple * ripple;
            piece.cover = 0.95;
        } else {
            vec2 slab = vec2(place.x * 7.0, place.y * 9.0);
            vec2 joint = abs(fract(slab + vec2(0.5 * floor(slab.y), 0.0)) - 0.5);
            float stone = smoothstep(0.5, 0.44, joint.x) * smoothstep(0.5, 0.42, joint.y);
            piece.relief = 0.02 + 0.13 * stone * far * (0.7 + 0.3 * unit(hash(uint(int(floor(slab.x)) * 57 + int(floor(slab.y)) + 4096), 7u)));
            piece.cover = 0.8;
            piece.light = 0.05 * exp(-abs(place.x - 1.02) / 0.018) * far;
        }
    }
    float aside = abs(p.x - channel_middle(min(p.y, HORIZON)));
    if (p.y > HORIZON || place.x > FACADES) {
        Piece wall = facade(p);
        if (wall.cover > 0.0) piece = wall;
    }
    int bridge;
    float near_bridge = bridge_near(p, bridge) * bridge_stands(bridge, parameters.bridging);
    piece = mixed(piece, Piece(0.26, 0.035, side > 0.0 ? 0.99 : 0.49, 1.0), near_bridge);
    float number;
    float lit = lamps(p, p.y < HORIZON ? place.x : 9.0, number);
    if (lit > piece.light) piece.phase = number;
    piece.light += lit;
    return piece;
}
