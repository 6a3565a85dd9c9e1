"""The CMS speaks to editors as they have chosen in their account."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from wagtail.users.models import UserProfile


class CmsPreferencesMiddleware:
    """Lends Wagtail's profile of the person, for one request, what is active by now.

    Wagtail would otherwise fall back on the settings of the installation. It is never stored, so
    there is one place to change it. One query, which Wagtail would make itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/cms/") and request.user.is_authenticated:
            profile = UserProfile.get_for_user(request.user)
            profile.preferred_language = translation.get_language() or ""
            profile.current_time_zone = timezone.get_current_timezone_name()
            request.user.wagtail_userprofile = profile  # type: ignore[attr-defined]  # Wagtail's name
        return self.get_response(request)
