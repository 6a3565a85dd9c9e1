"""The back office as a whole: its site, its frame and its home. Lists and forms are the apps' own."""
