"""MIDI: every port there is, heard by a program of its own, and what controllers mean by what they send."""
