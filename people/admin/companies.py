"""Companies: members see their own, owners edit it, administrators look after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
    from django import forms
    from django.http import HttpRequest

    from people.models import User


@admin.register(Company)
class CompanyAdmin(ScopedAdmin):
    intro = _("The employers on the site. A verified company is marked as such.")
    company_path = "pk"

    list_display = ("name", "location", "is_verified", "created_at")
    list_filter = ("is_verified",)
    search_fields = ("name",)
    search_help_text = _("Name of a company")
    ordering = ("name",)
    readonly_fields = ("slug", "created_at")

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
            parts.append((_("For administrators"), {"fields": ("is_verified", *self._facts(obj))}))
        return parts

    def _facts(self, obj: Company | None) -> tuple[str, ...]:
        return ("slug", "created_at") if obj else ()

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
