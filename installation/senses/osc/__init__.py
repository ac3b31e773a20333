"""Open Sound Control, by UDP."""
