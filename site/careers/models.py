"""The pages of the careers site."""

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The root of the site; the category index and the featured jobs hang below it."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "taxonomy.CategoryIndexPage",
        "careers.FeaturedJobIndexPage",
    ]


class FeaturedJobIndexPage(Page):
    """The parent of all featured jobs; their order below it is the editors' order."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["careers.HomePage"]
    subpage_types: ClassVar[list[str]] = ["careers.FeaturedJobPage"]


class FeaturedJobPage(Page):
    """A page about one job, which is featured while this page is live."""

    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="feature_pages")
    hero = models.CharField(
        max_length=250, blank=True, help_text="One sentence that makes people stop."
    )
    story = RichTextField(blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("job"),
        FieldPanel("hero"),
        FieldPanel("story"),
    ]

    parent_page_types: ClassVar[list[str]] = ["careers.FeaturedJobIndexPage"]
    subpage_types: ClassVar[list[str]] = []
