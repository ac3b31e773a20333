// One corner of a ribbon: from the world to the picture. Two vectors go on to the pixels: software takes time for each.
#include "lib/view.glsl"
in vec2 place;
in float across;
in float radius;
in uvec3 packed_form;  // as shaders/picture/ribbons.comp says
noperspective out vec4 shade_light;  // and slope
noperspective out vec4 shade_form;   // across, radius, to_grain, cord

void main() {
    gl_Position = seen(place);
    vec2 inside = unpackHalf2x16(packed_form.z);
    shade_light = vec4(unpackHalf2x16(packed_form.x), unpackHalf2x16(packed_form.y));
    shade_form = vec4(across, radius, inside.x * 0.01, inside.y);
}
