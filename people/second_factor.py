"""Who gets into the back office and the CMS, and with which factors."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from nexus.core.second_factor import has_second_factor

# In the session: the page for which a second factor was missing.
ERRAND_KEY = "second_factor_errand"
_DOORS = ("/admin/", "/cms/")
_WAYS_OUT = (
    "/admin/login/",
    "/admin/logout/",
    "/cms/login/",
    "/cms/logout/",
    "/cms/password_reset/",
)


class BackOfficeMiddleware:
    """Keeps the back office and the CMS to those who work there.

    Others who are signed in get 403. Those without a second factor are sent to set one up while
    `REQUIRE_MFA` is on; the page that they asked for is kept in the session and in `next`.
    Visitors pass: the pages themselves send them to sign in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path
        if not path.startswith(_DOORS) or path.startswith(_WAYS_OUT):
            return self.get_response(request)
        user = request.user
        if user.is_authenticated:
            works_here = (
                user.is_staff
                if path.startswith("/admin/")
                else user.has_perm("wagtailadmin.access_admin")
            )
            if not works_here:
                raise PermissionDenied
            missing = second_factor_first(request)
            if missing is not None:
                return missing
        return self.get_response(request)


def second_factor_first(request: HttpRequest) -> HttpResponseRedirect | None:
    """Return where to send those who need a second factor for this page and have none.

    The page that they asked for is kept in the session, until they get to it or another such.
    """
    if settings.REQUIRE_MFA and not has_second_factor(request.user):
        wanted = request.get_full_path() if request.method == "GET" else request.path
        request.session[ERRAND_KEY] = wanted
        return HttpResponseRedirect(f"{reverse('mfa_index')}?{urlencode({'next': wanted})}")
    if ERRAND_KEY in request.session:
        del request.session[ERRAND_KEY]
    return None
