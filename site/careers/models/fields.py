"""Fields that several page types have."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

INTRODUCTION_FEATURES = ["bold", "italic", "link", "ol", "ul"]

# Of pages whose address the rest of the product counts on: all but the address.
FIXED_PROMOTE_PANELS = [
    MultiFieldPanel(
        [FieldPanel("seo_title"), FieldPanel("search_description")], _("For search engines")
    ),
    MultiFieldPanel([FieldPanel("show_in_menus")], _("For site menus")),
]


def picture_field() -> models.ForeignKey[Any, Any]:
    """Return a picture that is kept out of a page, not the page with it, when it is deleted."""
    return models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_(
            "Shown at the head of the page, and where others share it. It adorns: what it shows is said elsewhere."
        ),
    )


def introduction_field() -> Any:
    return RichTextField(
        _("introduction"), blank=True, max_length=3000, features=INTRODUCTION_FEATURES
    )
