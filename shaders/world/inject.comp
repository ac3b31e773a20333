// One invocation for each slot: charges the segments that a touch reaches, those from which a wave sets out (the outer
// sides of both banks, else the middle), and those that the surge from the oculus meets. Run only in such ticks; tells when
// a wave sets out.
#include "lib/segments.glsl"
#include "lib/charge.glsl"
#include "lib/forms.glsl"
#include "lib/happenings.glsl"
layout(local_size_x = 64) in;
layout(std430, binding = 4) buffer ChargeBuffer { uint charge[]; };
layout(std430, binding = 6) readonly buffer TouchBuffer { Touch touches[]; };

bool sets_out(vec2 p) {
    if (parameters.oculus > 0.0) return abs(before_surge(p)) < 0.006;
    if (parameters.banks > 0.0) {
        float beside = abs(p.x - channel_middle(p.y)) - channel_half(p.y);
        return abs(beside - 0.10 - 0.25 * max(0.0, HORIZON - p.y)) < 0.035;
    }
    return distance(p, subject_place()) < 0.06;
}

void main() {
    uint i = gl_GlobalInvocationID.x;
    happens(i == 0u && now.wave == 0.0, HAPPENS_WAVE, subject_place(), 1.0);
    if (i >= now.capacity || body[i].born == 0u) return;
    vec2 place = (ends[i].xy + ends[i].zw) * 0.5;
    float strongest = 0.0;
    for (uint n = 0u; n < now.touch_count; n++) {
        float d = distance(place, vec2(touches[n].x, touches[n].y)) / touches[n].radius;
        strongest = max(strongest, touches[n].strength * (1.0 - smoothstep(0.6, 1.0, d)));
    }
    if ((now.wave == 0.0 || parameters.oculus > 0.0) && sets_out(place)) strongest = 1.0;
    if (strongest <= 0.0) return;
    Charge c = unpack_charge(charge[i]);
    charge[i] = pack_charge(Charge(max(c.u, strongest), c.v, 0u));
}
