// The network as a walker feels it, sampled anywhere in the world:
//   xy its axis as a doubled angle (cos, sin), shorter where axes disagree, z strength of the network, w crowd of symbionts.
layout(binding = 2) uniform sampler2D paths;

vec4 paths_at(vec2 p) { return textureLod(paths, field_place(p), 0.0); }
