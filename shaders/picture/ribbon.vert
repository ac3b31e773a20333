// One corner of a ribbon: from the world to the picture.
#include "lib/view.glsl"
in vec2 place;
in float across;
in float radius;
in uvec2 light;
in float to_grain;
in float cord;
noperspective out vec4 shade_light;
noperspective out vec4 shade_form;  // across, radius, to_grain, cord

void main() {
    gl_Position = seen(place);
    shade_light = vec4(unpackHalf2x16(light.x), unpackHalf2x16(light.y));
    shade_form = vec4(across, radius, to_grain, cord);
}
