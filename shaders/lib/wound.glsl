// What ails the ground and what heals it, sampled anywhere in the world:
//   x waste or toxin, y serum, z sterile or torn now, w scar: was sterile or torn; each 0..1.
layout(binding = 1) uniform sampler2D wound;

vec4 wound_at(vec2 p) { return textureLod(wound, field_place(p), 0.0); }

// How strongly the cure works at a place: where serum was laid, or everywhere by the community's act.
float cure_at(vec4 here) { return max(parameters.cure, here.y); }
