"""What is done to one application, from its page or from the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from hiring.admin.undo import says, wants_json, way_back
from hiring.choices import ApplicationStatus
from hiring.models import Batch
from hiring.services import add_note, move_application, rate_application, send_mail_again
from nexus.core.backoffice import acting
from nexus.core.errors import Missing, NotAllowed, Refused
from nexus.core.ids import row_id_or_404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest, HttpResponse

    from hiring.models import Application


def find(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> Application:
    """Return an application that the person may see, with its job and applicant; else 404."""
    rows = model_admin.get_queryset(request).select_related("job__company", "applicant__profile")
    found: Application | None = rows.filter(pk=row_id_or_404(object_id)).first()
    if found is None:
        raise Http404
    return found


def move(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    """Move one application; answers scripts with JSON and forms with the page they came from."""
    to = request.POST.get("stage", "")

    def do(application: Application) -> str:
        if to not in ApplicationStatus.values:
            raise Http404
        move_application(
            application,
            ApplicationStatus(to),
            by=acting(request),
            note=request.POST.get("note", "").strip(),
            reason=request.POST.get("reason", ""),
        )
        return says(_batch_of(application))

    return _done(model_admin, request, object_id, do, is_move=True)


def rate(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    score = request.POST.get("score", "")

    def do(application: Application) -> str:
        if score not in {"", "1", "2", "3", "4", "5"}:
            raise Http404
        rate_application(application, int(score) if score else None, by=acting(request))
        return _("Your rating has been noted.") if score else _("Your rating has been taken back.")

    return _done(model_admin, request, object_id, do)


def note(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    text = request.POST.get("text", "")

    def do(application: Application) -> str:
        add_note(application, by=acting(request), text=text)
        return _("The note has been added.")

    return _done(model_admin, request, object_id, do)


def send_again(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    """Send a mail anew that could not be delivered."""
    sent = request.POST.get("mail", "")

    def do(application: Application) -> str:
        send_mail_again(application, row_id_or_404(sent), by=acting(request))
        return _("The mail is on its way again.")

    return _done(model_admin, request, object_id, do)


def _done(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    object_id: str,
    do: Callable[[Application], str],
    *,
    is_move: bool = False,
) -> HttpResponse:
    application = find(model_admin, request, object_id)
    if request.method != "POST":
        return HttpResponseRedirect(way_back(request))
    try:
        sentence = do(application)
    except NotAllowed as refused:
        raise PermissionDenied(refused.message) from refused
    except Missing as refused:
        raise Http404(refused.message) from refused
    except (Refused, ValidationError) as refused:
        return _refused(request, refused)
    if is_move and wants_json(request):
        return JsonResponse({"message": sentence, "batch": _batch_of(application).pk})
    messages.success(request, sentence)
    return HttpResponseRedirect(way_back(request))


def _refused(request: HttpRequest, refused: Refused | ValidationError) -> HttpResponse:
    if isinstance(refused, ValidationError):
        message = " ".join(refused.messages)
    else:
        message = refused.message
    if wants_json(request):
        return JsonResponse({"message": message}, status=409)
    messages.error(request, message)
    # What was typed into a note is not lost with it.
    request.session["application_note"] = request.POST.get("text", "")[:20_000]
    return HttpResponseRedirect(way_back(request))


def _batch_of(application: Application) -> Batch:
    return Batch.objects.filter(changes__application=application).latest("pk")
