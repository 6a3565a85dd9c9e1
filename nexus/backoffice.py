"""The back office: Django's admin behind our login, with a front page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from hiring.querysets import with_workload
from people.models import Membership


class BackOffice(AdminSite):
    """Signs nobody in by itself: that is for the one login, which knows both factors."""

    site_header = site_title = _("Nexus back office")
    index_title = _("Back office")
    index_template = "backoffice/index.html"
    enable_nav_sidebar = False

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        wanted = request.GET.get("next", reverse("admin:index"))
        query = urlencode({"next": wanted})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show who is signed in and what waits in each of their companies. One query for that."""
        mine = Membership.objects.filter(user=request.user)  # type: ignore[misc]  # nobody else is let in
        facts = {"memberships": with_workload(mine).order_by("company__name")}
        return super().index(request, {**facts, **(extra_context or {})})
