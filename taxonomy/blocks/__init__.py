"""The blocks of which editors make pages, as far as they know nothing of jobs.

They lie here because a category is a page and has them; `careers.blocks` adds to them.
"""

from taxonomy.blocks.facts import QuestionsBlock, StatisticsBlock, TeamBlock
from taxonomy.blocks.links import CallToActionBlock, LinkBlock
from taxonomy.blocks.media import GalleryBlock, PictureBlock, VideoBlock
from taxonomy.blocks.stream import StoryBlock
from taxonomy.blocks.text import QuoteBlock, TextBlock

__all__ = [
    "CallToActionBlock",
    "GalleryBlock",
    "LinkBlock",
    "PictureBlock",
    "QuestionsBlock",
    "QuoteBlock",
    "StatisticsBlock",
    "StoryBlock",
    "TeamBlock",
    "TextBlock",
    "VideoBlock",
]
