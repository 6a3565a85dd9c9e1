"""Reads a profile from JSON or from a form with files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from ninja.errors import HttpError

from nexus.core.api.bodies import is_form, read_json, validated
from nexus.core.errors import Invalid
from people import services
from people.api.profile_schemas import ProfileIn
from people.choices import CareerLevel, Gender

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from people.models import Profile, User

FILES = ("profile_image", "resume")
_NULLABLE = {"date_of_birth", "expected_salary_min", "expected_salary_max"}


def read_profile(request: HttpRequest) -> tuple[ProfileIn, dict[str, UploadedFile[Any]]]:
    """Return what a JSON or multipart body holds. Raises a 415 for other types, 400 if broken."""
    fields, files = _read_form(request) if is_form(request) else (read_json(request), {})
    return validated(ProfileIn, fields), files


def apply_profile(
    profile: Profile, payload: ProfileIn, files: Mapping[str, UploadedFile[Any]], *, by: User
) -> Profile:
    """Change all that the body names, or nothing where one thing is wrong."""
    changes: dict[str, Any] = {}
    for name, value in payload.model_dump(exclude_unset=True, exclude=set(FILES)).items():
        if isinstance(value, Gender | CareerLevel):
            changes[name] = value.value
        else:
            changes[name] = "" if value is None and name not in _NULLABLE else value
    photo = services.checked_photo(files["profile_image"]) if "profile_image" in files else None
    cv = services.checked_resume(files["resume"]) if "resume" in files else None
    with transaction.atomic():
        profile = services.update_profile(profile, by=by, **changes)
        if photo is not None:
            profile = services.set_photo(profile, photo, by=by)
        elif "profile_image" in payload.model_fields_set:
            profile = services.clear_photo(profile, by=by)
        if cv is not None:
            profile = services.set_resume(profile, cv, by=by)
        elif "resume" in payload.model_fields_set:
            profile = services.clear_resume(profile, by=by)
    return profile


def _read_form(request: HttpRequest) -> tuple[dict[str, Any], dict[str, UploadedFile[Any]]]:
    # Django reads forms of POST alone; the parser itself does not mind the method.
    posted, uploaded = request.parse_file_upload(request.META, request)
    files: dict[str, Any] = dict(uploaded.items())
    if unknown := [name for name in files if name not in FILES]:
        raise Invalid(
            "This file is not known.",
            details={name: ["This part is not known."] for name in unknown},
        )
    if not posted and not files:
        raise HttpError(400, "The form is empty, or it cannot be read.")
    fields: dict[str, Any] = {name: posted[name] for name in posted if name not in files}
    if len(skills := posted.getlist("skills")) > 1:
        fields["skills"] = skills
    return fields, files
