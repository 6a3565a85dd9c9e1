"""Accounts, for administrators: to find somebody, to see what they are, to shut them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import EmptyState, ScopedAdmin, Section, acting, do_to_each
from people.choices import AccessKind
from people.models import Membership, User
from people.services import (
    deactivate_account,
    reactivate_account,
    record_access,
    record_accesses,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

_BOTH = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


class StandingFilter(admin.SimpleListFilter):
    title = _("State")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("active", _("Active")),
            ("deactivated", _("Deactivated")),
            ("administrators", _("Administrators")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "active":
                return queryset.filter(is_active=True)
            case "deactivated":
                return queryset.filter(is_active=False)
            case "administrators":
                return queryset.filter(is_admin=True)
        return queryset


@admin.register(User)
class UserAdmin(ScopedAdmin):
    icon = "user-round"
    nav_section = Section.MARKET
    nav_order = 20
    nav_label = _("People")
    intro = _(
        "Everybody with an account. Whom you find or open is written down, and they can see it."
    )

    list_display = ("person", "email", "works_for", "state", "since")
    list_filter = (StandingFilter,)
    search_fields = ("username",)
    empty_value_display = ""
    search_help_text = _("Name, e-mail or phone")
    ordering = ("-pk",)
    actions = ("deactivate", "reactivate")
    readonly_fields = ("account", "name", "phone", "works_for_links", "state", "since", "seen")
    fieldsets = (
        (None, {"fields": ("account", "name", "email", "phone")}),
        (_("Standing"), {"fields": ("state", "works_for_links", "since", "seen")}),
    )

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        members = Membership.objects.select_related("company").order_by("company__name")
        rows: QuerySet[Any] = User.objects.prefetch_related(Prefetch("memberships", members))
        return rows

    def may_view(self, user: User, obj: User | None) -> bool:
        return user.is_admin

    def has_shut_out_permission(self, request: HttpRequest) -> bool:
        return acting(request).is_admin

    def may_act(self, action: str, user: User, obj: User) -> bool:
        if action == "deactivate":
            return obj.is_active and obj.pk != user.pk
        return not obj.is_active

    def heading(self, obj: User) -> str:
        return obj.get_full_name() or obj.username

    def empty_state(self, request: HttpRequest) -> EmptyState:
        return EmptyState(
            _("Nobody has an account yet"), _("People make theirs when they sign up.")
        )

    # --- finding -------------------------------------------------------------------------------

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Ask the blind index, and for a whole user name: no row is read to be compared."""
        if not search_term.strip():
            return queryset, False
        found = User.objects.matching(search_term).values("pk")
        return queryset.filter(Q(username__iexact=search_term.strip()) | Q(pk__in=found)), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        changelist = (getattr(response, "context_data", None) or {}).get("cl")
        if changelist is not None and changelist.query:
            seen = [(user.pk, f"user:{user.pk}") for user in changelist.result_list]
            record_accesses(
                viewer=acting(request), seen=seen, kind=AccessKind.SEARCHED, once_a_day=True
            )
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        person = super().get_object(request, object_id, from_field)
        if person is not None and request.method == "GET":
            record_access(
                viewer=acting(request),
                subject=person,
                kind=AccessKind.VIEWED_PROFILE,
                target=f"user:{person.pk}",
            )
        return person

    # --- what is shown -------------------------------------------------------------------------

    @admin.display(description=_("Name"))
    def person(self, person: User) -> SafeString:
        name = person.get_full_name()
        if not name:
            return format_html("{}", person.username)
        return format_html('{}<span class="below">{}</span>', name, person.username)

    @admin.display(description=_("Name"))
    def name(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description=_("User name"))
    def account(self, person: User) -> str:
        return person.username

    @admin.display(description=_("Phone"))
    def phone(self, person: User) -> str:
        return person.phone_number or "–"

    @admin.display(description=_("Works for"))
    def works_for(self, person: User) -> str:
        return ", ".join(membership.company.name for membership in person.memberships.all())

    @admin.display(description=_("Works for"))
    def works_for_links(self, person: User) -> str:
        links = (
            (
                reverse("admin:people_company_change", args=[membership.company_id]),
                membership.company.name,
                membership.get_role_display(),
            )
            for membership in person.memberships.all()
        )
        return format_html_join(", ", '<a href="{}">{}</a> ({})', links) or "–"

    @admin.display(description=_("State"))
    def state(self, person: User) -> SafeString:
        if not person.is_active:
            return format_html('<span class="tag tag--bad">{}</span>', _("Deactivated"))
        if person.is_admin:
            return format_html('<span class="tag tag--good">{}</span>', _("Administrator"))
        return format_html('<span class="tag">{}</span>', _("Active"))

    @admin.display(description=_("Since"))
    def since(self, person: User) -> str:
        day = date_format(localtime(person.date_created), "SHORT_DATE_FORMAT")
        return format_html('<span class="nowrap">{}</span>', day)

    @admin.display(description=_("Last sign-in"))
    def seen(self, person: User) -> str:
        if person.last_login is None:
            return gettext("Never")
        return date_format(localtime(person.last_login), "DATETIME_FORMAT")

    # --- what can be done ----------------------------------------------------------------------

    @admin.action(description=_("Deactivate"), permissions=["shut_out"], location=_BOTH)
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        user = acting(request)
        do_to_each(
            request,
            queryset,
            lambda person: deactivate_account(person, by=user),
            lambda n: (
                ngettext(
                    "%(n)s person can no longer sign in.", "%(n)s people can no longer sign in.", n
                )
                % {"n": n}
            ),
            log=lambda person: self._log_state(request, person),
        )

    @admin.action(description=_("Let in again"), permissions=["shut_out"], location=_BOTH)
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        user = acting(request)
        do_to_each(
            request,
            queryset,
            lambda person: reactivate_account(person, by=user),
            lambda n: (
                ngettext("%(n)s person can sign in again.", "%(n)s people can sign in again.", n)
                % {"n": n}
            ),
            log=lambda person: self._log_state(request, person),
        )

    def _log_state(self, request: HttpRequest, person: User) -> None:
        self.log_change(request, person, [{"changed": {"fields": ["active"]}}])
