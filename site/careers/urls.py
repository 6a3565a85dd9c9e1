"""The addresses of the site that are not pages of the CMS."""

from django.urls import path, re_path

from careers import views
from careers.machines.feeds import json_feed, rss_feed
from careers.picture_views import job_picture

urlpatterns = [
    path("jobs/feed.rss", rss_feed, name="rss_feed"),
    path("jobs/feed.json", json_feed, name="json_feed"),
    re_path(r"^jobs/([0-9]{1,18})/picture-([0-9a-f]{16})\.png$", job_picture, name="job_picture"),
    # No database holds an id of more than 18 digits.
    re_path(
        r"^jobs/(?P<job_id>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$", views.job_page, name="job_page"
    ),
]
