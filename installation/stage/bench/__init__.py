"""The benchmark: how fast this machine is, pass by pass."""
