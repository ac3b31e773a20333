// What a walker senses, sampled anywhere in the world: all that it needs, together and in a quarter of the memory of what
// it is made from, since a large swarm waits for memory more than for anything else.
//   scent  x strength of the network, y crowd of symbionts, z root of waste or toxin, w serum; each 0..1
//   drawn  xy the network's axis as a doubled angle (cos, sin), shorter where axes disagree; zw a quarter of the vortex
//          that a swarm without order mills in; 128 of 255 is zero, so that nothing stays nothing
layout(binding = 4) uniform sampler2D scent;
layout(binding = 5) uniform sampler2D drawn;

// At a place in the fields, as field_place gives it.
vec4 scent_at(vec2 place) {
    vec4 here = textureLod(scent, place, 0.0);
    here.z *= here.z;
    return here;
}

// The axis and, in zw, the vortex.
vec4 drawn_at(vec2 place) { return (textureLod(drawn, place, 0.0) * 255.0 - 128.0) / vec2(127.0, 31.75).xxyy; }

vec4 drawn_as(vec2 axis, vec2 vortex) { return (clamp(vec4(axis, 0.25 * vortex), -1.0, 1.0) * 127.0 + 128.0) / 255.0; }
