"""Template tags of the pages of applications."""
