"""Applications and candidates as they go out in files."""
