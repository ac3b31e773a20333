// One corner of a blossom or a fruiting body, on its place.
#include "lib/view.glsl"
#include "lib/flora.glsl"
in vec3 rooted;  // place, and how far it is open
in uint state;
out vec2 place;  // in its own radii
flat out float open;
flat out vec4 form;  // petals, turn, roundness, cup
flat out vec3 tint;
flat out float fine;

void main() {
    if (rooted.z <= 0.0) { gl_Position = vec4(-9.0, -9.0, 0.0, 1.0); return; }
    uint n = uint(gl_InstanceID), h = hash(n, 97u), kind = kind_of(n);
    open = smoothstep(0.0, 1.0, rooted.z);
    float size = mix(0.006, 0.019, pow(unit(h), 2.5)) * (kind == 3u ? 1.5 : 1.0);
    float near = parameters.banks > 0.0 ? mix(1.0, 0.35 + 1.6 * max(0.0, 0.8 - rooted.y), parameters.banks) : 1.0;
    size *= near * (0.35 + 0.65 * open);
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    place = corner * 1.6;
    float sway = 0.12 * sin(view.seconds * 0.7 + 6.28 * unit(hash(h)));
    form = vec4(5.0 + float(kind), 6.28 * unit(hash(h, 3u)) + sway, kind == 3u ? 0.25 : 0.55, float(kind == 3u));
    float turn = (unit(hash(h, 5u)) - 0.5) * 0.9;
    mat2 hue = mat2(cos(turn), sin(turn), -sin(turn), cos(turn));
    vec3 other = (state & 1u) != 0u ? mix(view.flora.rgb, view.people.rgb, 0.15) : view.flora.rgb;
    tint = mix(other, other.brg, 0.18 * abs(turn)) + 0.0 * hue[0].x;
    fine = view.pixel / size;
    vec2 p = rooted.xy + corner * 1.6 * size * vec2(1.0, parameters.banks > 0.5 || kind == 3u ? 0.75 : 0.92);
    gl_Position = seen(p);
}
