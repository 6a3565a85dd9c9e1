"""What others see of a profile: the one place that decides, for the API, the site and previews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from django.db.models.fields.files import ImageFieldFile

    from people.models import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProfile:
    """A profile in the eyes of somebody else: what is empty, or not for them, is None."""

    profile_id: int
    user_id: int
    username: str
    member_since: datetime
    email: str | None
    full_name: str | None
    bio: str | None
    age: int | None
    gender: str | None
    gender_label: str | None
    city: str | None
    country: str | None
    job_title: str | None
    company: str | None
    experience_level: str | None
    experience_label: str | None
    expected_salary_min: Decimal | None
    expected_salary_max: Decimal | None
    expected_salary_currency: str | None
    skills: tuple[str, ...]
    education: str | None
    certifications: str | None
    photo: ImageFieldFile | None
    linkedin_url: str | None
    github_url: str | None
    website_url: str | None
    is_available_for_hire: bool

    @property
    def links(self) -> tuple[str, ...]:
        """Return the addresses there are, in the order in which they are shown."""
        given = (self.linkedin_url, self.github_url, self.website_url)
        return tuple(link for link in given if link)


def seen_by_employers(profile: Profile) -> ShownProfile | None:
    """Return what employers see of a profile; None where its owner does not show it.

    The rule of `Profile.objects.public()` for one profile, whose switches may be unsaved. Needs the
    user and the skills, which a list fetches for all rows at once.
    """
    return as_shown(profile, to_employers=True) if profile.is_shown else None


def seen_by_everybody(profile: Profile) -> ShownProfile | None:
    """Return what anybody sees, signed in or not, as `seen_by_employers` does."""
    return as_shown(profile, to_employers=False) if profile.is_shown else None


def as_shown(profile: Profile, *, to_employers: bool) -> ShownProfile:
    """Return what there is to see of a profile, for those who may see it at all."""
    user = profile.user
    return ShownProfile(
        profile_id=profile.pk,
        user_id=user.pk,
        username=user.username,
        member_since=user.date_created,
        email=(user.email or None) if to_employers else None,
        full_name=user.get_full_name() or None,
        bio=profile.bio or None,
        age=profile.age_on(timezone.now().date()) if to_employers else None,
        gender=(profile.gender or None) if to_employers else None,
        gender_label=(profile.get_gender_display() or None) if to_employers else None,
        city=profile.city or None,
        country=profile.country or None,
        job_title=profile.job_title or None,
        company=profile.company or None,
        experience_level=profile.experience_level or None,
        experience_label=profile.get_experience_level_display() or None,
        expected_salary_min=profile.expected_salary_min if to_employers else None,
        expected_salary_max=profile.expected_salary_max if to_employers else None,
        expected_salary_currency=profile.expected_salary_currency if to_employers else None,
        skills=tuple(skill.name for skill in profile.skills.all()),
        education=profile.education or None,
        certifications=profile.certifications or None,
        photo=profile.profile_image or None,
        linkedin_url=profile.linkedin_url or None,
        github_url=profile.github_url or None,
        website_url=profile.website_url or None,
        is_available_for_hire=profile.is_available_for_hire,
    )
