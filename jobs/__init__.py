"""Postings: their life cycle, search, import and export."""
