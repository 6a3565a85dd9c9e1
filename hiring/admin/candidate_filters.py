"""By what candidates are searched: one form in the side panel, each field a filter of the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.admin.filters import SimpleListFilter
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hiring.models import Invitation
from nexus.core.backoffice import acting
from nexus.core.money import CURRENCIES
from people.choices import CareerLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin import ModelAdmin
    from django.contrib.admin.views.main import ChangeList
    from django.http import HttpRequest

_BETWEEN_SKILLS = re.compile(r"[,;\n]")
_MAX_SKILLS = 10
_KEPT = "_candidate_search"


class CandidateSearch(forms.Form):
    """What somebody looks for. Nothing of it has to be there."""

    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        max_length=500,
        help_text=_("With commas between them; people have all of them."),
    )
    place = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=200,
        help_text=_("City or country in full, as “Hamburg, Germany”."),
    )
    level = forms.ChoiceField(
        label=_("Experience"),
        required=False,
        choices=lambda: [("", _("Any level")), *CareerLevel.choices],
    )
    pay = forms.DecimalField(
        label=_("Yearly pay, at most"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        # As text: browsers empty a field for numbers that holds anything else.
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("What they would come for. Leaves out people who have not said."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=[(code, code) for code in sorted(CURRENCIES)],
    )
    invited = forms.ChoiceField(
        label=_("Invited"),
        required=False,
        choices=[("", _("All")), ("no", _("Not yet")), ("yes", _("Invited by us"))],
    )

    def clean_skills(self) -> list[str]:
        names = _BETWEEN_SKILLS.split(self.cleaned_data["skills"])
        found = [name.strip() for name in names if name.strip()]
        if len(found) > _MAX_SKILLS:
            raise forms.ValidationError(
                _("Search at most %(number)s skills."), params={"number": _MAX_SKILLS}
            )
        return found


def search_of(request: HttpRequest) -> CandidateSearch:
    """Return the form of this request, checked. What is wrong in it narrows nothing."""
    form: CandidateSearch | None = getattr(request, _KEPT, None)
    if form is None:
        asked = {name: request.GET.get(name, "") for name in CandidateSearch.base_fields}
        asked["currency"] = asked["currency"] or settings.DEFAULT_CURRENCY
        form = CandidateSearch(asked, auto_id="search_%s", label_suffix="")
        form.is_valid()
        setattr(request, _KEPT, form)
    return form


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
        self.asked = search_of(request).cleaned_data

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[Any]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        return iter(())


class SkillsFilter(_FieldFilter):
    title = _("Skills")
    parameter_name = "skills"

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = queryset.with_skills(self.asked.get("skills") or [])
        return found


class PlaceFilter(_FieldFilter):
    title = _("Place")
    parameter_name = "place"

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = queryset.living_in(self.asked.get("place") or "")
        return found


class LevelFilter(_FieldFilter):
    title = _("Experience")
    parameter_name = "level"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        level = self.asked.get("level")
        return queryset.filter(experience_level=level) if level else queryset


class PayFilter(_FieldFilter):
    title = _("Yearly pay, at most")
    parameter_name = "pay"

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        pay, currency = self.asked.get("pay"), self.asked.get("currency")
        found: QuerySet[Any] = queryset
        if pay is not None and currency:
            found = queryset.asking_at_most(pay, currency)
        return found


class CurrencyFilter(_FieldFilter):
    """Belongs to the pay; of itself it narrows nothing."""

    title = _("Currency")
    parameter_name = "currency"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset


class InvitedFilter(_FieldFilter):
    title = _("Invited")
    parameter_name = "invited"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        ours = Invitation.objects.seen_by(acting(request)).order_by().values("candidate")
        match self.asked.get("invited"):
            case "yes":
                return queryset.filter(user__in=ours)
            case "no":
                return queryset.exclude(user__in=ours)
        return queryset


FILTERS = (SkillsFilter, PlaceFilter, LevelFilter, PayFilter, CurrencyFilter, InvitedFilter)
