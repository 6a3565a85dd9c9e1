"""The pages on which people keep their profile: what they enter, their CV and their photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from careers.mine.photo_form import PhotoForm
from careers.mine.profile_forms import ProfileForm
from nexus.core.errors import Invalid, Missing
from nexus.core.files.downloads import cv_download
from people import services
from people.forms import add_refusal
from people.models import Profile
from people.querysets import with_what_is_shown

if TYPE_CHECKING:
    from django.core.files import File
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase
    from django.utils.functional import Promise

    from people.requests import PersonRequest
    from people.services import Completeness

_METHODS = require_http_methods(["GET", "HEAD", "POST"])
_TO_DO: dict[str, Promise] = {
    "profile_image": gettext_lazy("Add a photo"),
    "job_title": gettext_lazy("Say what your job is"),
    "experience_level": gettext_lazy("Say how experienced you are"),
    "bio": gettext_lazy("Introduce yourself"),
    "skills": gettext_lazy("Name your skills"),
    "education": gettext_lazy("Add your education"),
    "resume": gettext_lazy("Upload your CV"),
    "phone_number": gettext_lazy("Add your phone number"),
    "address": gettext_lazy("Add your street"),
    "city": gettext_lazy("Add your city"),
    "country": gettext_lazy("Add your country"),
    "expected_salary_min": gettext_lazy("Say what you want to earn"),
    "links": gettext_lazy("Add a link"),
    "date_of_birth": gettext_lazy("Add your date of birth"),
}
_FIRST_LINK = "linkedin_url"


class ToDo(NamedTuple):
    """Something that a profile lacks, and where to add it."""

    label: Promise
    url: str


@_METHODS
def profile(request: PersonRequest) -> HttpResponse:
    """Show and change one's profile. What is wrong changes nothing and comes back as typed."""
    mine = own_profile(request)
    if request.method != "POST":
        return _page(request, mine, ProfileForm(profile=mine))
    form = ProfileForm(request.POST, request.FILES, profile=mine)
    if not form.is_valid() or not _saved(form, mine):
        return _page(request, mine, form)
    messages.success(request, _("Your profile is saved."))
    return redirect("my_profile")


@require_safe
def cv(request: PersonRequest) -> HttpResponseBase:
    """Hand out the CV of one's own profile."""
    mine = own_profile(request)
    if not mine.resume:
        raise Http404
    try:
        return cv_download(mine.resume, name=mine.resume_name)
    except Missing as missing:
        raise Http404 from missing


@_METHODS
def photo(request: PersonRequest) -> HttpResponse:
    """Replace or remove one's photo. One that is refused leaves the present one where it is."""
    mine, form = own_profile(request), PhotoForm()
    if request.method == "POST" and "remove" in request.POST:
        services.clear_photo(mine, by=request.user)
        messages.success(request, _("Your photo is removed."))
        return redirect("my_profile")
    if request.method == "POST":
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                checked = services.checked_photo(form.cleaned_data["profile_image"], form.crop())
                services.set_photo(mine, checked, by=request.user)
            except Invalid as invalid:
                add_refusal(form, invalid)
            else:
                messages.success(request, _("Your photo is saved."))
                return redirect("my_profile")
    return render(request, "careers/my/photo.html", {"profile": mine, "form": form})


def own_profile(request: PersonRequest) -> Profile:
    """Return the caller's profile with its skills as they were named. Two queries."""
    return with_what_is_shown(Profile.objects.all()).get(user=request.user)


def _saved(form: ProfileForm, mine: Profile) -> bool:
    """Save all of it or nothing; False with the reasons beside the fields."""
    data, by, new = form.cleaned_data, mine.user, None
    try:
        # Before the transaction: it takes a process.
        new = services.checked_resume(data["resume"]) if data["resume"] else None
    except Invalid as invalid:
        add_refusal(form, invalid)
    try:
        with transaction.atomic():
            services.set_name(by, data["full_name"])
            services.update_profile(mine, by=by, **form.changes())
            if new is not None:
                services.set_resume(mine, new, by=by)
            elif data.get("remove_resume"):
                services.clear_resume(mine, by=by)
            # The rest was only tried, to say all that is wrong at once.
            transaction.set_rollback(not form.is_valid())
    except Invalid as invalid:
        add_refusal(form, invalid)
    except ValidationError as invalid:
        form.add_error(None, invalid)
    return form.is_valid()


def _page(request: PersonRequest, mine: Profile, form: ProfileForm) -> HttpResponse:
    complete = services.completeness(mine)
    context: dict[str, Any] = {
        "profile": mine,
        "form": form,
        "percent": complete.percent,
        "to_do": _to_do(complete),
        "cv_size": _size(mine.resume) if mine.resume else 0,
    }
    return render(request, "careers/my/profile.html", context)


def _to_do(complete: Completeness) -> list[ToDo]:
    found = []
    for name in complete.missing:
        url = f"#id_{_FIRST_LINK if name == 'links' else name}"
        if name == "profile_image":
            url = reverse("my_photo")
        found.append(ToDo(_TO_DO[name], url))
    return found


def _size(file: File[bytes]) -> int:
    try:
        return file.size
    except OSError:
        return 0
