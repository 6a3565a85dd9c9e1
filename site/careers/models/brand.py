"""How the site is called and looks: set by editors, effective everywhere."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField

from nexus.core.brand import DEFAULT_ACCENT_DARK, DEFAULT_ACCENT_LIGHT
from nexus.core.contrast import (
    ENOUGH_FOR_TEXT,
    contrast,
    nearest_readable,
    parse_colour,
)
from taxonomy.blocks import LinkBlock

# The grounds of tokens.css on which the accent stands as text: paper, panel, field.
LIGHT_GROUNDS = ("#fcfcfa", "#f3f3ef", "#ffffff")
DARK_GROUNDS = ("#16181b", "#1f2226", "#101214")
NO_COLOUR = _("A colour is written as “#0b5a4b”.")


def default_name() -> str:
    return settings.WAGTAIL_SITE_NAME


@register_setting(icon="cog", order=100)
class SiteSettings(BaseGenericSetting):
    """The one row of settings for the whole site."""

    name = models.CharField(_("name of the site"), max_length=60, default=default_name)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_(
            "Stands in place of the name; at least 80 pixels high, readable on light and dark ground."
        ),
    )
    accent_light = models.CharField(
        _("accent on light ground"), max_length=7, default=DEFAULT_ACCENT_LIGHT
    )
    accent_dark = models.CharField(
        _("accent on dark ground"), max_length=7, default=DEFAULT_ACCENT_DARK
    )
    footer_text = RichTextField(
        _("text at the foot"), blank=True, max_length=1000, features=["bold", "italic", "link"]
    )
    footer_links = StreamField(
        [("link", LinkBlock())], blank=True, max_num=12, verbose_name=_("links at the foot")
    )
    social_picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for sharing"),
        help_text=_(
            "Shown where somebody shares a page that has no picture of its own; 1200 by 630 pixels."
        ),
    )

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("logo")], _("Name")),
        MultiFieldPanel(
            [
                FieldPanel("accent_light", widget=forms.TextInput(attrs={"type": "color"})),
                FieldPanel("accent_dark", widget=forms.TextInput(attrs={"type": "color"})),
            ],
            _("Colours"),
        ),
        MultiFieldPanel([FieldPanel("footer_text"), FieldPanel("footer_links")], _("Foot")),
        FieldPanel("social_picture"),
    ]

    class Meta:
        verbose_name = _("name and look")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        for field, grounds, towards in (
            ("accent_light", LIGHT_GROUNDS, "#000000"),
            ("accent_dark", DARK_GROUNDS, "#ffffff"),
        ):
            colour = getattr(self, field).strip().lower()
            setattr(self, field, colour)
            if fault := colour_fault(colour, grounds, towards=towards):
                errors[field] = fault
        if errors:
            raise ValidationError(errors)


def colour_fault(colour: str, grounds: tuple[str, ...], *, towards: str) -> str:
    """Return why `colour` cannot be read on `grounds`, and what could; empty where it can."""
    if parse_colour(colour) is None:
        return str(NO_COLOUR)
    ratio = min(contrast(colour, ground) for ground in grounds)
    if ratio >= ENOUGH_FOR_TEXT:
        return ""
    # Cut, not rounded: 4.49 must not be told as the 4.5 that is asked for.
    return gettext(
        "This colour has a contrast of %(ratio)s to 1 with the page, and text needs at least"
        " %(enough)s to 1. %(other)s would do."
    ) % {
        "ratio": f"{int(ratio * 100) / 100:.2f}",
        "enough": ENOUGH_FOR_TEXT,
        "other": nearest_readable(colour, grounds, towards=towards),
    }
