// One pixel of the Ear: an upturned cup on a stem, seen from a little above, or from high above in a world that is, with
// gills inside. It stands in its world's lamp, and is lit by what it hears, in the light that is reserved for people.
// Linear light, premultiplied by opacity.
#include "lib/view.glsl"
#include "lib/noise.glsl"
in vec2 place;
out vec4 colour;

const float RIM = 0.046;  // half the breadth of the cup

float breadth(float down) {  // half the cup's width, `down` of the way from the rim to the root
    float cup = RIM * sqrt(max(0.0, 1.0 - pow(down / 0.62, 1.7)));
    return max(cup, 0.0052 + 0.006 * smoothstep(0.6, 1.0, down));
}

void main() {
    float above = min(1.0, parameters.oculus + parameters.biomes);
    vec2 rim = vec2(RIM, mix(0.0155, 0.0365, above));
    float depth = mix(0.085, 0.066, above), angle = atan(place.y / rim.y, place.x / rim.x);
    float lip = 0.0016 * noise(vec2(angle * 2.2, 3.0), 41u);
    float ellipse = length(place / (rim + lip));
    float soft = view.pixel / rim.y;
    float opening = 1.0 - smoothstep(1.0 - soft, 1.0 + soft, ellipse);
    float down = -place.y / depth;
    float half_width = breadth(clamp(down, 0.0, 1.0));
    float side = place.x / half_width;
    float outside = (1.0 - smoothstep(half_width - view.pixel, half_width + view.pixel, abs(place.x)))
                  * step(0.0, down) * (1.0 - smoothstep(mix(0.80, 0.60, above), mix(1.0, 0.63, above), down));
    float heard = now.voice;
    vec3 bone = view.cord.rgb, gold = view.people.rgb * parameters.people_light, foxfire = view.rest_b.rgb;
    // At rest it is dim, and dimmer where the network suffers: it is there to be lit.
    float rest = 0.62 * clamp(0.25 + 0.75 * parameters.rest_light, 0.25, 1.0);
    float breath = 0.8 + 0.2 * sin(view.breath * 6.2831853);

    float round_side = sqrt(max(0.0, 1.0 - side * side));
    float fibre = 0.75 + 0.25 * noise(vec2(asin(clamp(side, -1.0, 1.0)) * 9.0, down * 3.0), 43u);
    float turn = radians(parameters.lamp_angle), facing = max(0.0, cos(turn) * side + (0.35 + 0.5 * sin(turn) * (0.5 - down)) * round_side);
    vec3 lamp = mix(bone, view.accent.rgb, 0.75) * (0.3 + parameters.lamp_light);
    vec3 skin = rest * fibre * (bone * 0.05 * mix(1.0, 0.3, down) + lamp * 0.42 * facing);
    skin += (foxfire * 0.05 + gold * 0.30 * heard) * round_side * exp(-3.0 * down);

    float gills = 0.5 + 0.5 * cos(angle * 46.0 + 1.4 * noise(vec2(angle * 3.0, ellipse * 4.0), 47u));
    float deep = smoothstep(1.0, 0.0, ellipse);
    vec3 inside = rest * mix(bone * 0.10, foxfire * 0.34, deep) * (0.45 + 0.55 * gills) * breath;
    inside += gold * heard * (0.35 + 1.1 * deep) * (0.6 + 0.4 * gills);
    float edge = smoothstep(0.86, 0.99, ellipse) * opening;
    inside += rest * mix(bone, lamp, 0.6) * 0.45 * edge * (0.6 + 0.4 * step(0.0, -place.y)) + gold * 0.8 * heard * edge;

    float cover = max(opening, outside);
    vec3 light = mix(skin, inside, opening);
    colour = vec4(light * cover, cover * 0.97);
}
