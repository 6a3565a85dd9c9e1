"""The addresses of the site that are not pages of the CMS."""

from django.urls import re_path

from careers import views

urlpatterns = [
    # No database holds an id of more than 18 digits.
    re_path(
        r"^jobs/(?P<job_id>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$", views.job_page, name="job_page"
    ),
]
