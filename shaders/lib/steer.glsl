// Where a tip turns to as it starts a new segment: by itself, away from crowds, towards food,
// up or to the vertical, inward and around, by its biome's habit, and away from the world's border
// (neighbour sensing: Meskauskas, Fricker and Moore, Mycological Research 108, 2004).
#include "lib/forms.glsl"

const float SENSING = 0.022;    // heights at which a tip senses the ground, to either side
const float SHARPEST = 0.26;    // radians that it turns at most from one segment to the next

// What a biome does to its tips: pull out from its site, pull around it, by how much of their own will they wander,
// and the angle of their branches in degrees.
struct Habit { float outward; float around; float wander; float angle; };
const Habit HABITS[7] = Habit[7](
    Habit(0.0, 0.0, 0.3, 24.0), Habit(0.0, 0.0, 0.5, 40.0), Habit(0.9, 0.0, 0.6, 32.0), Habit(0.0, 1.2, 0.3, 34.0),
    Habit(0.0, 0.0, 2.6, 75.0), Habit(0.0, 0.0, 0.3, 26.0), Habit(0.0, 0.0, 0.0, 60.0));

vec2 turned(vec2 v, float angle) {
    float c = cos(angle), s = sin(angle);
    return vec2(c * v.x - s * v.y, s * v.x + c * v.y);
}

// The sine of the angle from one direction to another; along an axis, that of the shorter way to either end.
float towards(vec2 heading, vec2 goal) { return heading.x * goal.y - heading.y * goal.x; }
float towards_axis(vec2 heading, vec2 axis) { return towards(heading, axis) * dot(heading, axis); }

// How a biome's tips turn: reeds upright, tendrils curl, rays run out, rings around, dunes in waves, crystals by sixths.
float habit_turn(int biome, vec2 tip, vec2 heading, uint branch) {
    vec2 away = tip - biome_site(biome);
    vec2 out_there = away / max(length(away), 1e-4);
    float turn = 0.16 * HABITS[biome].outward * towards(heading, out_there);
    turn += 0.30 * HABITS[biome].around * towards_axis(heading, vec2(-out_there.y, out_there.x));
    if (biome == 0) turn += 0.35 * towards_axis(heading, vec2(0.17, 0.985));
    if (biome == 1) turn += ((branch & 1u) == 0u ? 0.16 : -0.16) * (0.4 + unit(hash(branch, 83u)));
    if (biome == 5) turn += 0.35 * towards_axis(heading, normalize(vec2(1.0, -0.45 * cos(away.x * 11.0))));
    if (biome == 6) turn += 0.22 * sin(6.0 * (0.3 - atan(heading.y, heading.x)));
    return turn;
}

// The mean angle of branches here, in degrees.
float branching_angle(vec2 p) {
    float usual = parameters.branch_angle;
    return parameters.biomes > 0.0 ? mix(usual, HABITS[int(biome_at(p).y)].angle, parameters.biomes) : usual;
}

float steer(vec2 tip, vec2 heading, uint branch, uint identity) {
    vec4 left = field_at(tip + turned(heading, 0.7) * SENSING);
    vec4 right = field_at(tip + turned(heading, -0.7) * SENSING);
    float itself = noise(tip * 21.0 + unit(branch) * 97.0, branch) * 1.6 + bell(hash(identity, 17u)) * 0.55;
    float wander = radians(parameters.wander), turn = 0.0;
    if (parameters.biomes > 0.0) {
        int biome = int(biome_at(tip).y);
        wander *= mix(1.0, HABITS[biome].wander, parameters.biomes);
        turn += parameters.biomes * habit_turn(biome, tip, heading, branch);
    }
    turn += wander * itself;
    turn += parameters.avoidance * 0.5 * clamp((right.x - left.x) / parameters.crowding, -0.5, 0.5);
    turn += parameters.foraging * 0.9 * clamp(left.y * left.z - right.y * right.z, -0.3, 0.3);
    turn += parameters.rise * 0.16 * heading.x;
    turn += parameters.verticality * 0.22 * heading.x * heading.y;
    vec2 away = tip - subject_place();
    vec2 out_there = away / max(length(away), 1e-4);
    turn -= parameters.inward * 0.16 * towards(heading, out_there);
    turn += parameters.orbit * 0.16 * towards(heading, vec2(-out_there.y, out_there.x));
    float border = 1.0 - smoothstep(0.0, 0.05, to_border(tip));
    turn += border * 0.5 * sign(towards(heading, normalize(vec2(now.aspect, 1.0) * 0.5 - tip)));
    return clamp(turn, -SHARPEST, SHARPEST);
}
