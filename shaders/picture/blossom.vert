// One corner of a fruiting body or a blossom, at its place on a hypha.
#include "lib/view.glsl"
#include "lib/flora.glsl"
in vec3 rooted;  // place, and how far it is open
in uint state;
out vec2 place;  // in its own sizes, from where it is rooted or from its middle
flat out vec4 form;  // kind, open, chance, softness of a pixel
flat out vec3 tint;

void main() {
    if (rooted.z <= 0.0) { gl_Position = vec4(-9.0, -9.0, 0.0, 1.0); return; }
    uint n = uint(gl_InstanceID), h = hash(n, 97u);
    // An avenue has lamps; elsewhere each place has its own kind, but who looks down from high above sees no stems.
    uint kind = parameters.banks > unit(hash(h, 7u)) ? 0u : kind_of(n);
    bool stemmed = kind == 1u || kind == 2u;
    if (stemmed && parameters.oculus + parameters.biomes > unit(hash(h, 11u))) { kind = 3u; stemmed = false; }
    float size = mix(0.005, 0.024, pow(unit(h), 3.0));
    float far = parameters.banks > 0.0 ? mix(1.0, 0.30 + 1.3 * max(0.0, 0.8 - rooted.y), parameters.banks) : 1.0;
    float open = smoothstep(0.0, 1.0, rooted.z);
    size *= far * (0.3 + 0.7 * open);
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    float lean = (unit(hash(h, 3u)) - 0.5) * 0.6 + 0.05 * sin(view.seconds * 0.6 + 6.28 * unit(hash(h)));
    float c = cos(lean), s = sin(lean);
    place = corner * 1.5 + (stemmed ? vec2(0.0, 1.2) : vec2(0.0));
    form = vec4(float(kind), open, unit(hash(h, 5u)), view.pixel / size);
    // Those that stand on what was a wound are warmer: the gold of those who healed it is in them.
    tint = (state & 1u) != 0u ? mix(view.flora.rgb, view.people.rgb, 0.35) : view.flora.rgb;
    vec2 offset = mat2(c, s, -s, c) * place;
    if (!stemmed) {  // each faces its own way, so that it is seen more or less from the side
        float angle = 6.2831853 * unit(hash(h, 13u)), face = mix(0.38, 1.0, unit(hash(h, 17u)));
        vec2 axis = vec2(cos(angle), sin(angle));
        offset -= axis * (dot(offset, axis) * (1.0 - face));
    }
    offset *= size;
    gl_Position = seen(rooted.xy + offset);
}
