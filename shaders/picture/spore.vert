// One spore on the wind: a mote that glows a while.
#include "lib/view.glsl"
#include "lib/sprite.glsl"
#include "lib/hash.glsl"
in vec2 aloft;
in uint born;
in uint identity;
flat out vec3 form;  // its place, and one over its radius
flat out vec3 light;

void main() {
    if (born == 0u) { cover_nothing(); return; }
    float age = float(now.tick + 1u - born) * (1.0 / 60.0);
    float size = 0.0016 * (0.6 + unit(hash(identity, 3u)));
    float half_size = size + 0.5 * view.pixel;
    float blink = 0.6 + 0.4 * sin(view.seconds * 1.7 + 6.28 * unit(identity));
    float fade = smoothstep(0.0, 0.8, age) * (1.0 - smoothstep(14.0, 20.0, age));
    light = mix(view.rest_b.rgb, vec3(1.0, 0.95, 0.85), 0.45) * (parameters.spore_light * blink * fade * 1.3 * size * size / (half_size * half_size));
    form = vec3(aloft, 1.0 / half_size);
    cover(aloft, half_size);
}
