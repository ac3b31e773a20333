// Whether two segments are near kin: one is reached from the other in a few steps along the graph.
const int KIN_STEPS = 7;

bool kin(int i, int j) {
    int up = i;
    for (int n = 0; n < KIN_STEPS && up >= 0; n++) {
        int beside = j;
        for (int m = 0; m < KIN_STEPS && beside >= 0; m++) {
            if (up == beside) return true;
            beside = ties[beside].x;
        }
        up = ties[up].x;
    }
    return false;
}
