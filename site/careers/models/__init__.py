"""The pages of the careers site, and the alerts of its search."""

from careers.alerts.models import AlertedJob, JobAlert, Subscriber
from careers.models.brand import SiteSettings
from careers.models.companies import CompanyIndexPage, CompanyPage
from careers.models.content import ContentPage
from careers.models.features import FeaturedJobIndexPage, FeaturedJobPage
from careers.models.home import HomePage

__all__ = [
    "AlertedJob",
    "CompanyIndexPage",
    "CompanyPage",
    "ContentPage",
    "FeaturedJobIndexPage",
    "FeaturedJobPage",
    "HomePage",
    "JobAlert",
    "SiteSettings",
    "Subscriber",
]
