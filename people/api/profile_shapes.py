"""Writes the rows and the whole view of profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from nexus.core.api.schemas import utc_string
from nexus.core.money import money_string

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import Profile

# What counts towards a complete profile, each the same.
_COMPLETING = (
    "bio",
    "phone_number",
    "address",
    "date_of_birth",
    "city",
    "country",
    "job_title",
    "experience_level",
    "expected_salary_min",
    "education",
    "profile_image",
    "resume",
)


def profile_row(request: HttpRequest, profile: Profile, *, personal: bool) -> dict[str, Any]:
    """Return a profile as others see it; `personal` says whether as employers do.

    Needs the user and the skills, which a list fetches for all rows at once.
    """
    user = profile.user
    return {
        "id": profile.pk,
        "user": {
            "id": user.pk,
            "username": user.username,
            "email": (user.email or None) if personal else None,
            "full_name": user.get_full_name() or None,
            "date_joined": utc_string(user.date_created),
        },
        "bio": profile.bio or None,
        "age": profile.age_on(timezone.now().date()) if personal else None,
        "gender": (profile.gender or None) if personal else None,
        "city": profile.city or None,
        "country": profile.country or None,
        "job_title": profile.job_title or None,
        "company": profile.company or None,
        "experience_level": profile.experience_level or None,
        "expected_salary_min": money_string(profile.expected_salary_min) if personal else None,
        "expected_salary_max": money_string(profile.expected_salary_max) if personal else None,
        "expected_salary_currency": profile.expected_salary_currency if personal else None,
        "skills_list": [skill.name for skill in profile.skills.all()],
        "education": profile.education or None,
        "certifications": profile.certifications or None,
        "profile_image_url": photo_url(request, profile),
        "linkedin_url": profile.linkedin_url or None,
        "github_url": profile.github_url or None,
        "website_url": profile.website_url or None,
        "is_available_for_hire": profile.is_available_for_hire,
    }


def whole_profile(request: HttpRequest, profile: Profile) -> dict[str, Any]:
    """Return a profile as its owner sees it. Two queries beyond the row's."""
    row = profile_row(request, profile, personal=True)
    related: Any = profile.user  # applications and jobs belong to higher apps, reached by name
    bio, phone, address = (profile.bio, profile.phone_number, profile.address)
    resume = resume_url(request, profile)
    return row | {
        "bio_decrypted": bio or None,
        "date_of_birth": profile.date_of_birth,
        "phone_number": phone or None,
        "phone_number_decrypted": phone or None,
        "address": address or None,
        "address_decrypted": address or None,
        "postal_code": profile.postal_code or None,
        "skills": ", ".join(row["skills_list"]) or None,
        "profile_image": profile.profile_image.url if profile.profile_image else None,
        "resume": resume,
        "resume_url": resume,
        "resume_name": profile.resume_name or None,
        "is_profile_public": profile.is_profile_public,
        "application_count": related.applications.live().count(),
        "jobs_posted_count": related.posted_jobs.count(),
        "created_at": utc_string(profile.created_at),
        "updated_at": utc_string(profile.updated_at),
    }


def photo_url(request: HttpRequest, profile: Profile) -> str | None:
    """Return the whole address of the photo, which anybody may open."""
    return request.build_absolute_uri(profile.profile_image.url) if profile.profile_image else None


def resume_url(request: HttpRequest, profile: Profile) -> str | None:
    """Return the whole address of the CV, which asks for its owner's token."""
    if not profile.resume:
        return None
    path = reverse("api:profiles_resume", kwargs={"profile_id": profile.pk})
    return request.build_absolute_uri(path)


def completion(profile: Profile) -> int:
    """Return how complete a profile is, from 0 to 100."""
    filled = sum(bool(getattr(profile, name)) for name in _COMPLETING)
    filled += bool(profile.skills.all())
    filled += bool(profile.linkedin_url or profile.github_url or profile.website_url)
    return round(100 * filled / (len(_COMPLETING) + 2))
