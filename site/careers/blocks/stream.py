"""All blocks that pages of the site may have."""

from careers.blocks.job_list import JobListBlock
from taxonomy.blocks import StoryBlock


class PageBlock(StoryBlock):
    job_list = JobListBlock()
