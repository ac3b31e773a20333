// One pixel of the window: the finished picture, enlarged where its quality draws fewer pixels.
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D picture;

void main() {
    colour = vec4(textureLod(picture, place, 0.0).rgb, 1.0);
}
