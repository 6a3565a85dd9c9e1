"""The project's addresses, and before them those at which its error pages and mails may be looked at."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, render
from django.urls import path
from django.views.decorators.csp import csp_override

from nexus.core.models import OutgoingMail
from nexus.urls import handler404, handler429, handler500
from nexus.urls import urlpatterns as project

__all__ = ["handler404", "handler429", "handler500", "urlpatterns"]

_PAGES = {403: "403.html", 419: "403_csrf.html", 429: "429.html", 500: "500.html", 503: "503.html"}


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """Show an error page as if it were any other."""
    return render(request, _PAGES[status])


@csp_override({})
def mail_page(_request: HttpRequest, kind: str) -> HttpResponse:
    """Show the latest mail of a kind as a mailbox would."""
    return HttpResponse(
        get_list_or_404(OutgoingMail.objects.order_by("-pk"), kind=kind)[0].html_body
    )


urlpatterns = [
    *i18n_patterns(path("errors/<int:status>/", error_page), prefix_default_language=False),
    path("mails/<slug:kind>/", mail_page),
    *project,
]
