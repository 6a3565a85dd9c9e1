"""The site of the back office: Django's admin behind our login, with lists of ours and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from nexus.backoffice.background import background_work
from nexus.backoffice.frame import frame_of
from nexus.backoffice.home import home
from nexus.backoffice.saved_filters import keep_filter
from nexus.backoffice.switching import switch_company
from nexus.core.backoffice import Entry, ScopedAdmin, acting
from nexus.core.backoffice.navigation import navigation
from nexus.core.backoffice.pages import added_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template.response import TemplateResponse
    from django.urls import URLPattern, URLResolver

# Sends to whatever page a row names as its own, with the row's title in the address, unasked whose
# the row is.
_UNGUARDED = frozenset({"view_on_site"})


class BackOffice(AdminSite):
    """Signs nobody in by itself: that is for the one login, which knows both factors."""

    site_header = site_title = _("Back office")
    index_title = _("Home")
    enable_nav_sidebar = False

    def register(
        self,
        model_or_iterable: Any,
        admin_class: type[Any] | None = None,
        **options: Any,
    ) -> None:
        """Take in what knows whose rows are whose. What packages bring for their tables does not."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        urls = [url for url in super().get_urls() if getattr(url, "name", "") not in _UNGUARDED]
        ours = [
            path("background/", self.admin_view(background_work), name="background_work"),
            path("company/", self.admin_view(switch_company), name="switch_company"),
            path("filters/", self.admin_view(keep_filter), name="keep_filter"),
        ]
        added = [
            path(page.route, self.admin_view(page.view), name=page.name) for page in added_pages()
        ]
        return [*ours, *added, *urls]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        wanted = request.GET.get("next", reverse("admin:index"))
        query = urlencode({"next": wanted})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits for the person, and what has happened."""
        return home(request, {**self.each_context(request), **(extra_context or {})})

    def app_index(  # type: ignore[override]  # the stubs know of no redirect
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead home: which app keeps a row is of no concern to the people who work here."""
        return HttpResponseRedirect(reverse("admin:index"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return nothing: `navigation` takes its place, and asks fewer questions."""
        return []

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if not context["has_permission"]:
            return context
        groups = navigation(request, acting(request), self._lists(), reverse("admin:index"))
        return {**context, "navigation": groups, "frame": frame_of(request)}

    def _lists(self) -> Iterable[Entry]:
        for model_admin in self._registry.values():
            if isinstance(model_admin, ScopedAdmin):
                entry = model_admin.navigation_entry()
                if entry is not None:
                    yield entry
