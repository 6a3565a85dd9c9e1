"""Pictures and films. All of them are files of ours: nothing is embedded from other hosts."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

FILM_TYPES = {".mp4": "video/mp4", ".webm": "video/webm", ".m4v": "video/mp4"}
ONE_FILM = _("Choose a film of ours or give the address of one elsewhere: one of the two.")
NOT_A_FILM = _("This document is no film: browsers play .mp4, .m4v and .webm.")
NOT_SUBTITLES = _("Subtitles are a .vtt file.")


def sample_picture() -> Any:
    """Return any picture for the preview of a block; None where there is none yet."""
    image = get_image_model().objects.order_by("pk").first()
    if image is not None:
        image.contextual_alt_text, image.decorative = "", True
    return image


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)
    credit = blocks.CharBlock(label=_("Whose picture it is"), max_length=100, required=False)
    width = blocks.ChoiceBlock(
        label=_("Width"),
        choices=[("text", _("As wide as the text")), ("wide", _("As wide as the page"))],
        default="text",
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture, described for those who cannot see it.")
        group = _("Pictures")
        template = "careers/blocks/picture.html"

    def get_preview_value(self) -> Any:
        caption = "The workshop on a Monday morning"
        return self.normalize({"image": sample_picture(), "caption": caption, "width": "text"})


class GalleryBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    pictures = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("image", ImageBlock(label=_("Picture"))),
                ("caption", blocks.CharBlock(label=_("Caption"), max_length=150, required=False)),
            ],
            label=_("Picture"),
        ),
        label=_("Pictures"),
        min_num=2,
        max_num=12,
    )

    class Meta:
        icon = "copy"
        label = _("Gallery")
        description = _("Two to twelve pictures beside each other.")
        group = _("Pictures")
        template = "careers/blocks/gallery.html"

    def get_preview_value(self) -> Any:
        picture = {"image": sample_picture(), "caption": "The workshop"}
        return self.normalize({"heading": "Where we work", "pictures": [picture] * 3})


class FilmValue(blocks.StructValue):
    """Knows what a browser is to be told of its file."""

    @property
    def content_type(self) -> str:
        return FILM_TYPES.get(_suffix(self.get("film")), "video/mp4")


class VideoBlock(blocks.StructBlock):
    """A film of ours is played here; one elsewhere is a still that leads there.

    An embedded player would tell its host who reads what.
    """

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    still = ImageBlock(label=_("Still picture"))
    film = DocumentChooserBlock(label=_("Film"), required=False, help_text=NOT_A_FILM)
    subtitles = DocumentChooserBlock(label=_("Subtitles"), required=False, help_text=NOT_SUBTITLES)
    address = blocks.URLBlock(label=_("Or where the film is"), required=False)
    duration = blocks.CharBlock(
        label=_("Duration"), max_length=20, required=False, help_text=_("As “2:30 min”.")
    )

    class Meta:
        icon = "media"
        label = _("Film")
        description = _("A film of ours, or a still that leads to one elsewhere.")
        group = _("Pictures")
        template = "careers/blocks/video.html"
        value_class = FilmValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        film, subtitles, address = (cleaned.get(name) for name in ("film", "subtitles", "address"))
        errors: dict[str, ValidationError] = {}
        if bool(film) == bool(address):
            errors["address"] = ValidationError(ONE_FILM)
        if film and _suffix(film) not in FILM_TYPES:
            errors["film"] = ValidationError(NOT_A_FILM)
        if subtitles and _suffix(subtitles) != ".vtt":
            errors["subtitles"] = ValidationError(NOT_SUBTITLES)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "title": "A day in the bakery",
                "still": sample_picture(),
                "address": "https://films.example/bakery",
                "duration": "2:30 min",
            }
        )


def _suffix(document: Any) -> str:
    return PurePath(document.file.name).suffix.lower() if document else ""
