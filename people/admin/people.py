"""Accounts, for administrators: to find somebody, to see what they are, to shut them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import EmptyState, ScopedAdmin, Section, acting, brief
from people.admin.person_anonymising import ANONYMISING
from people.admin.person_merging import MERGING
from people.admin.person_page import person_page
from people.admin.person_steps import MOST_AT_ONCE, STEPS, person_urls, several_urls
from people.choices import AccessKind
from people.models import Membership, User
from people.services import record_access, record_accesses

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


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
    intro = _("Everybody with an account. Whom you see here is written down, and they can see it.")

    list_display = ("person", "email_address", "works_for", "state", "since")
    list_filter = (StandingFilter,)
    search_fields = ("username",)
    empty_value_display = ""
    search_help_text = _("Name, e-mail or phone")
    ordering = ("-pk",)
    actions = ("deactivate", "reactivate")

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        members = Membership.objects.select_related("company").order_by("company__name")
        rows: QuerySet[Any] = User.objects.prefetch_related(Prefetch("memberships", members))
        return rows

    def may_view(self, user: User, obj: User | None) -> bool:
        return user.is_admin

    def has_shut_out_permission(self, request: HttpRequest) -> bool:
        return acting(request).is_admin

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
        if changelist is not None:
            kind = AccessKind.SEARCHED if changelist.query else AccessKind.VIEWED_PROFILE
            seen = [(user.pk, f"user:{user.pk}") for user in changelist.result_list]
            record_accesses(viewer=acting(request), seen=seen, kind=kind, once_a_day=True)
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

    def get_urls(self) -> list[Any]:
        return [
            *several_urls(self),
            *person_urls(self, STEPS | ANONYMISING | MERGING),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the person; nothing is sent to the page itself, what is done has addresses."""
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request):
            raise PermissionDenied
        person = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404
        return person_page(self, request, person)

    # --- what is shown -------------------------------------------------------------------------

    @admin.display(description=_("Name"))
    def person(self, person: User) -> SafeString:
        name = person.get_full_name()
        if not name:
            return brief(person.username)
        return format_html("{} {}", brief(name), brief(person.username, css="below"))

    @admin.display(description=_("E-mail address"))
    def email_address(self, person: User) -> SafeString:
        return brief(person.email)

    @admin.display(description=_("Works for"))
    def works_for(self, person: User) -> SafeString:
        return brief(", ".join(one.company.name for one in person.memberships.all()))

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

    # --- what can be done ----------------------------------------------------------------------

    @admin.action(description=_("Deactivate …"), permissions=["shut_out"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse:
        return self._ask_about(request, "deactivate", queryset)

    @admin.action(description=_("Let in again …"), permissions=["shut_out"])
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse:
        return self._ask_about(request, "activate", queryset)

    def _ask_about(self, request: HttpRequest, name: str, queryset: QuerySet[User]) -> HttpResponse:
        ids = ",".join(map(str, queryset.values_list("pk", flat=True)[:MOST_AT_ONCE]))
        return HttpResponseRedirect(f"{reverse(f'admin:people_user_{name}_several')}?ids={ids}")
