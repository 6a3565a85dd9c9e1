"""The CV of an application: shown in a frame that can do nothing, or handed out as a file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from hiring.admin.single import find
from hiring.services.looks import note_look
from hiring.services.shown_cvs import needs_pdf, pdf_of, prepare_cv
from nexus.core.backoffice import acting
from nexus.core.errors import Missing
from nexus.core.files import cv_download, extract_text
from people.choices import AccessKind

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import FileResponse, HttpRequest

    from hiring.models import Application

# What only says that the CV is coming loads itself again, which a sandbox does not let it.
# The frame of the CV has no origin, no scripts and no network; browsers show a PDF in it all the same, which
# they do not where the frame itself is marked as a sandbox.
_WAITING = "default-src 'none'; style-src 'self'; frame-ancestors 'self'"
_POLICY = "default-src 'none'; style-src 'self'; sandbox; frame-ancestors 'self'"


def kind_of(application: Application) -> str:
    """Return "pdf", "docx" or "doc"; empty without a CV."""
    return PurePosixPath(application.resume.name or "").suffix.lstrip(".").lower()


def can_be_shown(application: Application) -> bool:
    kind = kind_of(application)
    return kind in {"pdf", "docx"} or needs_pdf(application)


def download(
    model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str
) -> HttpResponse | FileResponse:
    """Hand out the file itself."""
    application = find(model_admin, request, object_id)
    if not application.resume:
        raise Http404
    try:
        response = cv_download(application.resume, name=str(application.resume_name))
    except Missing as refused:
        raise Http404(refused.message) from refused
    note_look(acting(request), application, AccessKind.DOWNLOADED_CV)
    return response


@xframe_options_sameorigin
def view(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the CV as it is, or its text where it is asked for or there is nothing else."""
    application = find(model_admin, request, object_id)
    if not application.resume:
        raise Http404
    is_coming = _is_coming(application)
    if is_coming:
        response = _words("", _("The CV is being prepared. It shows here in a moment."), wait=True)
    else:
        response = _shown(application, as_text=request.GET.get("as") == "text")
        note_look(acting(request), application, AccessKind.DOWNLOADED_CV)
    response.headers["Content-Security-Policy"] = _WAITING if is_coming else _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_coming(application: Application) -> bool:
    """Tell whether what can be shown is still being made, and see to it that it is."""
    if not needs_pdf(application) or pdf_of(application) is not None:
        return False
    if not application.resume.storage.exists(application.resume.name or ""):
        return False
    prepare_cv(application)
    return pdf_of(application) is None


def _shown(application: Application, *, as_text: bool) -> HttpResponse:
    kind = kind_of(application)
    try:
        with application.resume.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        return _words("", _("This CV cannot be found any more."))
    if kind == "pdf" and not as_text:
        return _pdf(content) if b"%PDF-" in content[:1024] else _broken()
    if kind == "doc":
        converted = pdf_of(application)
        if not converted:
            return _words("", _("A DOC file cannot be shown here. Download it to read it."))
        return _pdf(converted)
    text = extract_text(content, kind)
    return _words(text) if text else _broken()


def _pdf(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = "inline"
    return response


def _broken() -> HttpResponse:
    return _words("", _("There is no text in this file that could be read. It may be damaged."))


def _words(text: str, message: str = "", *, wait: bool = False) -> HttpResponse:
    context = {"paragraphs": text.splitlines(), "message": message, "wait": wait}
    return HttpResponse(render_to_string("admin/hiring/application/cv_text.html", context))
