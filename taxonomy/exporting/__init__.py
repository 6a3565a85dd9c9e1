"""Categories as they go out in files."""
