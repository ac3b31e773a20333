// One pixel of the wet ground, drawn once for each size: soil, grains and the veins of old leaves, in world
// units, as the share of light that it throws back; beside it the blue noise of the dither.
#include "lib/view.glsl"
#include "lib/noise.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D dither;

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    float soil = 0.5 + 0.5 * noise(p * 9.0, 5u) + 0.3 * noise(p * 31.0, 6u);
    float grains = pow(max(0.0, noise(p * 140.0, 7u)), 3.0) * 2.0;
    vec2 q = p + 0.03 * vec2(noise(p * 7.0, 8u), noise(p * 7.0, 9u));
    float vein = pow(1.0 - abs(noise(q * 11.0, 10u)), 14.0) * smoothstep(-0.1, 0.5, noise(q * 2.2, 11u));
    colour = vec4(clamp(0.10 * soil + 0.16 * grains + 0.20 * vein, 0.0, 1.0), texelFetch(dither, ivec2(gl_FragCoord.xy) & 63, 0).r, 0.0, 1.0);
}
