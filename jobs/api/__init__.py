"""Postings over HTTP: `/api/jobs/` and `/api/categories/{id}/jobs/`."""

# The order is that of the addresses: those with a name of their own come before `{id}`.
from jobs.api import details, lists, market
from jobs.api.router import category_jobs_router, router

__all__ = ["category_jobs_router", "details", "lists", "market", "router"]
