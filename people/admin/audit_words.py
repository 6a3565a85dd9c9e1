"""Entries of the audit in words: who did what to what, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.backoffice import acting
from nexus.core.backoffice.things import Thing, links_to, thing_of
from nexus.core.brand import brand
from people.personal_data import names_of
from people.services.access import name_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from people.models import AuditEntry, User

# What details are called that are no field of the thing's row.
_DETAILS: dict[str, StrOrPromise] = {
    "fields": gettext_lazy("Fields"),
    "format": gettext_lazy("Format"),
    "columns": gettext_lazy("Columns"),
    "filters": gettext_lazy("Narrowed by"),
    "number": gettext_lazy("How many"),
    "rows": gettext_lazy("Rows"),
    "reason": gettext_lazy("Reason"),
    "stage": gettext_lazy("Stage"),
    "status": gettext_lazy("State"),
    "role": gettext_lazy("Role"),
    "verification": gettext_lazy("Verification"),
    "times_sent": gettext_lazy("Times sent"),
}
_NOTHING = gettext_lazy("nothing")


class Told(NamedTuple):
    """An entry as it is shown. An address is empty where there is nothing to be opened any more."""

    at: datetime
    who: str
    act: str
    kind: str
    name: str
    url: str
    whose: str
    whose_url: str
    company: str


class Detail(NamedTuple):
    """One thing that the entry says more: what it is called, then its value or both of them."""

    label: str
    before: str
    value: str


def tell_all(rows: Sequence[AuditEntry], request: HttpRequest) -> list[Told]:
    """Return the entries in words, loaded with `with_names`. Two queries for each kind of thing."""
    things = {row.thing for row in rows}
    names = names_of({row.thing for row in rows if not row.label})
    links = links_to(things, request, admin.site)
    is_admin = acting(request).is_admin
    return [
        Told(
            at=row.at,
            who=who(row, reader=acting(request)),
            act=str(row.get_act_display()),
            kind=kind_of(row),
            name=row.label or names.get(row.thing, ""),
            url=links.get(row.thing, ""),
            whose=whose(row),
            whose_url=_person_url(row.subject) if is_admin else "",
            company=company_of(row),
        )
        for row in rows
    ]


def who(entry: AuditEntry, *, reader: User) -> str:
    """Return who acted: colleagues by their names, everybody else by their user names.

    Administrators stand for the site wherever companies read of them.
    """
    if entry.actor_id is None:
        return _("%(site)s, by itself") % {"site": brand().name}
    if entry.actor is None:
        return _gone(entry.actor_id)
    return name_for(entry.actor, reader=reader) if entry.actor.is_staff else entry.actor.username


def whose(entry: AuditEntry) -> str:
    """Return whose data it was, by the user name: whoever reads the audit looks at nobody's data."""
    if entry.subject_id is None:
        return ""
    return str(entry.subject.username) if entry.subject else _gone(entry.subject_id)


def kind_of(entry: AuditEntry) -> str:
    """Return what kind of thing it was done to."""
    thing = thing_of(entry.thing_kind)
    return str(thing.label) if thing is not None else entry.thing_kind.replace("_", " ")


def company_of(entry: AuditEntry) -> str:
    if entry.company_id is None:
        return ""
    if entry.company is None:
        return _("A company that is gone (no. %(number)s)") % {"number": entry.company_id}
    return str(entry.company.name)


def details_of(entry: AuditEntry) -> list[Detail]:
    """Return what else the entry says, in words."""
    thing = thing_of(entry.thing_kind)
    return [_detail(thing, key, value) for key, value in dict(entry.details).items()]


def _detail(thing: Thing | None, key: str, value: Any) -> Detail:
    field = _field(thing, key)
    if thing is not None and key in thing.details:
        called, values = thing.details[key]
        return Detail(str(capfirst(called)), "", str(values.get(str(value), value)))
    label = _DETAILS.get(key) or getattr(field, "verbose_name", "") or key.replace("_", " ")
    is_change = isinstance(value, list) and len(value) == 2 and field is not None
    if is_change:
        before, after = (_value(field, one) for one in value)
        return Detail(str(capfirst(label)), before, after)
    if value == []:
        return Detail(str(capfirst(label)), "", _("changed"))
    return Detail(str(capfirst(label)), "", _value(field, value))


def _field(thing: Thing | None, key: str) -> Any:
    if thing is None or thing.model is None:
        return None
    try:
        return thing.model._meta.get_field(key)
    except FieldDoesNotExist:
        return None


def _value(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return str(_NOTHING)
    if isinstance(value, list):
        return ", ".join(_value(field, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value(None, one)}" for key, one in value.items())
    choices = dict(getattr(field, "flatchoices", None) or ())
    return str(choices.get(value, value))


def _gone(number: int) -> str:
    return _("An account that is gone (#%(number)s)") % {"number": number}


def _person_url(person: User | None) -> str:
    return reverse("admin:people_user_change", args=[person.pk]) if person is not None else ""
