// One pixel of a shard: two facets that meet in a ridge, each lit by how far it faces the ember. Laid over what is kept
// of the ground channel by channel: `colour` is added to `kept` times what is there.
#include "lib/view.glsl"
#include "lib/forms.glsl"
#include "picture/set/totem.glsl"
in vec2 place;
flat in vec2 foot;
flat in vec2 form;
flat in vec2 axis;
flat in vec4 chances;
flat in vec2 turns;
flat in uint chance;
flat in float mirrored;
layout(location = 0, index = 0) out vec4 colour;
layout(location = 0, index = 1) out vec4 kept;

// What a shard is made of: ribbed sheet, pocked plate, split wood, a pane.
float grain(float along, float across) {
    uint kind = hash(chance, 11u) & 3u;
    if (kind == 0u) return 0.72 + 0.28 * sin(along * form.x * 420.0);
    if (kind == 1u) return 0.8 + 0.35 * noise(vec2(along * 9.0, across * 4.0), chance);
    if (kind == 2u) return 0.75 + 0.25 * sin(across * 9.0 + 2.0 * noise(vec2(along * 5.0, across), chance));
    return 0.9 + 0.2 * step(0.82, fract(along * 3.0 + 0.15 * across));
}

void main() {
    vec2 off = place - foot, own = vec2(dot(off, vec2(axis.y, -axis.x)), dot(off, axis));
    float ripple = mirrored * noise(vec2(place.x * 5.0, place.y * 40.0), now.ground + 71u);
    own.x += 0.012 * ripple * (1.0 + 3.0 * place.y);
    // An uneven kite: its shoulders differ from side to side.
    float along = own.y / form.x, shoulder = own.x < 0.0 ? chances.x : chances.y;
    float breadth = form.y * (along < shoulder ? mix(chances.z, 1.0, along / shoulder)
                                               : mix(1.0, chances.w, (along - shoulder) / (1.0 - shoulder)));
    float across = own.x / max(breadth, 1e-4), pixel = view.pixel / totem_height();
    float inside = min(breadth - abs(own.x), min(own.y, form.x - own.y));
    float cover = smoothstep(-0.6 * pixel, 0.6 * pixel, inside);
    vec2 side = vec2(axis.y, -axis.x) * sign(across), to_ember = normalize(EMBER - place);
    float turn = across < 0.0 ? turns.x : turns.y;
    float facing = clamp(0.22 + 0.55 * dot(side, to_ember) + 0.50 * (turn - 0.5), 0.0, 1.0);
    float low = exp(-2.6 * place.y), near = 1.0 / (1.0 + ember_heat(place) / 0.045), lower = exp(-2.2 * max(0.0, along));
    float light = (0.03 + 1.5 * facing * facing * facing) * (0.30 + lower) * near * 0.75 * grain(along, across);
    float edge = exp(-inside / (0.0016 + 0.5 * pixel)) * (0.15 + 0.85 * smoothstep(-0.2, 0.8, dot(side, to_ember)));
    light += edge * (0.85 * near + 0.10 * low);
    // A slit, a rivet, a lit crack here and there.
    vec2 spot = vec2(along * form.x, across * form.y) * 46.0;
    uint lit = hash(uint(int(floor(spot.x)) + 64) * 131u + uint(int(floor(spot.y)) + 64), chance);
    vec2 within = abs(fract(spot) - 0.5);
    light += 0.30 * step(0.94, unit(lit)) * step(within.x, 0.36) * step(within.y, 0.09) * (0.3 + low);
    float depth = clamp(place.y * 1.3, 0.0, 1.0);
    light *= mix(1.0, 0.34 * (1.0 - 0.75 * depth) * (0.6 + 0.4 * ripple), mirrored);
    float relief = mix(0.10 + 0.50 * facing * turn, 0.10, mirrored);
    cover *= parameters.totem;
    float shadow = inside < 0.0 ? 1.0 - 0.35 * parameters.totem * smoothstep(-0.020, 0.0, inside) : 1.0;
    colour = vec4(relief, 0.0, sqrt(clamp(0.5 * light, 0.0, 1.0)), 0.25 + 0.12 * turn) * cover;
    kept = vec4(1.0 - cover, 1.0, min(shadow, 1.0) * (1.0 - cover), 1.0 - cover);
}
