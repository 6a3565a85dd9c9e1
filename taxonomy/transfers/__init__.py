"""Categories that come in as files, in the back office."""
