// One corner of the ring that a touch sends out, at once and wherever it falls: people see that they are felt.
#include "lib/view.glsl"
in vec4 touched;  // place, seconds ago, strength
out vec2 place;
out vec2 at;     // in heights
flat out vec3 light;
flat out vec2 form;  // radius and breadth of the ring, in halves of the square

const float REACH = 0.07;

void main() {
    float age = touched.z / LASTS;
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    place = corner;
    at = touched.xy + corner * REACH;
    float radius = 1.0 - exp(-3.0 * age) * 0.85;
    form = vec2(0.92 * radius, 0.05 + 0.10 * radius);
    light = view.people.rgb * (parameters.people_light * 0.22 * touched.w * (1.0 - age) * (1.0 - age));
    gl_Position = age >= 1.0 ? vec4(-9.0, -9.0, 0.0, 1.0) : seen(at);
}
