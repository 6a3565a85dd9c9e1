"""Applications over HTTP: `/api/applications/` and `/api/jobs/{id}/applications/`."""

# The order is that of the addresses: those with a name of their own come before `{id}`.
from hiring.api import lists, submitting, details  # isort: skip
from hiring.api.router import job_applications_router, router

__all__ = ["details", "job_applications_router", "lists", "router", "submitting"]
