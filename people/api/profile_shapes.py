"""Writes the rows and the whole view of profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from nexus.core.api.schemas import utc_string
from nexus.core.money import money_string
from people.services import as_shown

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import Profile


def profile_row(request: HttpRequest, profile: Profile, *, personal: bool) -> dict[str, Any]:
    """Return a profile as others see it; `personal` says whether as employers do.

    Needs the user and the skills, which a list fetches for all rows at once.
    """
    shown = as_shown(profile, to_employers=personal)
    return {
        "id": shown.profile_id,
        "user": {
            "id": shown.user_id,
            "username": shown.username,
            "email": shown.email,
            "full_name": shown.full_name,
            "date_joined": utc_string(shown.member_since),
        },
        "bio": shown.bio,
        "age": shown.age,
        "gender": shown.gender,
        "city": shown.city,
        "country": shown.country,
        "job_title": shown.job_title,
        "company": shown.company,
        "experience_level": shown.experience_level,
        "expected_salary_min": money_string(shown.expected_salary_min),
        "expected_salary_max": money_string(shown.expected_salary_max),
        "expected_salary_currency": shown.expected_salary_currency,
        "skills_list": list(shown.skills),
        "education": shown.education,
        "certifications": shown.certifications,
        "profile_image_url": photo_url(request, profile),
        "linkedin_url": shown.linkedin_url,
        "github_url": shown.github_url,
        "website_url": shown.website_url,
        "is_available_for_hire": shown.is_available_for_hire,
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
