"""The addresses of My area. None has a language: people are spoken to in the one they chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, re_path
from django.views.decorators.cache import never_cache

from careers.mine import invitation_views, privacy_views, profile_views, saved_views, views

if TYPE_CHECKING:
    from collections.abc import Callable

# No database holds an id of more than 18 digits.
_APPLICATION = r"applications/(?P<reference>[A-Za-z0-9-]{9,16})"


def _mine(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """Have an address answer its owner alone, and no cache keep the answer."""
    return re_path(rf"^{route}$", never_cache(login_required(view)), name=name)


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
]
