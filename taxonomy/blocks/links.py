"""Where readers are sent: to one of our pages or to an address."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from nexus.core.languages import in_language

ONE_TARGET = _("Choose a page or give an address: one of the two.")
NO_ADDRESS = _("An address begins with https://, with mailto: or, on this site, with a slash.")
_ADDRESSES = ("https://", "http://", "mailto:", "tel:")


class LinkValue(blocks.StructValue):
    """Knows where it leads."""

    @property
    def url(self) -> str:
        """Return the address; empty where the page is gone or not public."""
        page = self.get("page")
        if page is not None:
            return str(page.url or "") if page.live else ""
        address = str(self.get("address") or "")
        return in_language(address) if address.startswith("/") else address


class LinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Words"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.CharBlock(
        label=_("Or an address"), max_length=500, required=False, help_text=NO_ADDRESS
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        refuse_bad_target(cleaned)
        return cleaned


def refuse_bad_target(value: Any, *, required: bool = True) -> None:
    """Raise where a struct with `page` and `address` has both, none, or an unsafe address."""
    page, address = value.get("page"), (value.get("address") or "").strip()
    if (page and address) or (required and not page and not address):
        raise StructBlockValidationError(block_errors={"address": ValidationError(ONE_TARGET)})
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    if address and not is_path and not address.startswith(_ADDRESSES):
        raise StructBlockValidationError(block_errors={"address": ValidationError(NO_ADDRESS)})


class CallToActionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), max_length=400, required=False)
    link = LinkBlock(label=_("Button"))

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        description = _("A heading, a sentence and the one button that matters.")
        group = _("Ways on")
        template = "careers/blocks/call_to_action.html"
        preview_value = {
            "heading": "Not sure where you fit?",
            "text": "Tell us what you can do, and we will tell you where it is needed.",
            "link": {"label": "Look at all jobs", "page": None, "address": "/jobs/"},
        }
