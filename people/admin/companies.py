"""Companies: members see their own, owners edit it, administrators look after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nexus.core.backoffice import (
    EmptyState,
    Entry,
    ScopedAdmin,
    Section,
    acting,
    add_entry,
    chosen_company,
)
from people.models import Company
from people.services import create_company, update_company
from people.standing import companies_of, memberships_of, owns

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from people.models import User


class CompanyForm(forms.ModelForm[Company] if TYPE_CHECKING else forms.ModelForm):  # type: ignore[misc]  # generic in the stubs alone
    class Meta:
        model = Company
        fields = ("name", "description", "website", "location", "answer_days", "is_verified")
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Name"),
            "description": _("What you do"),
            "website": _("Website"),
            "location": _("Place"),
            "answer_days": _("Days until an answer"),
            "is_verified": _("Verified"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("As candidates know you. The site and the search follow a new name at once."),
            "description": _(
                "Stands beside each of your jobs. Leave an empty line between paragraphs."
            ),
            "website": _("With https:// in front."),
            "location": _("Where you are at home, as “Hamburg, Germany”."),
            "answer_days": _("Between 1 and 365."),
            "is_verified": _("You have seen that this company is who it says it is."),
        }

    def validate_constraints(self) -> None:
        """Leave to the service what holds of the whole row: it knows beside which field to say so."""


class VerifiedFilter(admin.SimpleListFilter):
    title = _("Verified")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Verified")), ("no", _("Not verified"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(is_verified=self.value() == "yes")
        return queryset


@admin.register(Company)
class CompanyAdmin(ScopedAdmin):
    form = CompanyForm
    company_path = "pk"

    list_display = ("name", "location", "promise", "verified", "since")
    list_filter = (VerifiedFilter,)
    search_fields = ("name",)
    search_help_text = _("Name of a company")
    ordering = ("name",)
    empty_value_display = ""

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        return Company.objects.with_team_open_to(acting(request))

    def may_view(self, user: User, obj: Company | None) -> bool:
        return user.is_admin or bool(memberships_of(user))

    def may_add(self, user: User) -> bool:
        return user.is_admin

    def may_change(self, user: User, obj: Company | None) -> bool:
        return owns(user, obj.pk if obj else None)

    def empty_state(self, request: HttpRequest) -> EmptyState:
        state = super().empty_state(request)
        return state._replace(
            title=_("No companies yet"),
            text=_("Employers register theirs when they sign up. You can also add one yourself."),
        )

    def get_fieldsets(self, request: HttpRequest, obj: Company | None = None) -> Any:
        words = {"fields": ("name", "description", "website", "location")}
        promise = {
            "fields": ("answer_days",),
            "description": _(
                "Within so many days every applicant has an answer. Applications that wait longer"
                " stand on your home page."
            ),
        }
        parts: list[Any] = [(None, words), (_("Your promise to applicants"), promise)]
        if acting(request).is_admin:
            parts.append((_("For administrators"), {"fields": ("is_verified",)}))
        return parts

    @admin.display(description=_("Answers within"))
    def promise(self, company: Company) -> str:
        days = company.answer_days
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}

    @admin.display(description=_("Verified"))
    def verified(self, company: Company) -> SafeString | str:
        if not company.is_verified:
            return ""
        return format_html('<span class="tag tag--good">{}</span>', _("Verified"))

    @admin.display(description=_("Since"))
    def since(self, company: Company) -> Any:
        return company.created_at.date()

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm[Any], change: bool
    ) -> None:
        typed = form.cleaned_data
        if not change:
            made = create_company(typed.pop("name"), by=None)
            obj.pk, obj.slug = made.pk, made.slug
        saved = update_company(obj, by=acting(request), **typed)
        obj.name = saved.name


def _own_company(request: HttpRequest) -> str:
    """Lead to the company in view; to the list where somebody works for several."""
    mine = companies_of(acting(request))
    chosen = chosen_company(request)
    one = chosen if chosen in mine else next(iter(mine), None) if len(mine) == 1 else None
    if one is None:
        return reverse("admin:people_company_changelist")
    return reverse("admin:people_company_change", args=[one])


def _team(request: HttpRequest) -> str:
    mine = {m.company_id: m.company for m in memberships_of(acting(request))}
    company = mine.get(chosen_company(request) or 0)
    return reverse("team", args=[company.slug]) if company else reverse("account_team")


def _is_member(user: User) -> bool:
    return bool(memberships_of(user))


add_entry(Entry(_("Company"), "building-2", _own_company, order=50, is_for=_is_member))
add_entry(Entry(_("Team"), "users-round", _team, order=60, is_for=_is_member))
add_entry(
    Entry(
        _("Companies"),
        "building-2",
        lambda request: reverse("admin:people_company_changelist"),
        Section.MARKET,
        order=10,
        is_for=lambda user: user.is_admin,
    )
)
