// One pixel of a level of the glow on the way up: the smaller levels, spread out, mixed with its own.
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D smaller;
layout(binding = 1) uniform sampler2D own;
layout(std140, binding = 3) uniform SpreadBlock { vec4 share; };  // x: what the smaller levels weigh

void main() {
    vec2 texel = 1.0 / vec2(textureSize(smaller, 0));
    vec3 sum = vec3(0.0);
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
        float weight = float((2 - abs(x)) * (2 - abs(y))) / 16.0;
        sum += weight * textureLod(smaller, place + vec2(x, y) * texel, 0.0).rgb;
    }
    colour = vec4(mix(textureLod(own, place, 0.0).rgb, sum, share.x), 1.0);
}
