// The axis of a doubled angle, on the side of `heading`.
vec2 axis_along(vec2 doubled, vec2 heading) {
    float l = length(doubled);
    if (l < 1e-4) return vec2(0.0);
    vec2 axis = normalize(vec2(l + doubled.x, doubled.y) + vec2(1e-5 * l, 0.0));
    return axis * (dot(axis, heading) < 0.0 ? -1.0 : 1.0);
}
