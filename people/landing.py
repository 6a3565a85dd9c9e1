"""Where people arrive who have signed in and were not on their way to anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from people.models import CompanyRegistration

if TYPE_CHECKING:
    from people.models import User


def landing_page_for(user: User) -> str:
    """Return the first page for `user`: where their work is, else `LOGIN_REDIRECT_URL`.

    Admins and members of companies work in the back office, editors in the CMS. Those whose company
    could not be registered, its name being taken, choose another one.
    """
    if user.is_staff:
        return reverse("admin:index")
    if user.has_perm("wagtailadmin.access_admin"):
        return reverse("wagtailadmin_home")
    if CompanyRegistration.objects.filter(user=user).exists():
        return reverse("account_company")
    return resolve_url(settings.LOGIN_REDIRECT_URL)
