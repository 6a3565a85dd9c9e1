"""Commands of the project as a whole; those of one app live in that app."""
