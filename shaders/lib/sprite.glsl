// One vertex for a small thing: a point so large that it covers `reach` heights around the place `p`, also where only its
// rim lies within the frame (a point whose middle is outside is left out whole).
void cover(vec2 p, float reach) {
    vec2 middle = seen(p).xy, inside = clamp(middle, -1.0, 1.0);
    vec2 outside = abs(middle - inside) * 0.5 * view.crop.zw;
    float beyond = max(outside.x, outside.y);
    gl_Position = vec4(beyond < reach ? inside : vec2(-9.0), 0.0, 1.0);
    gl_PointSize = 2.0 * (reach + beyond) / view.pixel;
}

void cover_nothing() { gl_Position = vec4(-9.0, -9.0, 0.0, 1.0); }
