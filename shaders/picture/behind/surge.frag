// One pixel of the surge of living energy that leaves the oculus and crosses the frame.
#include "lib/view.glsl"
#include "lib/forms.glsl"
#include "picture/behind/light.glsl"
in vec2 place;
out vec4 colour;

void main() {
    vec2 p = view.crop.xy + place * view.crop.zw;
    colour = vec4(own_light(mix(view.charge.rgb, view.people.rgb, 0.35) * 0.022 * surge_light(p)), 0.0);
}
