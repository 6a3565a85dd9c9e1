"""The pages of the careers site."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from careers.forms import FeaturedJobForm
from nexus.core.shared_pages import shared_page


@method_decorator(shared_page, name="serve")
class HomePage(Page):
    """The root of the site; the category index and the featured jobs hang below it."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "taxonomy.CategoryIndexPage",
        "careers.FeaturedJobIndexPage",
    ]
    template = "careers/pages/home_page.html"


@method_decorator(shared_page, name="serve")
class FeaturedJobIndexPage(Page):
    """The parent of all featured jobs; their order below it is the editors' order."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["careers.HomePage"]
    subpage_types: ClassVar[list[str]] = ["careers.FeaturedJobPage"]
    template = "careers/pages/featured_job_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = FeaturedJobPage.objects.child_of(self).live().order_by("path")
        return {
            **super().get_context(request, *args, **kwargs),
            "pages": [p for p in pages.select_related("job__company") if p.job.is_open()],
        }


@method_decorator(shared_page, name="serve")
class FeaturedJobPage(Page):
    """A page about one job, which is featured while this page is live."""

    job = models.ForeignKey("jobs.Job", on_delete=models.PROTECT, related_name="feature_pages")
    hero = models.CharField(
        max_length=250, blank=True, help_text="One sentence that makes people stop."
    )
    story = RichTextField(blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    base_form_class = FeaturedJobForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("job"),
        FieldPanel("hero"),
        FieldPanel("story"),
    ]

    parent_page_types: ClassVar[list[str]] = ["careers.FeaturedJobIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "careers/pages/featured_job_page.html"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page while its job is open; later it is gone. Editors may always preview it."""
        from careers.views import job_gone

        if self.job.is_open() or getattr(request, "is_preview", False):
            response: HttpResponseBase = super().serve(request, *args, **kwargs)
            return response
        return job_gone(request, self.job)
