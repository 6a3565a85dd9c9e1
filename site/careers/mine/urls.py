"""The addresses of My area, which are in the language of the site around it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import URLPattern, re_path
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from careers.mine import (
    alert_views,
    invitation_views,
    privacy_views,
    profile_views,
    saved_views,
    views,
)
from nexus.core.languages import LANGUAGE_FIELD, asked_for, in_language, without_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# No database holds an id of more than 18 digits.
_APPLICATION = r"applications/(?P<reference>[A-Za-z0-9-]{9,16})"


def _mine(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """Have an address answer its owner alone, and no cache keep the answer."""
    return re_path(rf"^{route}$", never_cache(_in_its_language(login_required(view))), name=name)


def _in_its_language(view: Callable[..., Any]) -> Callable[..., Any]:
    """Send those on who ask for a language in a parameter, as older mails and bookmarks do."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = asked_for(request)
        if request.method != "GET" or asked in (None, get_language()):
            return view(request, *args, **kwargs)
        given = request.GET.copy()
        del given[LANGUAGE_FIELD]
        path = in_language(without_language(request.path), asked)
        return redirect(f"{path}?{given.urlencode()}" if given else path)

    return wrapped


urlpatterns = [
    _mine("", views.applications, "my_applications"),
    _mine(f"{_APPLICATION}/", views.application, "my_application"),
    _mine(f"{_APPLICATION}/cv/", views.cv, "my_application_cv"),
    _mine(f"{_APPLICATION}/withdraw/", views.withdraw, "my_application_withdraw"),
    _mine(f"{_APPLICATION}/restore/", views.restore, "my_application_restore"),
    _mine("profile/", profile_views.profile, "my_profile"),
    _mine("profile/cv/", profile_views.cv, "my_cv"),
    _mine("profile/photo/", profile_views.photo, "my_photo"),
    _mine("profile/privacy/", privacy_views.privacy, "my_privacy"),
    _mine("profile/privacy/preview/", privacy_views.preview, "my_privacy_preview"),
    _mine("invitations/", invitation_views.invitations, "my_invitations"),
    _mine(
        r"invitations/(?P<invitation_id>[0-9]{1,18})/decline/",
        invitation_views.decline,
        "my_invitation_decline",
    ),
    _mine("saved/", saved_views.saved_jobs, "my_saved_jobs"),
    _mine("searches/", saved_views.saved_searches, "my_saved_searches"),
    _mine(
        r"searches/(?P<search_id>[0-9]{1,18})/delete/",
        saved_views.remove_search,
        "my_saved_search_delete",
    ),
    _mine(
        r"searches/(?P<search_id>[0-9]{1,18})/mail/",
        alert_views.mail_search,
        "my_saved_search_mail",
    ),
    _mine(r"searches/alerts/(?P<alert_id>[0-9]{1,18})/", alert_views.change, "my_alert_change"),
]
