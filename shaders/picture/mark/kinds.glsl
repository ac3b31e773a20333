// Each world has one kind of mark: its share is that of the world's form of the ground. Where the ground has no form of
// its own, ribs of glass stand.
const int MARK_KINDS = 5;

float mark_weight(int kind) {
    vec4 forms = vec4(parameters.totem, parameters.banks, parameters.oculus, parameters.biomes);
    return kind < 4 ? forms[kind] : max(0.0, 1.0 - dot(forms, vec4(1.0)));
}
