"""What depends on the path: the content security policy, the language, HEAD of the API."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from nexus.core.languages import asked_for, is_own_page, language_of_next
from nexus.errors import is_api_path


class PathContentSecurityPolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Django's policy, overridden where `CSP_BY_PATH` names the beginning of the path."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        for prefix, changes in settings.CSP_BY_PATH.items():
            if request.path.startswith(prefix) and not hasattr(response, "_csp_config"):
                response._csp_config = {**settings.SECURE_CSP, **changes}  # type: ignore[attr-defined]  # where Django's csp_override puts it
        answer: HttpResponse = super().process_response(request, response)
        if "Content-Security-Policy" in answer.headers:
            answer.headers["Reporting-Endpoints"] = 'csp="/csp-report"'
        return answer


class AddressLanguageMiddleware:
    """Speaks the language that the address names, English where it names none.

    Only on pages that differ from person to person does it matter what the browser asks for:
    Django's own middleware would have every answer vary by that, and caches keep as many. There
    the address may ask for one, which a cookie keeps, or lead on to a page that is in one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = None
        is_personal = request.path_info.startswith(tuple(settings.PERSONAL_PATHS))
        if is_personal:
            asked = asked_for(request)
            language = asked or _spoken_on_the_way(request)
        else:
            named = translation.get_language_from_path(request.path_info)
            language = named or settings.LANGUAGE_CODE
            if is_own_page(request.path_info):
                # Account pages, to which these lead, go on in it.
                asked = language
        with translation.override(language):
            response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
            if is_personal:
                patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if asked and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != asked:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite="Lax",
            )
        return response


def _spoken_on_the_way(request: HttpRequest) -> str:
    known = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    on_the_way = None if known in dict(settings.LANGUAGES) else language_of_next(request)
    return on_the_way or translation.get_language_from_request(request)


class ApiHeadMiddleware:
    """Answers HEAD below the API's paths as GET would be answered, without the body.

    Ninja's operations know their own methods alone. Neither they nor the document need to name
    HEAD, and no server in front has to drop the body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD" or not is_api_path(request.path):
            return self.get_response(request)
        request.method = "GET"
        answer = self.get_response(request)
        response = HttpResponse(status=answer.status_code, headers=answer.headers)
        if isinstance(answer, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(answer.content)))
        response.cookies = answer.cookies
        # Files that were to be sent. `close()` would tell the project that the request is over.
        for close in answer._resource_closers:  # type: ignore[attr-defined]  # Django's
            close()
        return response
