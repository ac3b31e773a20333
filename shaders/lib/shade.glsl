// How deep the shade behind the overlay is, so many pixels of the design away from its edge.
const vec3 NIGHT = vec3(0.008, 0.014, 0.016);

vec4 shade(float inside) {
    float depth = clamp(inside / 84.0, 0.0, 1.0);
    return vec4(NIGHT, 1.0) * (0.93 * depth * depth * (3.0 - 2.0 * depth));
}
