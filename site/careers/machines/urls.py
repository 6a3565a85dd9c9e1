"""The addresses that machines know: at the root, and the same in every language."""

from django.urls import path, re_path

from careers.machines.job_file import job_file
from careers.machines.robots import robots
from careers.machines.sitemaps import (
    sitemap_index,
    sitemap_of_companies,
    sitemap_of_jobs,
    sitemap_of_pages,
)

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap_index"),
    re_path(r"^sitemap-pages-([0-9]{1,9})\.xml$", sitemap_of_pages, name="sitemap_of_pages"),
    re_path(r"^sitemap-jobs-([0-9]{1,9})\.xml$", sitemap_of_jobs, name="sitemap_of_jobs"),
    re_path(
        r"^sitemap-companies-([0-9]{1,9})\.xml$", sitemap_of_companies, name="sitemap_of_companies"
    ),
    path("jobs/feed.xml", job_file, name="job_file"),
]
