"""Where it is shown: windows and films, and the one performance behind both."""
