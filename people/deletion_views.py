"""The account pages about deleting an account, and about restoring one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.stages import LoginStageController
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nexus.core.errors import Conflict, Gone
from people.account_forms import DeletionForm
from people.restoring import RestoreStage
from people.services import (
    deletion_of_token,
    deletion_outlook,
    pending_deletion,
    request_deletion,
    restore_account,
)
from people.services.deletion import TIME_TO_RECONSIDER

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.requests import PersonRequest


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest) -> HttpResponse:
    """Say what a deletion comes to and, by a POST that names the user, close the account."""
    person = request.user
    form = DeletionForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        # Only now: who has mistyped is told so first, and asked for the password once.
        raise_if_reauthentication_required(request, app="account")
        try:
            request_deletion(person)
        except Conflict as refused:
            form.add_error(None, refused.message)
        else:
            request.session.flush()
            return redirect("account_deleted")
    context = {
        "form": form,
        "outlook": deletion_outlook(person),
        "days": TIME_TO_RECONSIDER.days,
    }
    return render(request, "account/delete.html", context)


@require_GET
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that the account is closed: the same page for everybody, who is nobody by now."""
    return render(request, "account/deleted.html", {"days": TIME_TO_RECONSIDER.days})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest) -> HttpResponse:
    """Ask somebody who has just signed in to a closed account whether to restore it."""
    stage = LoginStageController.enter(request, RestoreStage.key)
    if stage is None:
        return redirect("account_login")
    person = stage.login.user
    deletion = pending_deletion(person)
    if deletion is None and not person.is_active:
        stage.abort()
        return redirect("account_inactive")
    if request.method == "POST":
        if request.POST.get("action") == "leave":
            leave: HttpResponse = stage.abort()
            return leave
        try:
            if deletion is not None:
                restore_account(person)
        except Gone:
            stage.abort()
            return redirect("account_inactive")
        messages.success(request, _("Your account is restored."))
        signed_in: HttpResponse = stage.exit()
        return signed_in
    return render(request, "account/restore.html", {"deletion": deletion})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restore_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Restore an account by the link that was mailed; nobody is signed in by it."""
    try:
        deletion = deletion_of_token(token)
        if request.method == "POST":
            restore_account(deletion.user)
            messages.success(request, _("Your account is restored. Sign in to use it."))
            return redirect("account_login")
    except Gone:
        return render(request, "account/restore_gone.html", status=410)
    return render(request, "account/restore.html", {"deletion": deletion, "by_link": True})
