"""Words: running text and quotes."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PLAIN = ["bold", "italic", "link", "document-link"]
PROSE = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": PROSE, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings, lists and links.")
        group = _("Words")
        template = "careers/blocks/text.html"
        preview_value = (
            "<h2>How a week looks</h2><p>On Mondays we plan, on Fridays we <b>show</b> what came"
            " of it. In between nobody asks where you sit.</p>"
        )


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=600)
    name = blocks.CharBlock(label=_("Who says it"), max_length=100)
    role = blocks.CharBlock(label=_("What they do"), max_length=100, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("What somebody says, with their name.")
        group = _("Words")
        template = "careers/blocks/quote.html"
        preview_value = {
            "text": "I came for the machines and stayed for the people who mend them.",
            "name": "Ines Carvalho",
            "role": "Maintenance engineer",
        }
