// One pixel of a spore. Linear light, premultiplied by opacity.
#include "lib/view.glsl"
#include "lib/pixel.glsl"
flat in vec3 form;
flat in vec3 light;
out vec4 colour;

void main() {
    vec2 place = (pixel_place() - form.xy) * form.z;
    float body = max(0.0, 1.0 - dot(place, place));
    colour = vec4(light * body * body, 0.0);
}
