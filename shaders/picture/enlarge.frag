// One pixel of the window: the finished picture, which a low quality draws smaller, enlarged.
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D finished;

void main() { colour = vec4(textureLod(finished, place, 0.0).rgb, 1.0); }
