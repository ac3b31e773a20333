"""What is printed: the sheet of all worlds and phases and its measures, wall labels, and plots of vitals."""
