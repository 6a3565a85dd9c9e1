"""The addresses of the site that are not pages of the CMS."""

from django.urls import path, re_path

from careers import views
from careers.applying import views as applying
from careers.job_search.views import job_list, job_suggestions
from careers.machines.feeds import json_feed, rss_feed
from careers.mine import saved_views
from careers.mine import views as mine
from careers.picture_views import job_picture

# No database holds an id of more than 18 digits.
_JOB = r"^jobs/(?P<job_id>[0-9]{1,18})(?:-[^/]*)?"
_APPLICATION = r"^my/applications/(?P<reference>[A-Za-z0-9-]{9,16})"

urlpatterns = [
    re_path(rf"{_JOB}/apply/$", applying.apply, name="apply"),
    re_path(rf"{_JOB}/apply/code/$", applying.enter_code, name="apply_code"),
    re_path(rf"{_JOB}/apply/discard/$", applying.discard, name="apply_discard"),
    re_path(rf"{_JOB}/apply/sent/$", applying.sent, name="apply_sent"),
    re_path(r"^jobs/(?P<job_id>[0-9]{1,18})/save/$", saved_views.save, name="save_job"),
    path("my/", mine.applications, name="my_applications"),
    re_path(rf"{_APPLICATION}/$", mine.application, name="my_application"),
    re_path(rf"{_APPLICATION}/cv/$", mine.cv, name="my_application_cv"),
    re_path(rf"{_APPLICATION}/withdraw/$", mine.withdraw, name="my_application_withdraw"),
    re_path(rf"{_APPLICATION}/restore/$", mine.restore, name="my_application_restore"),
    path("my/saved/", saved_views.saved_jobs, name="my_saved_jobs"),
    path("my/searches/", saved_views.saved_searches, name="my_saved_searches"),
    re_path(
        r"^my/searches/(?P<search_id>[0-9]{1,18})/delete/$",
        saved_views.remove_search,
        name="my_saved_search_delete",
    ),
    path("jobs/", job_list, name="job_list"),
    path("jobs/suggestions/", job_suggestions, name="job_suggestions"),
    path("jobs/feed.rss", rss_feed, name="rss_feed"),
    path("jobs/feed.json", json_feed, name="json_feed"),
    re_path(r"^jobs/([0-9]{1,18})/picture-([0-9a-f]{16})\.png$", job_picture, name="job_picture"),
    re_path(
        r"^jobs/(?P<job_id>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$", views.job_page, name="job_page"
    ),
]
