// One corner of a citizen's dot on the circumplex. Reads a row for each citizen: valence, arousal, strength, age.
#include "lib/ink.glsl"
layout(binding = 0) uniform sampler2D citizens;
out vec2 across;
flat out vec4 citizen;

const float REACH = 15.0;  // of a newcomer's ring

void main() {
    citizen = texelFetch(citizens, ivec2(gl_InstanceID, 0), 0);
    across = REACH * (vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0);
    float radius = 0.5 * min(card.extent.x, card.extent.y) - 14.0;
    vec2 feeling = citizen.xy / max(1.0, length(citizen.xy));
    gl_Position = vec4((feeling * radius + across) / (0.5 * card.extent), 0.0, 1.0);
}
