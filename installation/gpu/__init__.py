"""What the GPU shares with Python: blocks of data declared once, and shaders with includes."""
