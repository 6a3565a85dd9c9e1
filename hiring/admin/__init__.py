"""Applications and candidates in the back office."""

from hiring.admin import mail_texts, stage_mails, statistics, things
from hiring.admin.applications import ApplicationAdmin
from hiring.admin.candidates import CandidateAdmin

__all__ = [
    "ApplicationAdmin",
    "CandidateAdmin",
    "mail_texts",
    "stage_mails",
    "statistics",
    "things",
]
