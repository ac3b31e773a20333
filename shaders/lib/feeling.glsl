// The colour of a feeling on the circumplex (Russell 1980): joy is amber, rage red, grief blue, peace green.
vec3 from_oklab(vec3 c) {
    vec3 lms = vec3(c.x + 0.3963377774 * c.y + 0.2158037573 * c.z, c.x - 0.1055613458 * c.y - 0.0638541728 * c.z,
                    c.x - 0.0894841775 * c.y - 1.2914855480 * c.z);
    lms = lms * lms * lms;
    return max(vec3(0.0), vec3(4.0767416621 * lms.x - 3.3077115913 * lms.y + 0.2309699292 * lms.z,
                               -1.2684380046 * lms.x + 2.6097574011 * lms.y - 0.3413193965 * lms.z,
                               -0.0041960863 * lms.x - 0.7034186147 * lms.y + 1.7076147010 * lms.z));
}

vec3 feeling_colour(float valence, float arousal) {
    float angle = atan(arousal, valence + 1e-4);  // joy at 45 degrees, rage at 135, grief at -135, peace at -45
    float hue = angle < -2.3562 ? mix(290.0, 265.0, (angle + 3.1416) / 0.7854)
              : angle < -0.7854 ? mix(265.0, 165.0, (angle + 2.3562) / 1.5708)
              : angle < 0.7854 ? mix(165.0, 75.0, (angle + 0.7854) / 1.5708)
              : angle < 2.3562 ? mix(75.0, 25.0, (angle - 0.7854) / 1.5708) : mix(25.0, -70.0, (angle - 2.3562) / 0.7854);
    float chroma = 0.05 + 0.10 * min(1.0, length(vec2(valence, arousal)));
    float h = radians(hue);
    return from_oklab(vec3(0.74, chroma * cos(h), chroma * sin(h)));
}
