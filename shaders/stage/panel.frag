// One pixel of the operator's panel, premultiplied; reads the texture whose first row is the top one.
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D panel;

void main() {
    colour = textureLod(panel, vec2(place.x, 1.0 - place.y), 0.0);
}
