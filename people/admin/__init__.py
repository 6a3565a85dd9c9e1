"""Companies and people in the back office."""

from people.admin import audit, companies, people

__all__ = ["audit", "companies", "people"]
