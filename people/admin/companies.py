"""Companies: members see their own, owners edit it, administrators look after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
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
from nexus.core.backoffice.changelist import ScopedChangeList
from nexus.core.languages import in_language
from people.admin.company_forms import CompanyForm
from people.admin.company_page import company_page
from people.admin.company_steps import STEPS, company_urls
from people.admin.company_verification import VERIFICATION_STEPS
from people.models import Company, VerificationState
from people.services import clear_logo, create_company, set_logo, update_company
from people.standing import companies_of, memberships_of, owns

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from people.models import User


class VerifiedFilter(admin.SimpleListFilter):
    title = _("Verified")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("yes", _("Verified")),
            ("no", _("Not verified")),
            ("asked", _("Waiting for a decision")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(is_verified=self.value() == "yes")
        if self.value() == "asked":
            return queryset.filter(verifications__state=VerificationState.PENDING)
        return queryset


class StateFilter(admin.SimpleListFilter):
    title = _("State")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("active", _("Active")), ("deactivated", _("Deactivated"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "active":
                return queryset.filter(deactivated_at=None)
            case "deactivated":
                return queryset.exclude(deactivated_at=None)
        return queryset


class CompanyChangeList(ScopedChangeList):
    def url_for_result(self, result: Any) -> str:
        return reverse("admin:people_company_overview", args=[result.pk])


@admin.register(Company)
class CompanyAdmin(ScopedAdmin):
    form = CompanyForm
    company_path = "pk"
    export_kind = import_kind = "companies"

    list_display = ("name", "location", "promise", "verified", "since")
    list_filter = (VerifiedFilter, StateFilter)
    change_form_template = "admin/people/company/change_form.html"
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
            "fields": ("answer_days", "reply_address"),
            "description": _(
                "Within so many days every applicant has an answer. Applications that wait longer"
                " stand on your home page."
            ),
        }
        keeping = {
            "fields": ("keep_days", "keep_withdrawn_days", "keep_hired_days"),
            "description": _(
                "So long after an application has ended its CV, letter, notes and mails are"
                " removed by themselves, and nobody here sees it any more. The statistics stay as"
                " they are. Candidates read this before they apply."
            ),
        }
        kept = (_("How long applications are kept"), keeping)
        logo = {"fields": ("logo_file", "remove_logo") if obj and obj.logo else ("logo_file",)}
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, words), (_("Your promise to applicants"), promise), kept]
        return [(None, words), (_("Logo"), logo), (_("Your promise to applicants"), promise), kept]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm
        form = super().get_form(request, obj, change, **kwargs)
        form.user = acting(request)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        company = context.get("original")
        # What was typed is drawn by a page of a higher app.
        url = (
            reverse("preview_new_company")
            if company is None
            else reverse("preview_company", args=[company.pk])
        )
        facts = {"preview_url": url, "held": getattr(context["adminform"].form, "held", None)}
        return super().render_change_form(request, {**context, **facts}, *args, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ScopedChangeList]:
        return CompanyChangeList

    def get_urls(self) -> list[Any]:
        overview = self.admin_site.admin_view(self.overview)
        return [
            path("<int:object_id>/", overview, name="people_company_overview"),
            *company_urls(self, STEPS | VERIFICATION_STEPS),
            *super().get_urls(),
        ]

    def overview(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the company as one place; what is done there has addresses of its own."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return company_page(
            self, request, get_object_or_404(self.get_queryset(request), pk=object_id)
        )

    @admin.display(description=_("Answers within"))
    def promise(self, company: Company) -> str:
        days = company.answer_days
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}

    @admin.display(description=_("Verified"))
    def verified(self, company: Company) -> SafeString | str:
        if not company.is_active:
            return format_html('<span class="tag tag--bad">{}</span>', _("Deactivated"))
        if not company.is_verified:
            return ""
        return format_html('<span class="tag tag--good">{}</span>', _("Verified"))

    @admin.display(description=_("Since"))
    def since(self, company: Company) -> Any:
        return company.created_at.date()

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm[Any], change: bool
    ) -> None:
        typed, user = dict(form.cleaned_data), acting(request)
        typed.pop("logo_file", None)
        held, is_removed = getattr(form, "held", None), typed.pop("remove_logo", False)
        if not change:
            made = create_company(typed.pop("name"), by=None)
            obj.pk, obj.slug = made.pk, made.slug
        saved = update_company(obj, by=user, **typed)
        if held is not None:
            set_logo(saved, held.file(), by=user)
        elif is_removed:
            clear_logo(saved, by=user)
        obj.name = saved.name

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return the company's page, which a higher app shows; None while nobody sees it."""
        return in_language(f"/companies/{obj.slug}/") if obj is not None and obj.is_active else None

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        messages.success(
            request, _("What candidates see of %(company)s is saved.") % {"company": obj}
        )
        return HttpResponseRedirect(reverse("admin:people_company_overview", args=[obj.pk]))


def _own_company(request: HttpRequest) -> str:
    """Lead to the company in view; to the list where somebody works for several."""
    mine = companies_of(acting(request))
    chosen = chosen_company(request)
    one = chosen if chosen in mine else next(iter(mine), None) if len(mine) == 1 else None
    if one is None:
        return reverse("admin:people_company_changelist")
    return reverse("admin:people_company_overview", args=[one])


def _is_member(user: User) -> bool:
    return bool(memberships_of(user))


add_entry(Entry(_("Company and team"), "building-2", _own_company, order=50, is_for=_is_member))
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
