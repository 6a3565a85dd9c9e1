"""The list of applications, and the addresses of everything that is done with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.forms import CheckboxInput
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hiring.admin import acting as acts
from hiring.admin import board, cv, review, single, undo
from hiring.admin.columns import COLUMNS, ApplicationColumns, choose_columns, columns_of
from hiring.admin.filters import (
    AgeFilter,
    ApplicantFilter,
    CvFilter,
    OrderFilter,
    RatingFilter,
    SkillFilter,
    StageFilter,
    WaitingFilter,
)
from hiring.models import Application
from hiring.services.looks import note_list
from nexus.core.backoffice import EmptyState, ScopedAdmin, acting
from nexus.core.backoffice.changelist import ScopedChangeList
from nexus.core.exporting.offering import export_rows
from people.standing import memberships_of, writes_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern
    from django.utils.safestring import SafeString

    from people.models import User

NEWEST_FIRST, OLDEST_FIRST = ("-applied_at", "-id"), ("applied_at", "id")


class ApplicationChangeList(ScopedChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """Find the page by its ids, and load only those rows with their jobs and applicants.

        In one query the database joins all that the filter leaves before it cuts the page out.
        """
        super().get_results(request)
        ids = list(self.result_list.values_list("pk", flat=True))
        rows = Application.objects.filter(pk__in=ids).with_list_facts()
        if "skills" in columns_of(acting(request)):
            rows = rows.prefetch_related("applicant__profile__skills")
        found = list(rows.order_by(*self.model_admin.get_ordering(request)))
        ticked = undo.take_ticked(request)
        for row in found:
            row.is_ticked = row.pk in ticked  # type: ignore[attr-defined]  # for its box alone
        self.result_list = found


@admin.register(Application)
class ApplicationAdmin(ApplicationColumns, ScopedAdmin):
    icon = "inbox"
    nav_order = 20
    intro = _("Who has applied to your jobs. Open one to read it, or choose several.")
    company_path = "job__company"
    export_kind = import_kind = "applications"

    list_filter: ClassVar[Any] = (
        ApplicantFilter,
        WaitingFilter,
        StageFilter,
        "job",
        AgeFilter,
        RatingFilter,
        CvFilter,
        SkillFilter,
        "source",
        OrderFilter,
    )
    search_fields = ("applicant",)
    search_help_text = _("Name, e-mail, phone or number NX-…")
    actions = ("move", "reject", "write", "note", "export")
    change_list_template = "admin/hiring/application/change_list.html"

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        user = acting(request)
        return Application.objects.handled_by(user).exclude(applicant=user)

    def may_view(self, user: User, obj: Application | None) -> bool:
        return user.is_admin or bool(memberships_of(user))

    def may_change(self, user: User, obj: Application | None) -> bool:
        return writes_for(user, obj.job.company_id if obj else None)

    def heading(self, obj: Application) -> str:
        return str(obj.applicant.get_full_name() or obj.applicant.username)

    def empty_state(self, request: HttpRequest) -> EmptyState:
        return EmptyState(
            _("No applications yet"),
            _("They arrive here as soon as somebody applies to one of your open jobs."),
        )

    # --- the list ------------------------------------------------------------------------------

    def get_list_display(self, request: HttpRequest) -> Any:
        return ("applicant_name", *columns_of(acting(request)))

    def action_checkbox(self, obj: Any) -> SafeString:
        """Tick again those for whom an act has just been taken back."""
        # The words are Django's own.
        label = gettext("Select this object for an action - {}").format(obj)
        attrs = {"class": "action-select", "aria-label": label}
        box = CheckboxInput(attrs, lambda _value: getattr(obj, "is_ticked", False))
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return OLDEST_FIRST if request.GET.get("order") == "oldest" else NEWEST_FIRST

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ScopedChangeList]:
        return ApplicationChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find people by the blind index, among the applications that the person may see."""
        text = search_term.strip()
        return (queryset.of_people_matching(text) if text else queryset), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        chosen = columns_of(acting(request))
        facts = {
            "columns": [(name, label, name in chosen) for name, label in COLUMNS.items()],
            "here": request.get_full_path(),
            **undo.facts(request),
        }
        response = super().changelist_view(request, {**facts, **(extra_context or {})})
        if isinstance(response, TemplateResponse) and response.context_data:
            shown = response.context_data.get("cl")
            if shown is not None:
                note_list(acting(request), shown.result_list, searched=bool(shown.query))
        return response

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Take rows of further pages too: what is done with them asks once more, and has a limit."""
        return ModelAdmin.response_action(self, request, queryset, *args, **kwargs)

    def choose_columns(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            choose_columns(acting(request), request.POST.getlist("column"))
        return HttpResponseRedirect(undo.way_back(request))

    # --- what is done with several -------------------------------------------------------------

    @admin.action(description=_("Move to another stage …"), permissions=["change"])
    def move(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        return acts.begin(self, request, "move", rows)

    @admin.action(description=_("Reject …"), permissions=["change"])
    def reject(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        return acts.begin(self, request, "reject", rows)

    @admin.action(description=_("Write an e-mail …"), permissions=["change"])
    def write(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        return acts.begin(self, request, "write", rows)

    @admin.action(description=_("Add a note …"), permissions=["change"])
    def note(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        return acts.begin(self, request, "note", rows)

    @admin.action(description=_("Export …"), permissions=["view"])
    def export(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        return export_rows("applications", request, rows)

    # --- the page of one, and the board --------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return review.show(self, request, object_id)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the page itself, which holds the history."""
        return HttpResponseRedirect(reverse("admin:hiring_application_change", args=[object_id]))

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            guarded = self.admin_site.admin_view(partial(view, self))
            return path(route, guarded, name=f"hiring_application_{name}")

        return [
            page("board/", board.show, "board"),
            page("board/cards/", board.cards, "cards"),
            page("act/<str:act>/", acts.act, "act"),
            page("report/", undo.report, "report"),
            page("undo/", undo.undo, "undo"),
            page("columns/", ApplicationAdmin.choose_columns, "columns"),
            page("<path:object_id>/move/", single.move, "move"),
            page("<path:object_id>/rate/", single.rate, "rate"),
            page("<path:object_id>/note/", single.note, "note"),
            page("<path:object_id>/mail-again/", single.send_again, "mail_again"),
            page("<path:object_id>/cv/", cv.download, "cv"),
            page("<path:object_id>/cv/view/", cv.view, "cv_view"),
            *super().get_urls(),
        ]
