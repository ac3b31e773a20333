"""Films and stills: the performance on a clock of frames, into files."""
