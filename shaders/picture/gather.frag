// One pixel of the glow's largest level: the mean of all the picture's pixels that it covers, by ACROSS times UP samples,
// each of which blends four.
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D scene;

void main() {
    vec2 cell = vec2(dFdx(place.x), dFdy(place.y)), taps = vec2(ACROSS, UP);
    vec3 sum = vec3(0.0);
    for (int y = 0; y < UP; y++) for (int x = 0; x < ACROSS; x++) {
        vec2 offset = (vec2(x, y) + 0.5) / taps - 0.5;
        sum += textureLod(scene, place + offset * cell, 0.0).rgb;
    }
    colour = vec4(sum / (taps.x * taps.y), 1.0);
}
