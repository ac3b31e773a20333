// One pixel of a touch's ring. Linear light, added: it shines on what grows there, and is a breath of light where nothing does.
#include "lib/view.glsl"
#include "lib/fields.glsl"
in vec2 place;
in vec2 at;
flat in vec3 light;
flat in vec2 form;
out vec4 colour;

void main() {
    float r = length(place), ring = (r - form.x) / form.y;
    float inside = 0.25 * (1.0 - smoothstep(0.0, form.x, r));
    float peopled = smoothstep(0.0, 50.0, field_at(at).x);
    float bare = 0.05 * exp(-3.0 * r * r), wave = exp(-ring * ring) + inside;
    colour = vec4(light * mix(bare, wave, peopled) * (1.0 - smoothstep(0.85, 1.0, r)), 0.0);
}
