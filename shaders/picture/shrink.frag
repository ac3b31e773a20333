// One pixel of a smaller level of the glow: nine bilinear taps, weighted as a tent.
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D level;

void main() {
    vec2 texel = 1.0 / vec2(textureSize(level, 0));
    vec3 sum = vec3(0.0);
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
        float weight = float((2 - abs(x)) * (2 - abs(y))) / 16.0;
        sum += weight * textureLod(level, place + vec2(x, y) * texel, 0.0).rgb;
    }
    colour = vec4(sum, 1.0);
}
