"""Applications and candidates in the back office."""

from hiring.admin.applications import ApplicationAdmin
from hiring.admin.candidates import CandidateAdmin

__all__ = ["ApplicationAdmin", "CandidateAdmin"]
