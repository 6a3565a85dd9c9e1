"""Coming in through Google, GitHub or LinkedIn, and what happens where they fail."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar

import requests
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess, ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import page_not_found

from people.services import adopt_language, complete_new_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from people.models import User

logger = logging.getLogger(__name__)

_VIEWS = "allauth.socialaccount."
# It is down or slow; it refuses; it sends something else than it ought to.
_ITS_FAULT = (
    requests.RequestException,
    OAuth2Error,
    ProviderException,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    DataError,
    ImproperlyConfigured,  # an id that is too long
)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Lets people in through Google, GitHub or LinkedIn, and nobody into another's account."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": gettext_lazy("Set a password first: you could not sign in any more."),
    }

    def list_apps(self, *args: Any, **kwargs: Any) -> list[Any]:
        # Those of the settings; rows in the database would get past the content security policy.
        return [app for app in super().list_apps(*args, **kwargs) if app.pk is None]

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Take over names and address, and keep of the rest nothing: it would lie in clear."""
        user = super().populate_user(request, sociallogin, data)
        sociallogin.account.extra_data = {}
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Ask those to sign in and connect whose address belongs to an account already.

        Where the provider does not vouch for the address nothing of the kind is said: whoever
        reads its mail is told.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        verified = [one.email for one in sociallogin.email_addresses if one.verified]
        if not any(filter_users_by_email(email) for email in verified):
            return
        facts = {"provider": sociallogin.provider.name}
        messages.warning(
            request,
            _(
                "There is an account with the address that %(provider)s tells us. "
                "Sign in to it as usual, then connect %(provider)s here."
            )
            % facts,
        )
        query = urlencode({"next": reverse("socialaccount_connections")})
        raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse('account_login')}?{query}"))

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        user: User = super().save_user(request, sociallogin, form)
        complete_new_user(user)
        adopt_language(user)
        return user


class ProviderErrorsMiddleware(MiddlewareMixin):
    """Shows a page with a way on where a provider fails, and none for one that is not set up."""

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not match.func.__module__.startswith(_VIEWS):
            return None
        if isinstance(exception, SocialApp.DoesNotExist):
            return page_not_found(request, exception)
        if not isinstance(exception, _ITS_FAULT):
            return None
        logger.warning("A provider of accounts failed at %s", request.path, exc_info=exception)
        return provider_failed(request)


def provider_failed(request: HttpRequest) -> HttpResponse:
    """Return the page that says that a provider failed and what else one can do."""
    return render(request, "socialaccount/authentication_error.html", status=502)
