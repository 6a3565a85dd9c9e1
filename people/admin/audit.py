"""The audit, to be read: all of it by administrators, what concerns their companies by owners.

Nobody adds to it, changes it or deletes from it here, nor anywhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import (
    EmptyState,
    Entry,
    ScopedAdmin,
    Section,
    Thing,
    acting,
    add_entry,
    add_thing,
    brief,
)
from nexus.core.backoffice.changelist import ScopedChangeList
from nexus.core.backoffice.things import named_thing
from people.admin.audit_filters import FILTERS, account_called, search_of
from people.admin.audit_words import details_of, tell_all
from people.choices import LetInReason, ShutOutReason
from people.models import AuditEntry, Company, Invitation, Membership, Profile, User
from people.standing import owns

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

_LONGEST_NAME = 60

add_thing(
    Thing(
        "user",
        _("Account"),
        User,
        "people_user_change",
        details={
            "reason": (
                _("Reason"),
                {**dict(ShutOutReason.choices), **dict(LetInReason.choices)},
            ),
            "account": (_("Account"), {"erased": _("anonymised")}),
            "merged": (_("Account that was merged into it"), {}),
        },
    )
)
add_thing(Thing("profile", _("Profile"), Profile, "people_profile_change"))
add_thing(Thing("company", _("Company"), Company, "people_company_overview"))
add_thing(Thing("membership", _("Membership"), Membership))
add_thing(Thing("invitation", _("Invitation into a team"), Invitation))
add_thing(Thing("mail_text", _("Mail text")))
add_thing(Thing("export", _("Export")))
add_thing(Thing("import", _("Import")))


class AuditChangeList(ScopedChangeList):
    """Tells the entries of a page in words, all of them together."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Leave out fields that were sent empty: they ask for nothing."""
        found = super().get_filters_params(params)
        return {name: values for name, values in found.items() if any(values)}

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        for row, told in zip(rows, tell_all(rows, request), strict=True):
            row.told = told
        self.result_list = rows


add_entry(
    Entry(
        _("Audit"),
        "scroll-text",
        lambda request: reverse("admin:people_auditentry_changelist"),
        Section.WORK,
        order=90,
        is_for=lambda user: owns(user) and not user.is_admin,
    )
)


@admin.register(AuditEntry)
class AuditAdmin(ScopedAdmin):
    icon = "scroll-text"
    nav_label = _("Audit")
    nav_section = Section.MARKET
    nav_order = 90
    intro = _(
        "Who saw, changed, moved, took out or deleted what, and when. Nobody can change anything"
        " of it."
    )
    company_path = "company"
    export_kind = "audit"
    change_list_template = "admin/people/audit/change_list.html"

    list_display = ("when", "who", "done", "what", "whose", "company_name")
    list_display_links = ("when",)
    list_filter = FILTERS
    search_fields = ("thing",)
    search_help_text = _("User name or number NX-…")
    ordering = ("-at", "-id")
    empty_value_display = ""

    def navigation_entry(self) -> Entry | None:
        """Stand with the market for administrators; owners find it with their own work."""
        entry = super().navigation_entry()
        return entry and replace(entry, is_for=lambda user: user.is_admin)

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        return AuditEntry.objects.visible_to(acting(request)).with_names()

    def may_view(self, user: User, obj: AuditEntry | None) -> bool:
        return owns(user)

    def empty_state(self, request: HttpRequest) -> EmptyState:
        return EmptyState(
            _("Nothing has been noted yet"),
            _(
                "As soon as somebody opens an application, takes a table out or changes the"
                " company, it stands here."
            ),
        )

    # --- the list ------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ScopedChangeList]:
        return AuditChangeList

    def get_list_display(self, request: HttpRequest) -> Any:
        """Leave the company out for those who have one alone."""
        user = acting(request)
        one = not user.is_admin and sum(1 for m in user.memberships.all()[:2]) < 2
        return self.list_display[:-1] if one else self.list_display

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find what was done by somebody or with their data, or to the thing that was typed."""
        if not search_term.strip():
            return queryset, False
        thing = named_thing(search_term)
        if thing:
            return queryset.filter(thing=thing), False
        person = account_called(search_term)
        return queryset.filter(Q(actor=person) | Q(subject=person)), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {"search": search_of(request), **(extra_context or {})}
        )

    @admin.display(description=_("When"))
    def when(self, entry: Any) -> SafeString:
        at = localtime(entry.told.at)
        day, hour = date_format(at, "SHORT_DATE_FORMAT"), date_format(at, "H:i:s")
        return format_html(
            '<time class="nowrap" datetime="{}">{} {}</time>', at.isoformat(), day, hour
        )

    @admin.display(description=_("Who"))
    def who(self, entry: Any) -> SafeString:
        return brief(entry.told.who)

    @admin.display(description=_("What was done"))
    def done(self, entry: Any) -> str:
        return str(entry.told.act)

    @admin.display(description=_("To what"))
    def what(self, entry: Any) -> SafeString:
        told = entry.told
        name = Truncator(told.name).chars(_LONGEST_NAME)
        words = f"{told.kind}: {name}" if name else told.kind
        return brief(words, url=told.url)

    @admin.display(description=_("Whose data"))
    def whose(self, entry: Any) -> SafeString:
        return brief(entry.told.whose, url=entry.told.whose_url)

    @admin.display(description=_("Company"))
    def company_name(self, entry: Any) -> SafeString:
        return brief(entry.told.company)

    # --- one entry -----------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show all that an entry says."""
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request):
            raise PermissionDenied
        entry = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        (told,) = tell_all([entry], request)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "list_label": self.list_label(),
            "title": f"{told.act}: {told.kind}",
            "entry": entry,
            "told": told,
            "details": details_of(entry),
        }
        return TemplateResponse(request, "admin/people/audit/entry.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead back to the entry: it has no history."""
        return HttpResponseRedirect(reverse("admin:people_auditentry_change", args=[object_id]))
