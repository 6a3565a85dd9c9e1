"""Every address of the project."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from careers.featuring import feature_job
from careers.machines.urls import urlpatterns as machine_urls
from careers.mine.urls import urlpatterns as my_urls
from careers.previewing import preview_job
from careers.previewing_companies import preview_company
from careers.theme import theme
from careers.urls import urlpatterns as careers_urls
from nexus import health
from nexus.api import api, redoc
from nexus.media import public_file
from nexus.observing import csp_reports, metrics_page

# Whoever comes to a login of Django or Wagtail is sent to the one that asks for both factors.
_to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)
_to_logout = RedirectView.as_view(pattern_name="account_logout", query_string=True)
_to_reset = RedirectView.as_view(pattern_name="account_reset_password", query_string=True)
_to_password = RedirectView.as_view(pattern_name="account_change_password")

_inside = admin.site.admin_view

handler404 = "nexus.errors.not_found"
handler429 = "people.limits.too_many_requests"
handler500 = "nexus.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics_page.metrics),
    path("csp-report", csp_reports.csp_report),
    # Before the API, which answers 404 at its root.
    *i18n_patterns(
        path("", wagtail_views.serve, {"path": ""}, name="home"), prefix_default_language=False
    ),
    path("redoc/", redoc, name="redoc"),
    path("", api.urls),
    path("admin/login/", _to_login),
    path("admin/logout/", _to_logout),
    re_path(r"^admin/password_change/", _to_password),
    # Of the back office, though they show or make what belongs to the site.
    path("admin/jobs/job/preview/", _inside(preview_job), name="preview_new_job"),
    path("admin/jobs/job/<int:object_id>/preview/", _inside(preview_job), name="preview_job"),
    path("admin/people/company/preview/", _inside(preview_company), name="preview_new_company"),
    path(
        "admin/people/company/<int:object_id>/preview/",
        _inside(preview_company),
        name="preview_company",
    ),
    path("admin/jobs/job/<int:object_id>/feature/", _inside(feature_job), name="feature_job"),
    path("admin/", admin.site.urls),
    path("cms/login/", _to_login),
    path("cms/logout/", _to_logout),
    re_path(r"^cms/password_reset/", _to_reset),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", RedirectView.as_view(pattern_name="account_email")),
    path("accounts/", include("people.urls")),
    path("accounts/", include("allauth.urls")),
    path("media/<path:path>", public_file),
    *machine_urls,
    re_path(r"^theme/(?P<digest>[0-9a-f]{16})\.css$", theme, name="theme"),
    # English without a prefix, other languages below theirs: the address alone decides.
    *i18n_patterns(
        *careers_urls,
        path("my/", include(my_urls)),
        path("_util/login/", _to_login),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
