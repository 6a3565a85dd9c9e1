"""Changing the e-mail address and the password of one's own account."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from nexus.core.api.render import json_response
from nexus.core.errors import Invalid
from people import headless_views as views
from people.api.answers import invalid, slow_down
from people.api.auth_schemas import ENTER_ADDRESS, PASSWORDS_DIFFER
from people.api.profile_schemas import UpdateAccountIn
from people.headless import call
from people.models import User
from people.requests import PersonRequest


def update_account(request: PersonRequest, payload: UpdateAccountIn) -> HttpResponse:
    """Change the password at once, the address once its code has come back."""
    user = request.user
    _check(payload, user)
    body: dict[str, Any] = {}
    said = []
    if payload.new_password:
        fields = {
            "current_password": payload.current_password or "",
            "new_password": payload.new_password,
        }
        answer = call(views.change_password, request, fields, as_bearer=True)
        if busy := slow_down(answer):
            return busy
        if answer.errors:
            raise invalid(answer, {})
        body["access"] = answer.meta["access_token"]
        if "refresh_token" in answer.meta:
            body["refresh"] = answer.meta["refresh_token"]
        said.append("Your new password is set; all other logins have ended.")
    if payload.email and payload.email.lower() != user.email.lower():
        answer = call(views.change_address(user), request, {"email": payload.email})
        if busy := slow_down(answer):
            return busy
        if answer.errors:
            raise invalid(answer, {})
        body["token"] = answer.meta["session_token"]
        said.append("We have mailed a code to your new address: it counts once you enter that.")
    return json_response({"message": " ".join(said) or "Nothing has changed.", **body})


def _check(payload: UpdateAccountIn, user: User) -> None:
    given = payload.model_fields_set
    if not given:
        raise Invalid("Send a new e-mail address or a new password.")
    if "email" in given and not payload.email:
        raise Invalid.field("email", ENTER_ADDRESS)
    if payload.new_password != payload.confirm_password:
        raise Invalid.field("confirm_password", PASSWORDS_DIFFER)
    if payload.current_password and not payload.new_password:
        if not user.check_password(payload.current_password):
            raise Invalid.field("current_password", "This is not your password.")
    elif payload.new_password and not payload.current_password and user.has_usable_password():
        raise Invalid.field("current_password", "Enter your present password.")
