// One pixel of a symbiont. Linear light, premultiplied by opacity.
in vec2 place;
flat in vec3 light;
out vec4 colour;

void main() {
    float d = dot(place, place);
    float body = max(0.0, 1.0 - d);
    colour = vec4(light * body * body, 0.5 * body);
}
