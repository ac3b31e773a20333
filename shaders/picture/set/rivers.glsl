// From the air: rivers with the night's glints on them, wet banks, and in each biome the lie of its own soil.
#include "picture/set/piece.glsl"

// The soil of a biome, 0..1: furrows, tussocks, rays, terraces, cobbles, dunes, cracked plates.
float soil_of(int biome, vec2 p) {
    vec2 away = p - biome_site(biome);
    float rough = 0.5 + 0.5 * noise(p * 60.0, 111u);
    if (biome == 0) return (0.5 + 0.5 * sin(rotated(away, 0.17).x * 190.0 + 1.5 * noise(p * 6.0, 112u))) * (0.6 + 0.4 * rough);
    if (biome == 1) return smoothstep(0.1, 0.7, noise(p * 24.0, 113u)) + 0.2 * rough;
    if (biome == 2) return 0.35 + 0.4 * pow(0.5 + 0.5 * cos(atan(away.y, away.x) * 26.0 + 2.0 * noise(p * 5.0, 114u)), 3.0) * rough;
    if (biome == 3) return pow(0.5 + 0.5 * cos(length(away) * 210.0 + 1.2 * noise(p * 7.0, 115u)), 3.0);
    if (biome == 4) return smoothstep(0.75, 0.15, abs(noise(p * 33.0, 116u)) + abs(noise(p * 33.0 + 9.0, 117u)));
    if (biome == 5) return pow(0.5 + 0.5 * sin(away.y * 160.0 + 6.4 * sin(away.x * 11.0) + noise(p * 9.0, 118u)), 2.0);
    float plates = abs(sin(away.x * 84.0) + sin(away.x * -42.0 + away.y * 72.7) + sin(away.x * -42.0 - away.y * 72.7));
    return smoothstep(0.1, 0.5, plates) * (0.6 + 0.4 * rough);
}

Piece rivers_piece(vec2 p) {
    vec3 biome = biome_at(p);
    float half_width = river_half(p), from_bank = biome.x - half_width;
    int here = int(biome.y);
    float water = 1.0 - smoothstep(-view.pixel, view.pixel, from_bank);
    // The moon stands beyond the subject: its way over the water is where glints are.
    vec2 to_moon = (p - subject_place()) / vec2(now.breadth, 1.0);
    float path = exp(-dot(to_moon, to_moon) / 0.12);
    float flow = noise(p * vec2(40.0, 95.0) + 2.0 * noise(p * 7.0, 121u), 122u), fine = noise(p * vec2(150.0, 380.0), 123u);
    float glint = smoothstep(0.75, 1.15, flow + 0.7 * fine) * path * path * path;
    float shore = exp(-abs(from_bank + 0.002) / 0.0016), foam = exp(-abs(from_bank + 0.010) / 0.003) * step(0.1, fine);
    Piece river = Piece(0.005 + 0.03 * max(0.0, flow), 0.55 * glint * smoothstep(0.0, -0.012, from_bank) + 0.05 * foam * path * path * path * path,
                        fract(7.3 * flow + 3.0 * fine), 1.0);
    float soil = soil_of(here, p), slope = smoothstep(0.0, 0.03, from_bank);
    Piece land = Piece((0.01 + 0.16 * soil * slope) * (0.15 + path), 0.008 * soil * slope * path, float(here) / 7.0, 0.9);
    Piece piece = mixed(land, river, water);
    piece.light += 0.30 * shore * path * path * path * path;
    return piece;
}
