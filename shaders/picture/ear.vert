// One corner of the square that the Ear is drawn in, in heights around its rim.
#include "lib/view.glsl"
out vec2 place;

const float HALF = 0.13;

void main() {
    vec2 corner = vec2((gl_VertexID == 1 || gl_VertexID == 2 || gl_VertexID == 4) ? 1.0 : -1.0,
                       (gl_VertexID == 2 || gl_VertexID == 4 || gl_VertexID == 5) ? 1.0 : -1.0);
    place = corner * HALF;
    gl_Position = seen(vec2(now.ear_x, now.ear_y) + place);
}
