// The network as a walker feels it, sampled anywhere in the world:
//   xy its axis as a doubled angle (cos, sin), shorter where axes disagree, z strength of the network, w crowd of symbionts.
layout(binding = 2) uniform sampler2D paths;

vec4 paths_at(vec2 p) { return textureLod(paths, field_place(p), 0.0); }

// The axis of a doubled angle, on the side of `heading`.
vec2 axis_along(vec2 doubled, vec2 heading) {
    float l = length(doubled);
    if (l < 1e-4) return vec2(0.0);
    vec2 d = doubled / l;
    vec2 axis = normalize(vec2(1.0 + d.x, d.y) + vec2(1e-5, 0.0));
    return axis * (dot(axis, heading) < 0.0 ? -1.0 : 1.0);
}
