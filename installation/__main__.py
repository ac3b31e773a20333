"""`python -m installation`: the same as the command `living-mosaic`."""

from installation.cli import main

main()
