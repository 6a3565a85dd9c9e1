"""The home page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from careers.blocks import PageBlock
from careers.models.fields import FIXED_PROMOTE_PANELS, picture_field
from nexus.core.shared_pages import shared_page

_FEATURED, _NEWEST = 4, 8


@method_decorator(shared_page, name="serve")
class HomePage(Page):
    """The root of the site; all other pages hang below it."""

    headline = models.CharField(
        _("headline"), max_length=120, blank=True, help_text=_("Left empty, it is ours.")
    )
    lead = models.CharField(
        _("sentence below it"), max_length=300, blank=True, help_text=_("Left empty, it is ours.")
    )
    picture = picture_field()
    body = StreamField(PageBlock(), blank=True, verbose_name=_("what follows the jobs"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    promote_panels = FIXED_PROMOTE_PANELS

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "taxonomy.CategoryIndexPage",
        "careers.FeaturedJobIndexPage",
        "careers.CompanyIndexPage",
        "careers.ContentPage",
    ]
    template = "careers/pages/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows. Three queries at any number of jobs, and those of blocks."""
        from careers.listing import featured_pages, find_jobs, jobs_address
        from jobs.search import JobQuery
        from taxonomy.pages import index_context

        return {
            **super().get_context(request, *args, **kwargs),
            **index_context(),
            "featured": featured_pages(_FEATURED),
            "newest": find_jobs(JobQuery(ordering="-created_at"), limit=_NEWEST),
            "jobs_url": jobs_address(),
        }
