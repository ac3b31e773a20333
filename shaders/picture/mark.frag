// One pixel of a mark: a trace of what people did here once. Linear light, premultiplied by opacity.
#include "lib/view.glsl"
#include "picture/mark/kinds.glsl"
#include "picture/mark/totem.glsl"
#include "picture/mark/beacon.glsl"
#include "picture/mark/grove.glsl"
#include "picture/mark/seam.glsl"
#include "picture/mark/ribs.glsl"
in vec2 place;
flat in uint own;
flat in vec4 form;  // its light, its opacity, how wet the ground is, and a pixel in its own sizes
out vec4 colour;

void main() {
    vec4 drawn = vec4(0.0);
    if (mark_weight(0) > 0.0) drawn += mark_weight(0) * totem_mark(place, own, form.z, form.w);
    if (mark_weight(1) > 0.0) drawn += mark_weight(1) * beacon_mark(place, own, form.w);
    if (mark_weight(2) > 0.0) drawn += mark_weight(2) * grove_mark(place, own, form.w);
    if (mark_weight(3) > 0.0) drawn += mark_weight(3) * seam_mark(place, own, form.w);
    if (mark_weight(4) > 0.0) drawn += mark_weight(4) * ribs_mark(place, own, form.w);
    colour = vec4(drawn.rgb * form.x, clamp(drawn.a, 0.0, 1.0) * form.y);
}
