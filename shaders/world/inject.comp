// One invocation for each slot: charges the segments that a touch reaches. Run only in ticks with touches.
#include "lib/segments.glsl"
#include "lib/charge.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 6) readonly buffer TouchBuffer { Touch touches[]; };

void main() {
    uint i = gl_GlobalInvocationID.x;
    if (i >= now.capacity || body[i].born == 0u) return;
    vec2 place = (ends[i].xy + ends[i].zw) * 0.5;
    float strongest = 0.0;
    for (uint n = 0u; n < now.touch_count; n++) {
        float d = distance(place, vec2(touches[n].x, touches[n].y)) / touches[n].radius;
        strongest = max(strongest, touches[n].strength * (1.0 - smoothstep(0.6, 1.0, d)));
    }
    if (strongest <= 0.0) return;
    Charge c = unpack_charge(charge[i]);
    charge[i] = pack_charge(Charge(max(c.u, strongest), c.v, 0u));
}
