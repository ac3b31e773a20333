// Where light gathers, and where in their range of hues (-1..1) hyphae rest, from a map of what is seen.
layout(binding = 6) uniform sampler2D emphasis;

vec2 emphasis_at(vec2 p) { return textureLod(emphasis, (p - view.crop.xy) / view.crop.zw, 0.0).rg; }
