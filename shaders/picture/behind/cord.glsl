// A cord before us, out of focus: it rises on the left and leans to the right.
float cord_middle(float y) { return now.aspect * (0.055 + 0.22 * y * abs(y) - 0.05 * sin(y * 5.0 + 0.8)); }
float cord_thick(float y) { return 0.020 + 0.012 * y; }  // in widths of the frame
