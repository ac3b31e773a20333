// One pixel of what stands still, drawn once for each size and composition: the wet ground, soil, grains and the veins
// of old leaves, and on it the world's own things. Writes the share of light that it throws back; the blue noise of
// the dither; its own light, as a root so that little steps stay small; and the number by which that light breathes.
#include "lib/view.glsl"
#include "lib/forms.glsl"
#include "picture/set/totem.glsl"
#include "picture/set/avenue.glsl"
#include "picture/set/chamber.glsl"
#include "picture/set/rivers.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D dither;

float soil(vec2 p) {
    float earth = 0.5 + 0.5 * noise(p * 9.0, 5u) + 0.3 * noise(p * 31.0, 6u);
    float grains = pow(max(0.0, noise(p * 140.0, 7u)), 3.0) * 2.0;
    vec2 q = p + 0.03 * vec2(noise(p * 7.0, 8u), noise(p * 7.0, 9u));
    float vein = pow(1.0 - abs(noise(q * 11.0, 10u)), 14.0) * smoothstep(-0.1, 0.5, noise(q * 2.2, 11u));
    return clamp(0.10 * earth + 0.16 * grains + 0.20 * vein, 0.0, 1.0);
}

void add(inout Piece all, Piece piece, float share) {
    all.phase = share * piece.light > all.light ? piece.phase : all.phase;
    all.relief += share * piece.relief;
    all.light += share * piece.light;
    all.cover += share * piece.cover;
}

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    Piece all = nothing_there();
    if (parameters.totem > 0.0) add(all, ember_piece(p), parameters.totem);
    if (parameters.banks > 0.0) add(all, avenue_piece(p), parameters.banks);
    if (parameters.oculus > 0.0) add(all, chamber_piece(p), parameters.oculus);
    if (parameters.biomes > 0.0) add(all, rivers_piece(p), parameters.biomes);
    float noise_here = texelFetch(dither, ivec2(gl_FragCoord.xy) & 63, 0).r;
    float relief = all.relief + (1.0 - min(1.0, all.cover)) * soil(p);
    float light = sqrt(clamp(all.light * 0.5, 0.0, 1.0));
    light = light > 0.002 ? light + (noise_here - 0.5) / 255.0 : 0.0;
    colour = vec4(clamp(relief, 0.0, 1.0), noise_here, light, all.phase);
}
