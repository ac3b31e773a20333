// One corner of a spore on the wind: a mote that glows a while.
#include "lib/view.glsl"
#include "lib/hash.glsl"
in vec2 aloft;
in uint born;
in uint identity;
out vec2 place;
flat out vec3 light;

void main() {
    if (born == 0u) { gl_Position = vec4(-9.0, -9.0, 0.0, 1.0); return; }
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    float age = float(now.tick + 1u - born) * (1.0 / 60.0);
    float size = 0.0016 * (0.6 + unit(hash(identity, 3u)));
    float half_size = size + 0.5 * view.pixel;
    place = corner;
    float blink = 0.6 + 0.4 * sin(view.seconds * 1.7 + 6.28 * unit(identity));
    float fade = smoothstep(0.0, 0.8, age) * (1.0 - smoothstep(14.0, 20.0, age));
    light = mix(view.rest_b.rgb, vec3(1.0, 0.95, 0.85), 0.45) * (parameters.spore_light * blink * fade * 1.3 * size * size / (half_size * half_size));
    gl_Position = seen(aloft + corner * half_size);
}
