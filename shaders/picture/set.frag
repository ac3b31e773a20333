// One pixel of the scene before anything living is drawn: the own light of what stands in the world. It breathes, each
// thing in its own time; on the avenue whole blocks black out, and one bank is lit at the other's cost; in the chamber the
// surge passes over it.
#include "lib/view.glsl"
#include "lib/forms.glsl"
out vec4 colour;
layout(binding = 2) uniform sampler2D grit;

// Whether a block is lit in one of the hours of the blackout, each four seconds long.
float awake(float block, float hour, float blackout) {
    return clamp((fract(block + 0.618034 * hour) - blackout) * 20.0 + (blackout > 0.0 ? 0.5 : 2.0), 0.0, 1.0);
}

void main() {
    vec2 own = texelFetch(grit, ivec2(gl_FragCoord.xy), 0).ba;
    float light = 2.0 * own.x * own.x;
    float turn = view.breath + own.y * 7.0;
    float swing = 2.0 * fract(turn) - 1.0;  // as good as a sine
    light *= parameters.set_light * (1.0 + (0.12 + 0.5 * parameters.breath_depth) * 4.0 * swing * (1.0 - abs(swing)));
#if WITH_AVENUE
    // On the avenue that number says which bank and which block.
    float side = own.y < 0.5 ? -1.0 : 1.0, block = 2.0 * own.y - (own.y < 0.5 ? 0.0 : 1.0);
    float harm = 1.0 - parameters.cure, hour = view.seconds * 0.25, blackout = parameters.blackout * harm;
    float lit = mix(awake(block, floor(hour) - 1.0, blackout), awake(block, floor(hour), blackout), min(1.0, 6.0 * fract(hour)));
    lit *= 1.0 + 0.9 * parameters.division * harm * side;
    light *= mix(1.0, lit, parameters.banks);
#endif
#if WITH_SURGE
    // The surge wakes the chamber's tiers as it passes.
    vec2 p = view.crop.xy + gl_FragCoord.xy / vec2(textureSize(grit, 0)) * view.crop.zw;
    light *= 1.0 + 5.0 * surge_light(p);
#endif
    vec3 accent = mix(view.accent.rgb, vec3(1.0), 0.75 * smoothstep(0.5, 2.2, light));
    colour = vec4(accent * light, 0.0);
}
