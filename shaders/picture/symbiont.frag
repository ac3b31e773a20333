// One pixel of a symbiont: an ellipse. Linear light, premultiplied by opacity.
#include "lib/view.glsl"
#include "lib/pixel.glsl"
flat in vec4 form;
flat in vec4 light;
out vec4 colour;

void main() {
    vec2 off = pixel_place() - form.xy;
    vec2 place = vec2(dot(off, form.zw), light.a * (off.y * form.z - off.x * form.w));
    float body = max(0.0, 1.0 - dot(place, place));
    colour = vec4(light.rgb * body * body, 0.5 * body);
}
