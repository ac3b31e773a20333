// One pixel of what lies out of focus, at the glow's own size: ribs of glass behind the subject that catch its
// light, the skin between close hyphae, what ails or heals the ground, the citizens' tiles, and a cord in front of it
// that hides some. Writes the glow with all their light; alpha is what waste and the foreground let through.
#include "lib/view.glsl"
#include "lib/forms.glsl"
#include "picture/ailing.glsl"
#include "picture/feast.glsl"
#include "lib/tiles.glsl"
in vec2 place;
out vec4 colour;
layout(binding = 2) uniform sampler2D glow;
layout(binding = 4) uniform sampler2D membrane;  // the skin between close hyphae, half as fine

// The tiles' own light: a little in each, and more on the borders between two of them, which unity dissolves.
vec3 mosaic_light(vec2 p) {
    vec3 light = vec3(0.0);
    for (uint n = 0u; n < min(now.citizens, 1u); n++) {
        vec4 felt = tile_at(p);
        uint here = owner_at(p);
        float cell = (1.0 + 2.0 * now.margin) / float(now.rows);
        bool border = owner_at(p + vec2(cell, 0.0)) != here || owner_at(p + vec2(0.0, cell)) != here;
        light = felt.rgb * felt.a * (0.0022 * parameters.tile_light + (border ? 0.10 * parameters.border_light * (1.0 - now.unity) : 0.0));
    }
    return light;
}

// Haze as faint as FAINT in the picture is halved: it hangs near what shines, and the dark stays black.
const float FAINT = 0.012;

vec3 near_light(vec3 haze) {
    float shown = max(max(haze.r, haze.g), haze.b) * parameters.glow * 1.6;
    return haze * (shown / (shown + FAINT));
}

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    vec2 far = p + view.drift * 0.6;
    float phase = fract(rib_phase(far)) - 0.5;
    float edge = exp(-pow((abs(phase) - 0.36) / 0.03, 2.0)), body = smoothstep(0.46, 0.2, abs(phase));
    vec2 bend = vec2(phase * 0.16, 0.0);
    vec3 caught = textureLod(glow, place + bend, 0.0).rgb;
    vec3 own = near_light(textureLod(glow, place, 0.0).rgb);
    float rise = smoothstep(0.0, 0.35, place.y) * smoothstep(1.05, 0.5, place.y);
    vec3 pearl = vec3(0.80, 0.90, 1.0);
    vec3 glass = caught * (0.30 * body + 3.6 * edge) * pearl * parameters.rib_light * 0.55;
    glass += pearl * parameters.rib_light * 0.0025 * edge * rise;
    vec2 near = p - view.drift * 1.6;
    float course = near.x / now.aspect - 0.055 - 0.22 * near.y * abs(near.y) + 0.05 * sin(near.y * 5.0 + 0.8);
    float thick = 0.020 + 0.012 * near.y;
    float before_us = 1.0 - min(1.0, parameters.banks + parameters.oculus + parameters.biomes);
    float cord = before_us * smoothstep(1.7 * thick, 0.0, abs(course));
    float rim = before_us * exp(-pow((course - 0.55 * thick) / (0.3 * thick), 2.0));
    vec3 lit = vec3(0.0);
    float through = ailing(p, view.seconds, lit);
    lit += textureLod(membrane, place, 0.0).rgb * through + mosaic_light(p);
    if (WITH_FEAST != 0) lit += feast(p);
    lit += mix(view.charge.rgb, view.people.rgb, 0.35) * 0.022 * surge_light(p);
    // The tone pass takes this picture's light in by the glow's own share.
    vec3 behind = (own + glass) * through + lit / (1.6 * max(parameters.glow, 0.04));
    vec3 skin = (own * 0.9 + view.cord.rgb * 0.0025) * rim;
    colour = vec4(behind * (1.0 - 0.6 * cord) + skin, through * (1.0 - 0.8 * cord));
}
