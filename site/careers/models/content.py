"""Pages of the editors' own: about us, how we hire, questions and answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from careers.addresses import is_free_for_pages
from careers.blocks import PageBlock
from careers.models.fields import picture_field
from nexus.core.shared_pages import shared_page

ADDRESS_TAKEN = _("Something else of this site has this address. Choose another one.")


@method_decorator(shared_page, name="serve")
class ContentPage(Page):
    """A page made of blocks."""

    lead = models.CharField(_("opening sentence"), max_length=400, blank=True)
    picture = picture_field()
    body = StreamField(PageBlock(), blank=True, verbose_name=_("content"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    parent_page_types: ClassVar[list[str]] = ["careers.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "careers/pages/content_page.html"

    class Meta:
        verbose_name = _("page of blocks")
        verbose_name_plural = _("pages of blocks")

    def clean(self) -> None:
        super().clean()
        if self.slug and not is_free_for_pages(self.slug):
            raise ValidationError({"slug": ADDRESS_TAKEN})
