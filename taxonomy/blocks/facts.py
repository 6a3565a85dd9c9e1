"""What is counted, who is there, what is often asked."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from taxonomy.blocks.text import PLAIN


class StatisticsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    figures = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("figure", blocks.CharBlock(label=_("Figure"), max_length=20)),
                ("label", blocks.CharBlock(label=_("What it counts"), max_length=100)),
            ],
            label=_("Figure"),
        ),
        label=_("Figures"),
        min_num=2,
        max_num=6,
    )
    source = blocks.CharBlock(label=_("Where they are from"), max_length=200, required=False)

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("Two to six numbers, each with what it counts.")
        group = _("Facts")
        template = "careers/blocks/statistics.html"
        preview_value = {
            "heading": "In figures",
            "figures": [
                {"figure": "620", "label": "people in two offices"},
                {"figure": "28 days", "label": "of holiday, and five more to buy"},
                {"figure": "9 days", "label": "from application to answer"},
            ],
        }


class TeamBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    people = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("name", blocks.CharBlock(label=_("Name"), max_length=100)),
                ("role", blocks.CharBlock(label=_("What they do"), max_length=100)),
                (
                    "words",
                    blocks.TextBlock(label=_("In a few words"), max_length=300, required=False),
                ),
                ("portrait", ImageBlock(label=_("Portrait"), required=False)),
            ],
            label=_("Person"),
        ),
        label=_("People"),
        min_num=1,
        max_num=12,
    )

    class Meta:
        icon = "group"
        label = _("Team")
        description = _("The people one would work with.")
        group = _("Facts")
        template = "careers/blocks/team.html"
        preview_value = {
            "heading": "Who you will meet",
            "people": [
                {"name": "Ines Carvalho", "role": "Head of maintenance", "words": "Twelve years."},
                {"name": "Tom Akande", "role": "Apprentice", "words": "Second year."},
            ],
        }


class QuestionsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    questions = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("question", blocks.CharBlock(label=_("Question"), max_length=200)),
                ("answer", blocks.RichTextBlock(label=_("Answer"), features=[*PLAIN, "ul", "ol"])),
            ],
            label=_("Question"),
        ),
        label=_("Questions"),
        min_num=1,
        max_num=30,
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Questions that unfold into their answers.")
        group = _("Facts")
        template = "careers/blocks/questions.html"
        preview_value = {
            "heading": "Often asked",
            "questions": [
                {"question": "Do I need a letter?", "answer": "<p>No. A CV and a sentence do.</p>"},
                {"question": "When do I hear from you?", "answer": "<p>Within two weeks.</p>"},
            ],
        }
