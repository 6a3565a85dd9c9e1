"""The postings in the back office."""

from jobs.admin.jobs import JobAdmin

__all__ = ["JobAdmin"]
