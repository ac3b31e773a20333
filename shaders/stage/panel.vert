// One triangle over the whole panel; the viewport is the panel's own rectangle.
out vec2 place;  // 0..1, from the lower left

void main() {
    place = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    gl_Position = vec4(place * 2.0 - 1.0, 0.0, 1.0);
}
