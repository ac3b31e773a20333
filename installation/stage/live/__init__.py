"""The live show: the window or none, the keys, the operator's panel, and what keeps it going for weeks."""
