"""The light: from the organism's state to a picture of any size. It changes nothing of the world."""
