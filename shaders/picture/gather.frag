// One pixel of the glow's largest level: the mean of all the picture's pixels that it covers.
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D scene;

void main() {
    vec2 texels = vec2(textureSize(scene, 0)), cells = 1.0 / vec2(dFdx(place.x), dFdy(place.y));
    ivec2 taps = ivec2(ceil(texels / cells * 0.5 - 0.01));
    vec3 sum = vec3(0.0);
    for (int y = 0; y < taps.y; y++) for (int x = 0; x < taps.x; x++) {
        vec2 offset = (vec2(x, y) + 0.5) / vec2(taps) - 0.5;
        sum += textureLod(scene, place + offset / cells, 0.0).rgb;
    }
    colour = vec4(sum / float(taps.x * taps.y), 1.0);
}
