"""Featured jobs: pages that editors write about one job each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from careers.blocks import PageBlock
from careers.forms import FeaturedJobForm
from careers.models.fields import FIXED_PROMOTE_PANELS, introduction_field, picture_field
from nexus.core.shared_pages import shared_page

_MOST = 100


@method_decorator(shared_page, name="serve")
class FeaturedJobIndexPage(Page):
    """The parent of all featured jobs; their order below it is the editors' order."""

    introduction = introduction_field()

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = FIXED_PROMOTE_PANELS

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["careers.HomePage"]
    subpage_types: ClassVar[list[str]] = ["careers.FeaturedJobPage"]
    template = "careers/pages/featured_job_index_page.html"

    class Meta:
        verbose_name = _("featured jobs")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the pages of open jobs. One query."""
        from careers.listing import featured_pages

        return {
            **super().get_context(request, *args, **kwargs),
            "pages": featured_pages(_MOST),
        }


@method_decorator(shared_page, name="serve")
class FeaturedJobPage(Page):
    """A page about one job, which is featured while this page is live."""

    job = models.ForeignKey("jobs.Job", on_delete=models.PROTECT, related_name="feature_pages")
    hero = models.CharField(
        max_length=250, blank=True, help_text=_("One sentence that makes people stop.")
    )
    picture = picture_field()
    body = StreamField(PageBlock(), blank=True, verbose_name=_("story"))

    base_form_class = FeaturedJobForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("job"),
        FieldPanel("hero"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    parent_page_types: ClassVar[list[str]] = ["careers.FeaturedJobIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "careers/pages/featured_job_page.html"

    class Meta:
        verbose_name = _("featured job")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page while its job is open; later it is gone. Editors may always preview it."""
        from careers.viewing import note_view
        from careers.views import job_gone

        is_preview = getattr(request, "is_preview", False)
        if self.job.is_open() or is_preview:
            response: HttpResponseBase = super().serve(request, *args, **kwargs)
            if not is_preview:
                note_view(request, self.job)
            return response
        return job_gone(request, self.job)
