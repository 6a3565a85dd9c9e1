"""The addresses of the site that are not pages of the CMS."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from careers import reporting, views
from careers.applying import views as applying
from careers.job_search.views import job_list, job_suggestions
from careers.machines.feeds import json_feed, rss_feed
from careers.mine import saved_views
from careers.picture_views import job_picture

# No database holds an id of more than 18 digits.
_JOB = r"^jobs/(?P<job_id>[0-9]{1,18})(?:-[^/]*)?"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(rf"{_JOB}/apply/$", applying.apply, name="apply"),
    re_path(rf"{_JOB}/apply/code/$", applying.enter_code, name="apply_code"),
    re_path(rf"{_JOB}/apply/discard/$", applying.discard, name="apply_discard"),
    re_path(rf"{_JOB}/apply/sent/$", applying.sent, name="apply_sent"),
    re_path(rf"{_JOB}/report/$", reporting.report, name="report_job"),
    re_path(rf"{_JOB}/report/sent/$", reporting.reported, name="job_reported"),
    re_path(r"^jobs/(?P<job_id>[0-9]{1,18})/save/$", saved_views.save, name="save_job"),
    path("jobs/", job_list, name="job_list"),
    path("jobs/suggestions/", job_suggestions, name="job_suggestions"),
    path("jobs/alerts/", include("careers.alerts.urls")),
    path("jobs/feed.rss", rss_feed, name="rss_feed"),
    path("jobs/feed.json", json_feed, name="json_feed"),
    re_path(r"^jobs/([0-9]{1,18})/picture-([0-9a-f]{16})\.png$", job_picture, name="job_picture"),
    re_path(
        r"^jobs/(?P<job_id>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$", views.job_page, name="job_page"
    ),
]
