// What the picture needs to know: parameters and instant as the world's last tick had them, and the view.
#include "blocks"
layout(std140, binding = 0) uniform ParametersBlock { Parameters parameters; };
layout(std140, binding = 1) uniform InstantBlock { Instant now; };
layout(std140, binding = 2) uniform ViewBlock { View view; };

// From the world to clip space.
vec4 seen(vec2 p) { return vec4((p - view.crop.xy) / view.crop.zw * 2.0 - 1.0, 0.0, 1.0); }
