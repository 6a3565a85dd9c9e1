"""Commands about postings."""
