// What the ground holds, sampled anywhere in the world:
//   x density of hyphae (heights of thread per height^2, smoothed), y nutrient 0..1, z richness 0..1,
//   w vitality 0..1: what waste, sterile ground and want of feeding leave of it.
layout(binding = 0) uniform sampler2D fields;

vec2 field_place(vec2 p) {
    vec2 frame = vec2(now.aspect, 1.0);
    return (p / frame + now.margin) / (1.0 + 2.0 * now.margin);
}

vec4 field_at(vec2 p) { return textureLod(fields, field_place(p), 0.0); }

ivec2 field_cell(vec2 p) {
    return clamp(ivec2(field_place(p) * vec2(now.columns, now.rows)), ivec2(0), ivec2(now.columns, now.rows) - 1);
}

// Distance to the world's border, in heights; negative outside.
float to_border(vec2 p) {
    vec2 frame = vec2(now.aspect, 1.0);
    vec2 inside = min(p + now.margin * frame, (1.0 + now.margin) * frame - p);
    return min(inside.x, inside.y);
}
