"""Postings as they go out in files."""
