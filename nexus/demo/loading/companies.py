"""Loads the companies with their logos and members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils.text import slugify

from nexus.core.storages import public_storage, saved_file
from nexus.demo.content.catalogue import COMPANIES
from nexus.demo.content.places import BY_KEY
from nexus.demo.drawings import logo
from nexus.demo.logins import LOGINS
from people.choices import Role
from people.models import Company, Membership

if TYPE_CHECKING:
    from contextlib import ExitStack

    from nexus.demo.loading.accounts import Accounts


def taken_names() -> list[str]:
    """Return the names of companies that are called as one of the demo's, in any case."""
    wanted = Q()
    for text in COMPANIES:
        wanted |= Q(name__iexact=text.name) | Q(slug=slugify(text.name))
    return sorted(Company.objects.filter(wanted).values_list("name", flat=True))


def load_companies(accounts: Accounts, files: ExitStack) -> dict[str, Company]:
    """Create the companies, and return them by name."""
    companies = {text.name: Company() for text in COMPANIES}
    for number, text in enumerate(COMPANIES):
        city = BY_KEY[text.cities[0]]
        company = companies[text.name]
        company.name = text.name
        company.slug = slugify(text.name)
        company.description = "\n\n".join(text.about)
        company.website = f"https://{text.site}/"
        company.reply_address = f"jobs@{text.site}"
        company.location = ", ".join(dict.fromkeys((city.name, city.country)))
        company.is_verified = text.verified
        company.logo.name = files.enter_context(
            saved_file(public_storage(), f"logos/{company.slug}.png", ContentFile(logo(number)))
        )
    Company.objects.bulk_create(companies.values())
    roles = {accounts.by_login[login.username].pk: login.role for login in LOGINS if login.role}
    Membership.objects.bulk_create(
        [
            Membership(company=companies[name], user=user, role=roles.get(user.pk, Role.OWNER))
            for name, members in accounts.staff.items()
            for user in members
        ]
    )
    return companies
