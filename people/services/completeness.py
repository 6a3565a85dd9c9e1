"""How complete a profile is, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from people.models import Profile

SKILLS, LINKS = "skills", "links"
_LINKS = ("linkedin_url", "github_url", "website_url")
# What counts towards a complete profile, each the same; of the links one is enough.
_COUNTED = (
    "profile_image",
    "job_title",
    "experience_level",
    "bio",
    SKILLS,
    "education",
    "resume",
    "phone_number",
    "address",
    "city",
    "country",
    "expected_salary_min",
    LINKS,
    "date_of_birth",
)


class Completeness(NamedTuple):
    """`percent` from 0 to 100; `missing` names fields of the profile, SKILLS and LINKS."""

    percent: int
    missing: tuple[str, ...]


def completeness(profile: Profile) -> Completeness:
    """Return how complete a profile is. One query unless its skills have been fetched."""
    missing = tuple(name for name in _COUNTED if not _has(profile, name))
    return Completeness(round(100 * (len(_COUNTED) - len(missing)) / len(_COUNTED)), missing)


def _has(profile: Profile, name: str) -> bool:
    if name == SKILLS:
        return bool(profile.skills.all())
    if name == LINKS:
        return any(getattr(profile, link) for link in _LINKS)
    return bool(getattr(profile, name))
