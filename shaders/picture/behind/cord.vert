// One edge, at one of 25 heights, of a band that holds the cord before us. It drifts farther than all that is behind it.
#include "lib/view.glsl"
#include "picture/behind/cord.glsl"
out vec2 near;  // the place in the cord's own plane

void main() {
    float y = -0.08 + 1.16 * float(gl_VertexID >> 1) / 24.0, side = (gl_VertexID & 1) == 0 ? -1.9 : 1.9;
    near = vec2(cord_middle(y) + side * cord_thick(y) * now.aspect, y);
    gl_Position = seen(near + view.drift * 1.6);
}
