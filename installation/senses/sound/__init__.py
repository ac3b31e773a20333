"""Sound in: devices, files, the demo, and what was measured of a room; `listening` hears what they give."""
