"""Applications in the back office: the list, the board, the page of one, and what is done to many."""

from hiring.admin.applications import ApplicationAdmin

__all__ = ["ApplicationAdmin"]
