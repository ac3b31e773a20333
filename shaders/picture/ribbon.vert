// One corner of a ribbon: from the world to the picture.
#include "lib/view.glsl"
in vec2 place;
in float across;
in float radius;
in uvec4 packed_form;  // light (two words), distance to the grain and cord, slope towards the lamp
noperspective out vec4 shade_light;
noperspective out vec4 shade_form;  // across, radius, to_grain, cord
noperspective out float shade_slope;

void main() {
    gl_Position = seen(place);
    shade_light = vec4(unpackHalf2x16(packed_form.x), unpackHalf2x16(packed_form.y));
    vec2 inside = unpackHalf2x16(packed_form.z);
    shade_form = vec4(across, radius, inside.x * 0.01, inside.y);
    shade_slope = uintBitsToFloat(packed_form.w);
}
