"""Which of two accounts' own words, photo and CV the merged account has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.storages import delete_after_commit, private_storage, public_storage
from people.models import Profile

if TYPE_CHECKING:
    from collections.abc import Collection

    from django_stubs_ext import StrOrPromise

    from people.models import User


class Group(NamedTuple):
    """Columns that belong together, on the account or (`is_profile`) on its profile."""

    name: str
    label: StrOrPromise
    columns: tuple[str, ...]
    is_profile: bool = True


class Difference(NamedTuple):
    """A group in which both have something, and not the same."""

    name: str
    label: StrOrPromise
    kept: str
    gone: str


GROUPS = (
    Group("name", gettext_lazy("Name"), ("full_name", "first_name", "last_name"), False),
    Group("phone", gettext_lazy("Phone of the account"), ("phone_number",), False),
    Group("home", gettext_lazy("Address of the account"), ("address",), False),
    Group("language", gettext_lazy("Language"), ("language",), False),
    Group("time_zone", gettext_lazy("Time zone"), ("time_zone",), False),
    Group("job", gettext_lazy("Job title and company"), ("job_title", "company")),
    Group("bio", gettext_lazy("About themselves"), ("bio",)),
    Group("level", gettext_lazy("Level of experience"), ("experience_level",)),
    Group("education", gettext_lazy("Education"), ("education",)),
    Group("certifications", gettext_lazy("Certificates"), ("certifications",)),
    Group("profile_phone", gettext_lazy("Phone of the profile"), ("phone_number",)),
    Group("profile_address", gettext_lazy("Address of the profile"), ("address",)),
    Group("place", gettext_lazy("Place"), ("postal_code", "city", "country")),
    Group("born", gettext_lazy("Date of birth"), ("date_of_birth",)),
    Group("gender", gettext_lazy("Gender"), ("gender",)),
    Group("pay", gettext_lazy("Expected pay"), ("expected_salary_min", "expected_salary_max")),
    Group("linkedin", gettext_lazy("LinkedIn"), ("linkedin_url",)),
    Group("github", gettext_lazy("GitHub"), ("github_url",)),
    Group("website", gettext_lazy("Website"), ("website_url",)),
    Group("photo", gettext_lazy("Photo"), ("profile_image",)),
    Group("cv", gettext_lazy("CV"), ("resume", "resume_name")),
)
# What goes along with a group and says nothing by itself.
_ALONG = {"pay": ("expected_salary_currency",)}


def differences(kept: User, gone: User) -> list[Difference]:
    """Return what has to be chosen between."""
    return [
        Difference(group.name, group.label, _shown(kept, group), _shown(gone, group))
        for group in GROUPS
        if _has(kept, group) and _has(gone, group) and _values(kept, group) != _values(gone, group)
    ]


def merge_profiles(kept: User, gone: User, *, take: Collection[str]) -> None:
    """Give `kept` what it lacks, and of what both have the groups named in `take`; skills are added.

    A file is handed over whole: the one that it replaces goes with the commit.
    """
    for group in GROUPS:
        if _has(gone, group) and (group.name in take or not _has(kept, group)):
            _take(kept, gone, group)
    for person in (kept, gone):
        person.save()
        person.profile.save()
    kept.profile.skills.add(*gone.profile.skills.all())


def _take(kept: User, gone: User, group: Group) -> None:
    to, origin = _holder(kept, group), _holder(gone, group)
    if group.name == "photo":
        delete_after_commit(public_storage(), to.profile_image.name)
    if group.name == "cv":
        delete_after_commit(private_storage(), to.resume.name)
    for column in (*group.columns, *_ALONG.get(group.name, ())):
        value = getattr(origin, column)
        setattr(to, column, getattr(value, "name", value))
    if group.name in {"photo", "cv"}:  # or the erasure of the other account takes the file along
        for column in group.columns:
            setattr(origin, column, "")


def _holder(person: User, group: Group) -> Any:
    return person.profile if group.is_profile else person


def _values(person: User, group: Group) -> list[str]:
    holder = _holder(person, group)
    return [str(getattr(holder, column) or "") for column in group.columns]


def _has(person: User, group: Group) -> bool:
    return any(_values(person, group))


def _shown(person: User, group: Group) -> str:
    holder = _holder(person, group)
    if group.name == "photo":
        return _("The photo of %(person)s") % {"person": person.username}
    if group.name == "cv":
        return str(holder.resume_name) or _("The CV of %(person)s") % {"person": person.username}
    if group.name == "name":
        return person.get_full_name()
    if group.name == "born":
        return date_format(holder.date_of_birth, "DATE_FORMAT")
    words = []
    for column in group.columns:
        named = getattr(holder, f"get_{column}_display", None)
        words.append(str(named() if named else getattr(holder, column) or ""))
    if isinstance(holder, Profile) and group.name == "pay":
        words.append(holder.expected_salary_currency)
    return " · ".join(word for word in words if word)
