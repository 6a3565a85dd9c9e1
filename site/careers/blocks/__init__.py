"""The blocks of the site's pages: the common ones, and lists of jobs."""

from careers.blocks.job_list import CompanyChooserBlock, JobListBlock
from careers.blocks.stream import PageBlock

__all__ = ["CompanyChooserBlock", "JobListBlock", "PageBlock"]
