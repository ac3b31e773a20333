// One pixel of a blossom: petals that fold open around a lamp, seen a little from above. Linear light, premultiplied.
#include "lib/view.glsl"
in vec2 place;
flat in float open;
flat in vec4 form;
flat in vec3 tint;
flat in float fine;
out vec4 colour;

void main() {
    float r = length(place), angle = atan(place.y, place.x) + form.y;
    float petal = cos(angle * form.x * 0.5);
    float edge = mix(0.42, 0.55 + 0.45 * mix(abs(petal), petal * petal, form.z), open);
    float inside = 1.0 - smoothstep(edge - fine - 0.03, edge + fine, r);
    float vein = 0.75 + 0.25 * cos(angle * form.x * 3.0);
    float shade = mix(0.25, 1.0, smoothstep(0.05, edge, r)) * vein * (0.55 + 0.45 * abs(petal));
    float rim = smoothstep(edge - 0.16, edge - 0.02, r) * inside;
    float lamp = exp(-r * r / mix(0.02, 0.012, open)) * (0.4 + 1.6 * open);
    float halo = exp(-r * r / 0.35) * 0.05 * open * (1.0 - smoothstep(1.2, 1.55, r));
    vec3 light = tint * (shade * inside * 0.30 + 0.35 * rim + halo) + mix(tint, vec3(1.0, 0.92, 0.78), 0.75) * lamp;
    colour = vec4(light * parameters.flora_light, 0.85 * inside);
}
