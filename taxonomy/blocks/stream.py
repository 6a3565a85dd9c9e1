"""The blocks that any page may have."""

from wagtail import blocks

from taxonomy.blocks.facts import QuestionsBlock, StatisticsBlock, TeamBlock
from taxonomy.blocks.links import CallToActionBlock
from taxonomy.blocks.media import GalleryBlock, PictureBlock, VideoBlock
from taxonomy.blocks.text import QuoteBlock, TextBlock


class StoryBlock(blocks.StreamBlock):
    text = TextBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    statistics = StatisticsBlock()
    team = TeamBlock()
    questions = QuestionsBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        template = "careers/blocks/story.html"
