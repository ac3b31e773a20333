// One pixel of what was shown last, laid over the new picture as far as the cells around are held.
in vec2 place;
out vec4 colour;
layout(binding = 0) uniform sampler2D shown;
layout(binding = 1) uniform sampler2D least;

void main() {
    colour = vec4(texelFetch(shown, ivec2(gl_FragCoord.xy), 0).rgb, 1.0 - textureLod(least, place, 0.0).r);
}
