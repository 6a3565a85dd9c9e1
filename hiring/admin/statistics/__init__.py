"""The pages of the statistics: whose, of which days, and what is counted, as tables and charts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hiring.admin.statistics import views
from nexus.core.backoffice import Entry, add_entry, add_page
from people.standing import memberships_of

add_page("statistics/", views.statistics, "statistics")
add_page("statistics/<slug:part>/", views.statistics, "statistics_part")
add_page("statistics/<slug:part>/<slug:table>.csv", views.download, "statistics_table")
add_entry(
    Entry(
        _("Statistics"),
        "chart-no-axes-column",
        lambda request: reverse("admin:statistics"),
        order=50,
        is_for=lambda user: user.is_admin or bool(memberships_of(user)),
    )
)
