// One corner of a patch of the picture. Together they cover it, but those in which there is nothing to draw, as CHANNEL
// of a map of presence tells, are left out.
out vec2 place;  // 0..1, from the lower left
layout(binding = 5) uniform sampler2D presence;

void main() {
    ivec2 patches = textureSize(presence, 0), cell = ivec2(gl_VertexID / 6 % patches.x, gl_VertexID / 6 / patches.x);
    int corner = gl_VertexID % 6;
    bool right = corner == 1 || corner == 2 || corner == 4, top = corner == 2 || corner == 4 || corner == 5;
    place = (vec2(cell) + vec2(right, top)) / vec2(patches);
    bool there = texelFetch(presence, cell, 0)[CHANNEL] > 0.0;
    gl_Position = there ? vec4(place * 2.0 - 1.0, 0.0, 1.0) : vec4(-9.0, -9.0, 0.0, 1.0);
}
