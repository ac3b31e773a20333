// How rich the ground is, 0..1: the composition. One subject, one answer, a thin bridge between them
// past the Ear, patches, and ribs that growth keeps to.
float hill(vec2 p, vec2 centre, float size, vec2 stretch) {
    return 1.0 - length((p - centre) * stretch / vec2(now.breadth, 1.0)) / max(size, 1e-3);
}

float richness(vec2 p, float aspect, uint seed) {
    vec2 subject = vec2(parameters.subject_x * aspect, parameters.subject_y);
    vec2 answer = vec2(parameters.answer_x * aspect, parameters.answer_y);
    vec2 ear = vec2(parameters.ear_x * aspect, parameters.ear_y);
    float patches = noise(p * 2.6, seed) + 0.55 * noise(p * 6.3 + 31.0, seed);
    float fine = noise(p * 15.0 + 57.0, seed);
    float a = hill(p, subject, parameters.subject_size, vec2(1.15, 0.82));
    float b = hill(p, answer, parameters.answer_size, vec2(1.1, 0.8));
    vec2 course = subject - answer;
    float t = clamp(dot(p - answer, course) / max(dot(course, course), 1e-6), 0.0, 1.0);
    float sag = 0.10 * sin(3.14159 * t) + 0.05 * noise(vec2(p.x * 4.0, 3.0), seed);
    float bridge = 0.25 - abs(p.y - (answer.y + course.y * t) + sag) / 0.10 - 6.0 / now.breadth * abs(p.x - (answer.x + course.x * t));
    float c = hill(p, ear, 0.13, vec2(1.0));
    float spires = parameters.rib_depth * 0.5 * noise(vec2(p.x * 6.5, 5.0 + 0.6 * p.y), seed);
    float land = max(max(a, b) + spires, max(bridge, c));
    float rich = smoothstep(-0.18, 0.22, land + parameters.ground_detail * (0.42 * patches + 0.16 * fine));
    float rib = 0.5 + 0.5 * cos(6.2831853 * (p.x * parameters.rib_count + 0.35 * noise(p * vec2(1.3, 0.7) + 11.0, seed)));
    return rich * mix(1.0, 0.12 + 0.88 * rib * rib, parameters.rib_depth);
}
