// One cell of a coarse map of the picture, by which patches are left out where they would show nothing: x whether hyphae
// are dense enough for a skin between them, y whether anything ails the ground, z whether serum lies near. Looks at every
// cell of the ground within, and at those beside it.
#include "lib/view.glsl"
#include "lib/fields.glsl"
#include "lib/wound.glsl"
in vec2 place;
out vec4 colour;

const float BESIDE = 0.02;  // heights: as far as a pool's slope is felt

void main() {
    vec2 middle = view.crop.xy + place * view.crop.zw;
    vec2 half_size = 0.5 * vec2(dFdx(place.x), dFdy(place.y)) * view.crop.zw + BESIDE;
    ivec2 low = field_cell(middle - half_size), high = field_cell(middle + half_size);
    float dense = 0.0;
    vec4 most = vec4(0.0);
    for (int y = low.y; y <= high.y; y++) for (int x = low.x; x <= high.x; x++) {
        dense = max(dense, texelFetch(fields, ivec2(x, y), 0).x);
        most = max(most, texelFetch(wound, ivec2(x, y), 0));
    }
    // Less than this cannot be seen.
    bool ails = most.x > 0.06 || most.z > 0.05 || most.w > 0.004;
    colour = vec4(dense > 25.0 ? 1.0 : 0.0, ails ? 1.0 : 0.0, most.y > 0.001 ? 1.0 : 0.0, 0.0);
}
