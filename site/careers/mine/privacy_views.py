"""Who sees one's profile, with a preview of exactly that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careers.mine.privacy_form import PrivacyForm
from careers.mine.profile_views import own_profile
from people.services import seen_by_employers, seen_by_everybody, update_profile

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from people.models import Profile
    from people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: PersonRequest) -> HttpResponse:
    """Show the switches and what they do; by POST save them or, asked for it, only preview them."""
    mine = own_profile(request)
    saved = {name: getattr(mine, name) for name in PrivacyForm.base_fields}
    if request.method != "POST":
        return _page(request, PrivacyForm(initial=saved), mine, is_preview=False)
    form = PrivacyForm(request.POST)
    form.is_valid()  # Two boxes: there is nothing to get wrong.
    if "preview" in request.POST:
        is_preview = form.cleaned_data != saved
        return _page(request, form, form.on(mine), is_preview=is_preview)
    update_profile(mine, by=request.user, **form.cleaned_data)
    messages.success(request, _("Your choice is saved."))
    return redirect("my_privacy")


@require_safe
def preview(request: PersonRequest) -> HttpResponse:
    """Show, as a part of the page, what others would see with these switches. Nothing is saved."""
    return render(request, "careers/my/preview.html", _seen(_switched(request.GET, request)))


def _switched(switches: QueryDict, request: PersonRequest) -> Profile:
    form = PrivacyForm(switches)
    form.is_valid()
    return form.on(own_profile(request))


def _page(
    request: PersonRequest, form: PrivacyForm, profile: Profile, *, is_preview: bool
) -> HttpResponse:
    context = {"form": form, "is_preview": is_preview, **_seen(profile)}
    return render(request, "careers/my/privacy.html", context)


def _seen(profile: Profile) -> dict[str, Any]:
    return {"employers": seen_by_employers(profile), "everybody": seen_by_everybody(profile)}
