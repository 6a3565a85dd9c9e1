"""The base of every list and form of the back office."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.filters import SimpleListFilter
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import URLField
from django.forms import URLInput
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice.changelist import CappedPaginator, EmptyState, ScopedChangeList
from nexus.core.backoffice.filters import ScopedRelatedFilter
from nexus.core.backoffice.forms import ShowsRefusal, remember_refusal, remembered_refusal
from nexus.core.backoffice.navigation import Entry, Section
from nexus.core.backoffice.scoping import ScopesChoices, acting
from nexus.core.errors import Missing, NotAllowed, Refused
from nexus.core.exporting.offering import export_url
from nexus.core.transfers.offering import import_url

if TYPE_CHECKING:
    from django.db.models import Field, QuerySet
    from django_stubs_ext import StrOrPromise

    from people.models import User


class ScopedAdmin(ScopesChoices, ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Shows each person their rows and lets them do what the app's own services allow.

    A subclass says whose rows are whose (`rows_for`) and what may be done (`may_view`, `may_add`,
    `may_change`, `may_delete`); Django's model permissions are never asked. Forms hand what was
    typed to services in `save_model`: a `Refused` comes back beside the fields, with nothing saved.
    """

    # The way from a row to its company, as "job__company": lists are narrowed to the one in view.
    company_path = ""
    # In the navigation; without an icon the list is not there.
    icon = ""
    # What the list is called; of itself it is the plural of its rows.
    nav_label: StrOrPromise = ""
    nav_section = Section.WORK
    nav_order = 100
    # The kind as which its rows can be exported, if they can.
    export_kind = ""
    # The kind as which its rows can be imported, if they can.
    import_kind = ""
    # A sentence or two below the title of the list: what it holds, and what is not obvious.
    intro: StrOrPromise = ""

    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    paginator = CappedPaginator
    # Sorting by a column without an index reads the whole table: each list names what it can.
    sortable_by: ClassVar[Any] = ()
    view_on_site: Any = False
    # Django's own shows an address twice: as a link, and to be changed.
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        URLField: {"widget": URLInput(attrs={"class": "vURLField"})}
    }

    # --- what a subclass decides ---------------------------------------------------------------

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may see at all; pages of others answer 404."""
        raise NotImplementedError

    def may_view(self, user: User, obj: Any | None) -> bool:
        """Tell whether `user` may open the list (`obj` is None) or the row."""
        raise NotImplementedError

    def may_add(self, user: User) -> bool:
        return False

    def may_change(self, user: User, obj: Any | None) -> bool:
        return False

    def may_delete(self, user: User, obj: Any | None) -> bool:
        return False

    def may_act(self, action: str, user: User, obj: Any) -> bool:
        """Tell whether the row's own page offers an action. Services decide whether it is done."""
        return True

    def empty_state(self, request: HttpRequest) -> EmptyState:
        """Return what the list says when there is nothing in it, whatever the filters."""
        if not self.has_add_permission(request):
            return EmptyState(_("Nothing here yet"))
        name = self.opts.verbose_name
        add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return EmptyState(_("Nothing here yet"), action=_("Add %(name)s") % {"name": name}, url=add)

    def heading(self, obj: Any) -> str:
        """Return the title of the row's own page. It may hold names: it is not logged."""
        return str(obj)

    # --- whose rows, and who may ---------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.rows_for(request)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_view(acting(request), obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add(acting(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(acting(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_delete(acting(request), obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_view(acting(request), None)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Allow what a filter of the list asks for: other columns cannot be guessed at."""
        names = []
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, SimpleListFilter):
                names.append(str(item.parameter_name))
            else:
                names.append(str(item[0] if isinstance(item, list | tuple) else item))
        if self.date_hierarchy:
            names.append(self.date_hierarchy)
        asked = any(lookup == name or lookup.startswith(f"{name}__") for name in names)
        return asked and super().lookup_allowed(lookup, value, request)

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Put our filter in the place of Django's where a column leads to other rows."""
        return [
            (item, ScopedRelatedFilter) if self._is_relation(item) else item
            for item in super().get_list_filter(request)
        ]

    def _is_relation(self, item: Any) -> bool:
        if not isinstance(item, str):
            return False
        field: Any = None
        opts = self.opts
        for part in item.split("__"):
            try:
                field = opts.get_field(part)
            except FieldDoesNotExist:
                return False
            opts = field.related_model._meta if field.is_relation else opts
        return field is not None and field.is_relation

    # --- lists ---------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ScopedChangeList]:
        return ScopedChangeList

    def list_without_rows(self, request: HttpRequest) -> Any:
        """Return the list for the address of `request`, with nothing counted and nothing loaded.

        Its `queryset` has the rows that the list would show, of all pages. Raises what Django does
        for what cannot be asked.
        """
        shown = self.get_changelist(request)
        alone = copy(self)
        kind = type(shown.__name__, (shown,), {"get_results": lambda self, request: None})
        alone.get_changelist = lambda request, **kwargs: kind  # type: ignore[method-assign]
        return alone.get_changelist_instance(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        facts = {
            "title": self.list_label(),
            "intro": self.intro,
            "empty_state": self.empty_state(request),
            # Rows of an app above this toolbox, by name.
            "saved_filters": acting(request).saved_filters.filter(model=self.opts.label_lower),
            "current_query": request.GET.urlencode(),
            "import_url": import_url(self.import_kind, acting(request)),
            "export_url": export_url(self.export_kind, acting(request), query=request.GET),
        }
        return super().changelist_view(request, {**facts, **(extra_context or {})})

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Run an action on the rows that were ticked, a page of them at most."""
        if request.POST.get("select_across", "0") != "0":
            messages.error(request, _("Choose the rows themselves: at most a page of them."))
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    # --- forms ---------------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (ShowsRefusal, form), {"refusal": remembered_refusal(request)})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form, and show it again with what a service refused: all was rolled back."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotAllowed as refused:
            raise PermissionDenied(refused.message) from refused
        except Missing as refused:
            raise Http404(refused.message) from refused
        except Refused as refused:
            remember_refusal(request, refused)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        original = context.get("original")
        action_form = context.get("action_form")
        if action_form and original:
            choices = [
                (name, label)
                for name, label in action_form.fields["action"].choices
                if name and self.may_act(name, acting(request), original)
            ]
            action_form.fields["action"].choices = choices
            context["action_form"] = action_form if choices else None
        heading = self.heading(original) if original else context.get("title", "")
        return super().render_change_form(
            request,
            {**context, "heading": heading, "subtitle": None, "list_label": self.list_label()},
            *args,
            **kwargs,
        )

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        facts = {"list_label": self.list_label(), **(extra_context or {})}
        return super().delete_view(request, object_id, facts)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        facts = {"list_label": self.list_label(), **(extra_context or {})}
        return super().history_view(request, object_id, facts)

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> NoReturn:
        # Django leads to the front page and says that the row may have been deleted.
        raise Http404

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Leave out the little buttons that add or change related rows in a window of their own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        for button in (
            "can_add_related",
            "can_change_related",
            "can_delete_related",
            "can_view_related",
        ):
            if hasattr(widget, button):
                setattr(widget, button, False)
        return field

    def list_label(self) -> StrOrPromise:
        return self.nav_label or capfirst(str(self.opts.verbose_name_plural))

    # --- the navigation ------------------------------------------------------------------------

    def navigation_entry(self) -> Entry | None:
        """Return the list's own line in the navigation; None without an icon."""
        if not self.icon:
            return None
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return Entry(
            label=self.list_label(),
            icon=self.icon,
            url=lambda request: reverse(address),
            section=self.nav_section,
            order=self.nav_order,
            is_for=lambda user: self.may_view(user, None),
        )
