// The mean of a picture around a place: bilinear samples a texel apart each way, weighted 1 2 1. Nine samples would do
// it; they lie on four by four texels, so that four samples at the right places between these give the same.
vec3 tent(sampler2D picture, vec2 place) {
    vec2 size = vec2(textureSize(picture, 0)), at = place * size - 0.5, first = floor(at), f = at - first;
    vec2 low = (first - 0.5 + (2.0 - f) / (3.0 - 2.0 * f)) / size, high = (first + 1.5 + f / (1.0 + 2.0 * f)) / size;
    vec2 share = 0.75 - 0.5 * f;  // of the lower two texels of four
    vec3 below = mix(textureLod(picture, vec2(high.x, low.y), 0.0).rgb, textureLod(picture, low, 0.0).rgb, share.x);
    vec3 above = mix(textureLod(picture, high, 0.0).rgb, textureLod(picture, vec2(low.x, high.y), 0.0).rgb, share.x);
    return mix(above, below, share.y);
}
