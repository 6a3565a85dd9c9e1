"""The devices from which somebody has signed in, and the mail that tells them of a new one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from allauth.core.internal.httpkit import is_headless_request
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from nexus.core.api.client import client_address
from people.privacy_models import KnownDevice

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import User

COOKIE = "device"
_SALT = "people.devices"
_YEAR = 365 * 24 * 60 * 60
MOST_KEPT = 50
"""Of one person; those that have not been used for the longest time are forgotten beyond that."""


def is_new_device(request: HttpRequest, response: HttpResponse, user: User) -> bool:
    """Remember the device of somebody who signs in, and tell whether it is one to tell them of.

    The very first one is not. A browser is known by a cookie, which is set here and says nothing of
    whose it is; a program by what it calls itself and its network address. Two or three queries for
    a known device.
    """
    device, created = KnownDevice.objects.get_or_create(
        user=user, mark=_mark(request, response, user)
    )
    if not created:
        KnownDevice.objects.filter(pk=device.pk).update(last_seen_at=timezone.now())
        return False
    others = KnownDevice.objects.filter(user=user).exclude(pk=device.pk)
    is_first = not others.exists()
    too_many = others.order_by("-last_seen_at", "-pk").values_list("pk")[MOST_KEPT - 1 :]
    KnownDevice.objects.filter(pk__in=[pk for (pk,) in too_many]).delete()
    return not is_first


def _mark(request: HttpRequest, response: HttpResponse, user: User) -> str:
    if is_headless_request(request):
        name = f"{client_address(request)} {request.headers.get('User-Agent', '')}"
    else:
        name = request.get_signed_cookie(COOKIE, default="", salt=_SALT) or secrets.token_urlsafe()
        response.set_signed_cookie(
            COOKIE,
            name,
            salt=_SALT,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    key = settings.INDEX_KEY
    return salted_hmac(_SALT, f"{user.pk} {name}", secret=key, algorithm="sha256").hexdigest()
