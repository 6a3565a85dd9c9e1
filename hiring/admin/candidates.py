"""People who look for work, as far as they let employers see them, and inviting them to apply."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from hiring.admin.candidate_filters import FILTERS, search_of
from hiring.admin.inviting import invite
from hiring.models import Invitation
from nexus.core.backoffice import EmptyState, ScopedAdmin, acting, chosen_company
from nexus.core.backoffice.changelist import ScopedChangeList
from people.choices import AccessKind
from people.models import Profile
from people.querysets import with_what_is_shown
from people.services import record_access, record_accesses, seen_by_employers, seen_by_everybody
from people.standing import looks_for, memberships_of, writes_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import User

_MOST_INVITATIONS = 20


class CandidateChangeList(ScopedChangeList):
    """Shows of each person what everybody may see: what employers alone see is on their page."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Leave out fields that were sent empty: they ask for nothing."""
        found = super().get_filters_params(params)
        return {name: values for name, values in found.items() if any(values)}

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        mine = Invitation.objects.seen_by(acting(request)).order_by()
        ids = mine.filter(candidate__in=[row.user_id for row in rows])
        invited = set(ids.values_list("candidate", flat=True)) if rows else set()
        for row in rows:
            row.shown = seen_by_everybody(row)
            row.is_invited = row.user_id in invited
        self.result_list = rows


@admin.register(Profile)
class CandidateAdmin(ScopedAdmin):
    icon = "users"
    nav_label = _("Candidates")
    nav_order = 30
    export_kind = import_kind = "candidates"
    intro = _(
        "People who look for work and let employers find them. Whose page you open is written"
        " down, and they can see it."
    )
    list_filter = FILTERS
    search_fields = ("user__username",)
    search_help_text = _("Name or e-mail")
    ordering = ("-created_at", "-id")
    list_per_page = 30

    # --- whose rows, and who may ---------------------------------------------------------------

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        people: Any = Profile.objects.all()
        return with_what_is_shown(people.open_to_employers(acting(request)))

    def may_view(self, user: User, obj: Profile | None) -> bool:
        return user.is_admin or bool(memberships_of(user))

    def empty_state(self, request: HttpRequest) -> EmptyState:
        return EmptyState(
            _("Nobody is looking for work yet"),
            _("People stand here once they show their profile and say that they look for work."),
        )

    # --- the list ------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ScopedChangeList]:
        return CandidateChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if search_term.strip():
            queryset = queryset.of_people_called(search_term)
        return queryset, False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        form = search_of(request)
        facts = {"search": form, **(extra_context or {})}
        response = super().changelist_view(request, facts)
        changelist = (getattr(response, "context_data", None) or {}).get("cl")
        if changelist is None:
            return response
        # Both tell something of those who are found that not everybody may know.
        if changelist.query or form.cleaned_data.get("pay") is not None:
            record_accesses(
                viewer=acting(request),
                seen=[(row.user_id, f"profile:{row.pk}") for row in changelist.result_list],
                kind=AccessKind.SEARCHED,
                company=looks_for(acting(request), chosen_company(request)),
                once_a_day=True,
            )
        return response

    # --- the page of one -----------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show what the person lets employers see, and note that it was looked at."""
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request):
            raise PermissionDenied
        profile = self.candidate(request, object_id)
        shown = seen_by_employers(profile)
        record_access(
            viewer=acting(request),
            subject=profile.user_id,
            kind=AccessKind.VIEWED_PROFILE,
            target=f"profile:{profile.pk}",
            company=looks_for(acting(request), chosen_company(request)),
        )
        invitations = Invitation.objects.seen_by(acting(request)).select_related("job", "by")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.called(profile),
            "list_label": self.list_label(),
            "profile": profile,
            "shown": shown,
            "invitations": invitations.filter(candidate=profile.user_id)[:_MOST_INVITATIONS],
            "may_invite": writes_for(acting(request)),
        }
        return TemplateResponse(request, "admin/people/profile/candidate.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead back to the person: what they change in their profile is theirs."""
        return HttpResponseRedirect(reverse("admin:people_profile_change", args=[object_id]))

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(partial(invite, self))
        return [
            path("<path:object_id>/invite/", page, name="people_profile_invite"),
            *super().get_urls(),
        ]

    def candidate(self, request: HttpRequest, object_id: str) -> Profile:
        """Return the profile of somebody who may be approached. Raises Http404."""
        profile: Profile | None = self.get_object(request, object_id)
        if profile is None:
            raise Http404
        return profile

    def called(self, profile: Profile) -> str:
        """Return what the person is called in the back office."""
        return profile.user.get_full_name() or profile.user.username
