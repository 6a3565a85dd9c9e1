"""Companies and people in the back office."""

from people.admin import companies, people

__all__ = ["companies", "people"]
