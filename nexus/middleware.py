"""A content security policy that depends on the path."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware


class PathContentSecurityPolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Django's policy, overridden where `CSP_BY_PATH` names the beginning of the path."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        for prefix, changes in settings.CSP_BY_PATH.items():
            if request.path.startswith(prefix) and not hasattr(response, "_csp_config"):
                response._csp_config = {**settings.SECURE_CSP, **changes}  # type: ignore[attr-defined]  # where Django's csp_override puts it
        return super().process_response(request, response)
