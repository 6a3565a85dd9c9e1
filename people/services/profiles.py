"""What people enter about themselves, and their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nexus.core.errors import Invalid, NotAllowed
from nexus.core.files import CheckedFile, Crop, FileRejected, check_cv, check_photo
from nexus.core.money import OUT_OF_ORDER, is_out_of_order
from nexus.core.storages import delete_after_commit, private_storage, public_storage, saved_file
from people.models import Profile, User
from people.phone_numbers import is_phone_number
from people.services.accounts import rebuild_tokens
from taxonomy.services import get_or_create_skills

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from django.core.files.uploadedfile import UploadedFile

MAX_SKILLS = 50
_OLDEST = 130


class ProfileChanges(TypedDict, total=False):
    """What may change; a key that is missing stays as it is."""

    bio: str
    phone_number: str
    address: str
    date_of_birth: date | None
    gender: str
    city: str
    country: str
    postal_code: str
    job_title: str
    company: str
    experience_level: str
    expected_salary_min: Decimal | None
    expected_salary_max: Decimal | None
    expected_salary_currency: str
    skills: Sequence[str]
    education: str
    certifications: str
    linkedin_url: str
    github_url: str
    website_url: str
    is_profile_public: bool
    is_available_for_hire: bool


def update_profile(profile: Profile, *, by: User, **changes: Unpack[ProfileChanges]) -> Profile:
    """Change what `changes` names, and nothing else.

    Raises NotAllowed unless `by` is the person themselves, ValidationError or Invalid by field for
    values that break a rule.
    """
    _ensure_own(profile, by)
    return write_profile(profile, changes)


def write_profile(profile: Profile, changes: ProfileChanges) -> Profile:
    """Change what `changes` names, for services that know that they may.

    Raises ValidationError or Invalid by field, as `update_profile` does.
    """
    values: dict[str, Any] = dict(changes)
    skills = values.pop("skills", None)
    with transaction.atomic():
        # The order of the salaries is a rule over two columns, of which each call may change one.
        fresh = Profile.objects.select_for_update().select_related("user").get(pk=profile.pk)
        for name, value in values.items():
            setattr(fresh, name, value)
        _check(fresh, changed=set(values))
        fresh.save(update_fields=[*values, "updated_at"])
        if skills is not None:
            _set_skills(fresh, skills)
        if "phone_number" in values:
            rebuild_tokens([fresh.user])
    return fresh


def empty_profile(profile: Profile, *, by: User) -> Profile:
    """Reset everything a person has entered; their files are erased once that is committed.

    The profile itself stays, as it does from registration on, and is no longer public. Raises
    NotAllowed unless `by` is the person themselves.
    """
    _ensure_own(profile, by)
    with transaction.atomic():
        fresh = Profile.objects.select_for_update().select_related("user").get(pk=profile.pk)
        delete_after_commit(public_storage(), fresh.profile_image.name)
        delete_after_commit(private_storage(), fresh.resume.name)
        blank = Profile(pk=fresh.pk, user=fresh.user, created_at=fresh.created_at)
        blank.save(force_update=True)
        blank.skills.clear()
        rebuild_tokens([fresh.user])
    return blank


def checked_photo(upload: UploadedFile[Any], crop: Crop | None = None) -> CheckedFile:
    """Return a re-encoded copy of a photo, or of a square of it.

    Raises Invalid under `profile_image`.

    It takes a process and seconds at worst, so do it before a transaction that writes.
    """
    try:
        return check_photo(upload, crop)
    except FileRejected as rejected:
        raise Invalid.field("profile_image", rejected.message) from rejected


def checked_resume(upload: UploadedFile[Any]) -> CheckedFile:
    """Return a CV that has passed the checks. Raises Invalid under `resume`; costs the same."""
    try:
        return check_cv(upload)
    except FileRejected as rejected:
        raise Invalid.field("resume", rejected.message) from rejected


def set_photo(profile: Profile, upload: UploadedFile[Any] | CheckedFile, *, by: User) -> Profile:
    """Replace the photo, checked first where it is not. Raises as `checked_photo` does."""
    _ensure_own(profile, by)
    photo = upload if isinstance(upload, CheckedFile) else checked_photo(upload)
    storage = public_storage()
    with transaction.atomic():
        fresh = Profile.objects.select_for_update().get(pk=profile.pk)
        with saved_file(storage, f"profiles/{photo.name}", photo) as name:
            delete_after_commit(storage, fresh.profile_image.name)
            fresh.profile_image.name = name
            fresh.save(update_fields=["profile_image", "updated_at"])
    return fresh


def set_resume(profile: Profile, upload: UploadedFile[Any] | CheckedFile, *, by: User) -> Profile:
    """Replace the CV, checked first where it is not. Raises as `checked_resume` does."""
    _ensure_own(profile, by)
    cv = upload if isinstance(upload, CheckedFile) else checked_resume(upload)
    storage = private_storage()
    with transaction.atomic():
        fresh = Profile.objects.select_for_update().get(pk=profile.pk)
        with saved_file(storage, f"profiles/{cv.name}", cv) as name:
            delete_after_commit(storage, fresh.resume.name)
            fresh.resume.name = name
            fresh.resume_name = cv.display_name
            fresh.save(update_fields=["resume", "resume_name", "updated_at"])
    return fresh


@transaction.atomic
def clear_photo(profile: Profile, *, by: User) -> Profile:
    """Remove the photo; the file is erased once that is committed."""
    _ensure_own(profile, by)
    fresh = Profile.objects.select_for_update().get(pk=profile.pk)
    delete_after_commit(public_storage(), fresh.profile_image.name)
    fresh.profile_image.name = ""
    fresh.save(update_fields=["profile_image", "updated_at"])
    return fresh


@transaction.atomic
def clear_resume(profile: Profile, *, by: User) -> Profile:
    """Remove the CV; the file is erased once that is committed."""
    _ensure_own(profile, by)
    fresh = Profile.objects.select_for_update().get(pk=profile.pk)
    delete_after_commit(private_storage(), fresh.resume.name)
    fresh.resume.name = ""
    fresh.resume_name = ""
    fresh.save(update_fields=["resume", "resume_name", "updated_at"])
    return fresh


def _ensure_own(profile: Profile, by: User) -> None:
    if profile.user_id != by.pk:
        raise NotAllowed(_("Only the person themselves may change a profile."))


def _check(profile: Profile, *, changed: set[str]) -> None:
    if "date_of_birth" in changed and profile.date_of_birth is not None:
        age = profile.age_on(timezone.now().date())
        if age is None or not 0 <= age <= _OLDEST:
            raise Invalid.field("date_of_birth", _("A date of birth lies in the past 130 years."))
    phone = profile.phone_number
    if "phone_number" in changed and phone and not is_phone_number(phone):
        raise Invalid.field("phone_number", _("Enter a phone number such as +49 40 1234567."))
    if is_out_of_order(profile.expected_salary_min, profile.expected_salary_max):
        raise Invalid.field("expected_salary_min", OUT_OF_ORDER)
    others = {field.name for field in Profile._meta.get_fields()} - changed
    # The constraints repeat what stands above and in the fields' validators: a query each.
    profile.full_clean(exclude=others, validate_unique=False, validate_constraints=False)


def _set_skills(profile: Profile, names: Sequence[str]) -> None:
    skills = get_or_create_skills(names)
    if len(skills) > MAX_SKILLS:
        raise Invalid.field("skills", _("Name at most %(number)s skills.") % {"number": MAX_SKILLS})
    through = Profile.skills.through
    rows = through.objects.filter(profile=profile)
    wanted = [skill.pk for skill in skills]
    if wanted == list(rows.order_by("pk").values_list("skill_id", flat=True)):
        return
    # `set` would not keep the order in which they are named.
    rows.delete()
    through.objects.bulk_create(through(profile=profile, skill_id=pk) for pk in wanted)
