"""The pages of the careers site."""

from careers.models.brand import SiteSettings
from careers.models.companies import CompanyIndexPage, CompanyPage
from careers.models.content import ContentPage
from careers.models.features import FeaturedJobIndexPage, FeaturedJobPage
from careers.models.home import HomePage

__all__ = [
    "CompanyIndexPage",
    "CompanyPage",
    "ContentPage",
    "FeaturedJobIndexPage",
    "FeaturedJobPage",
    "HomePage",
    "SiteSettings",
]
