"""Companies as they go out in files."""
