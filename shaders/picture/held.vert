// One corner of the rectangle in which anything is held.
#include "blocks"
layout(std140, binding = 4) uniform HeldBlock { Held held; };
layout(std140, binding = 3) uniform GuardBlock { uvec4 guard; };
out vec2 place;  // 0..1, from the lower left

void main() {
    bool right = gl_VertexID == 1 || gl_VertexID == 2 || gl_VertexID == 4;
    bool top = gl_VertexID == 2 || gl_VertexID == 4 || gl_VertexID == 5;
    uvec2 corner = uvec2(right ? held.right : held.left, top ? held.top : held.bottom);
    place = min(vec2(corner) / vec2(guard.xy), 1.0);
    gl_Position = vec4(place * 2.0 - 1.0, 0.0, 1.0);
}
