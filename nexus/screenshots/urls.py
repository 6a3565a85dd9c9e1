"""The project's addresses, and before them those at which its error pages may be looked at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from nexus.urls import handler404, handler429, handler500
from nexus.urls import urlpatterns as project

__all__ = ["handler404", "handler429", "handler500", "urlpatterns"]

_PAGES = {403: "403.html", 419: "403_csrf.html", 429: "429.html", 500: "500.html"}


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """Show an error page as if it were any other."""
    return render(request, _PAGES[status])


urlpatterns = [path("errors/<int:status>/", error_page), *project]
