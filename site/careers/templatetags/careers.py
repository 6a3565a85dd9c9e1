"""Filters that turn what a job holds into what a person reads."""

from django import template
from django.utils.safestring import SafeString

from careers.companies import company_path
from careers.postings import safe_html
from jobs.models import Job
from jobs.pay_words import pay_line
from people.models import Company

register = template.Library()


@register.filter
def salary(job: Job) -> str:
    """Return the pay in one line, as "50,000 – 60,000 EUR a year"; empty where none is given."""
    return pay_line(job)


@register.filter
def company_url(company: Company) -> str:
    """Return the address of a company's page."""
    return company_path(company)


@register.filter
def bare_address(url: str) -> str:
    """Return a web address as people say it: without its scheme and the slash at its end."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


@register.filter
def cleaned(html: str) -> SafeString:
    """Return a posting's text for the page. It is clean already: this holds whatever wrote it."""
    return safe_html(html)
