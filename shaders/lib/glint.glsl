// What the far end of a segment looks like: light (rg, ba as halves; a is opacity), radius in heights (0 where the
// slot is free), and how much of a cord it is, 0..1.
struct Glint { uvec2 light; float radius; float cord; };
layout(std430, binding = 9) buffer GlintBuffer { Glint glints[]; };
