// One pixel of a fruiting body or a blossom, lit from inside. Linear light, premultiplied by opacity.
//   0 an umbel: rays with a lamp at each end   1 a bonnet on its stem   2 three of them   3 a cup, seen from above
#include "lib/view.glsl"
in vec2 place;
flat in vec4 form;
flat in vec3 tint;
out vec4 colour;

const float TURN = 6.2831853;

float line(float distance_to_axis, float half_width) {
    float drawn = max(half_width, 0.5 * form.w);
    return clamp(0.5 + (drawn - abs(distance_to_axis)) / form.w, 0.0, 1.0) * half_width / drawn;
}

vec4 umbel(vec2 p, float open) {
    float rays = 9.0 + floor(form.z * 6.0), r = length(p), angle = atan(p.y, p.x) + form.z * TURN;
    float ray = (fract(angle / TURN * rays) - 0.5) * TURN / rays;
    float which = floor(angle / TURN * rays);
    float reach = mix(0.25, 0.72 + 0.26 * fract(sin(which * 12.9898 + form.z * 78.2) * 43.7), open);
    float thread = line(ray * r, 0.022) * step(r, reach) * smoothstep(0.02, 0.12, r);
    vec2 bead = vec2(r - reach, ray * reach);
    float b = dot(bead, bead) / 0.010;
    float lamp = max(0.0, 1.0 - b), halo = 0.10 * exp(-b * 0.35);
    float heart = exp(-r * r / 0.012);
    vec3 light = tint * (0.22 * thread + 0.9 * lamp + halo) + mix(tint, vec3(1.0, 0.95, 0.86), 0.7) * (0.8 * lamp * lamp * lamp + 0.7 * heart * open);
    return vec4(light, 0.5 * max(thread, lamp));
}

vec4 bonnet(vec2 p, float size, float open) {
    p /= size;
    float height = 1.35, foot = line(p.x - 0.10 * sin(p.y * 2.2), 0.055) * step(0.0, p.y) * step(p.y, height);
    float y = (p.y - height + 0.12) / mix(0.55, 0.85, open), half_width = mix(0.28, 0.72, open) * sqrt(max(0.0, 1.0 - pow(max(y, 0.0), 1.7)));
    float wave = 0.04 * cos(p.x * 9.0);
    float inside = line(p.x, half_width) * smoothstep(-0.02, 0.05, y + wave) * step(y, 1.0);
    float across = p.x / max(half_width, 1e-3);
    float gills = 0.6 + 0.4 * cos(asin(clamp(across, -1.0, 1.0)) * 11.0);
    float below = exp(-max(0.0, y) * 3.2), rim = smoothstep(0.65, 1.0, abs(across)) * inside;
    vec3 lit = tint * inside * (0.10 + 0.85 * below * gills + 0.35 * rim) + mix(tint, vec3(1.0, 0.96, 0.88), 0.6) * inside * below * below * 0.5;
    vec3 stem = tint * foot * (0.10 + 0.35 * smoothstep(0.3, height, p.y));
    float halo = 0.06 * exp(-dot(p - vec2(0.0, height - 0.05), p - vec2(0.0, height - 0.05)) * 2.2);
    return vec4(lit + stem * (1.0 - inside) + tint * halo, max(0.8 * inside, 0.6 * foot));
}

vec4 cup(vec2 p, float open) {
    p.y *= 1.5;
    float r = length(p), rim = mix(0.3, 0.85, open) * (1.0 + 0.05 * cos(atan(p.y, p.x) * 5.0 + form.z * TURN));
    float inside = line(r, rim), edge = line(r - rim + 0.06, 0.055);
    float deep = 1.0 - smoothstep(0.0, rim, r);
    vec3 light = tint * (inside * (0.06 + 0.55 * deep * deep) + 0.75 * edge) + vec3(1.0, 0.95, 0.86) * 0.5 * exp(-r * r / 0.02) * open;
    return vec4(light, 0.75 * inside);
}

void main() {
    float open = form.y;
    vec4 drawn = form.x < 0.5 ? umbel(place, open) : form.x < 1.5 ? bonnet(place, 1.0, open) : form.x > 2.5 ? cup(place, open)
               : max(bonnet(place, 0.95, open), max(bonnet(place - vec2(0.42, 0.0), 0.62, open), bonnet(place + vec2(0.5, 0.0), 0.75, open)));
    colour = vec4(drawn.rgb * parameters.flora_light, drawn.a);
}
