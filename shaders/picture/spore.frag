// One pixel of a spore. Linear light, premultiplied by opacity.
in vec2 place;
flat in vec3 light;
out vec4 colour;

void main() {
    float body = max(0.0, 1.0 - dot(place, place));
    colour = vec4(light * body * body, 0.0);
}
