"""By what the audit is narrowed: one form in the side panel, each field a filter of the list."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.filters import SimpleListFilter
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from nexus.core.audit import AuditAct
from nexus.core.backoffice.things import known_things
from nexus.core.ids import row_id_of
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin import ModelAdmin
    from django.contrib.admin.views.main import ChangeList
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

_KEPT = "_audit_search"
_LONGEST_NAME = 150
# What no account has: where nobody is called so, nothing is found.
_NOBODY = 0
# Further away no calendar is asked about the zone, nor can a day be added.
_DAYS = [
    MinValueValidator(date(1970, 1, 1), _("Enter a valid date.")),
    MaxValueValidator(date(2999, 12, 31), _("Enter a valid date.")),
]


class AuditSearch(forms.Form):
    """What somebody looks for. Nothing of it has to be there."""

    act = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=lambda: [("", _("Anything")), *AuditAct.choices],
    )
    kind = forms.ChoiceField(
        label=_("To what"),
        required=False,
        choices=lambda: [("", _("Anything")), *((one.kind, one.label) for one in known_things())],
    )
    who = forms.CharField(
        label=_("By whom"),
        required=False,
        max_length=_LONGEST_NAME,
        help_text=_("A user name."),
    )
    whose = forms.CharField(
        label=_("Whose data"),
        required=False,
        max_length=_LONGEST_NAME,
        help_text=_("A user name, or of an account that is gone its number, as #12."),
    )
    since = forms.DateField(
        label=_("From"),
        required=False,
        validators=_DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Up to and with"),
        required=False,
        validators=_DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", _("This is before the day on which it begins."))
        return found


def search_of(request: HttpRequest) -> AuditSearch:
    """Return the form of this request, checked. What is wrong in it narrows nothing."""
    form: AuditSearch | None = getattr(request, _KEPT, None)
    if form is None:
        asked = {name: request.GET.get(name, "") for name in AuditSearch.base_fields}
        form = AuditSearch(asked, auto_id="search_%s", label_suffix="")
        form.is_valid()
        setattr(request, _KEPT, form)
    return form


def account_called(text: str) -> int:
    """Return the id of the account of this user name, or after a "#" of this number; 0 for none.

    One query. Names of people are not asked: whoever looks for those finds them among the people.
    """
    text = text.strip()
    number = text.removeprefix("#")
    if number != text:
        return row_id_of(number) or _NOBODY
    found = User.objects.filter(username__iexact=text).values_list("pk", flat=True).first()
    return found or _NOBODY


class _FieldFilter(SimpleListFilter):
    """One field of the form. The panel draws the form, so there are no choices to follow."""

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[Any],
        model_admin: ModelAdmin[Any],
    ) -> None:
        super().__init__(request, params, model, model_admin)
        asked = search_of(request).cleaned_data.get(str(self.parameter_name))
        self.asked: Any = asked or None

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[Any]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield what is chosen alone, in words: exports say by what they are narrowed."""
        offered: Any = getattr(AuditSearch.base_fields[str(self.parameter_name)], "choices", ())
        names = dict(offered)
        if self.asked in names:
            yield {"selected": True, "display": names[self.asked]}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.asked is None else self.narrowed(queryset)

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        raise NotImplementedError


def _filter(name: str, how: Any) -> type[_FieldFilter]:
    label: StrOrPromise = AuditSearch.base_fields[name].label or name

    class FieldFilter(_FieldFilter):
        title = label
        parameter_name = name

        def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
            found: QuerySet[Any] = how(rows, self.asked)
            return found

    return FieldFilter


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


FILTERS = (
    _filter("act", lambda rows, act: rows.filter(act=act)),
    _filter("kind", lambda rows, kind: rows.filter(thing_kind=kind)),
    _filter("who", lambda rows, name: rows.filter(actor=account_called(name))),
    _filter("whose", lambda rows, name: rows.filter(subject=account_called(name))),
    _filter("since", lambda rows, day: rows.filter(at__gte=_midnight(day))),
    _filter("until", lambda rows, day: rows.filter(at__lt=_midnight(day + timedelta(days=1)))),
)
