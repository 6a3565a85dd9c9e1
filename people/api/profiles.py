"""The routes of profiles, built once for each address under which they are served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Subquery
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from nexus.core.api.client import bearer, optional_bearer
from nexus.core.api.paging import Paged, paginate
from nexus.core.api.render import json_response
from nexus.core.api.responses import cv_file, errors
from nexus.core.api.schemas import MessageOut, RowId
from nexus.core.errors import Missing
from nexus.core.files import cv_download
from people import services
from people.api.account import update_account
from people.api.profile_bodies import apply_profile, read_profile
from people.api.profile_queries import (
    matching,
    own_profile,
    profile_stats,
    readable_profile,
    sees_personal_data,
    visible_ordering,
)
from people.api.profile_schemas import (
    AccountUpdatedOut,
    MyStatsOut,
    PhotoOut,
    ProfileFilters,
    ProfileIn,
    ProfileRow,
    ProfileStatsOut,
    WholeProfileOut,
)
from people.api.profile_shapes import photo_url, profile_row, whole_profile
from people.choices import AccessKind
from people.models import Profile
from people.querysets import with_what_is_shown
from people.requests import PersonRequest
from people.standing import first_company_of, looks_for

_LISTED = {200: Paged[ProfileRow], **errors(404)}
_WHOLE = {200: WholeProfileOut, **errors(403, 404)}
_JSON_OR_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": ProfileIn.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "description": "The same fields, and the files.",
                    "properties": {
                        "profile_image": {"type": "string", "format": "binary"},
                        "resume": {"type": "string", "format": "binary"},
                    },
                    "additionalProperties": True,
                }
            },
        },
    }
}


def list_profiles(request: HttpRequest, filters: Query[ProfileFilters]) -> HttpResponse:
    return _listed(request, filters, Profile.objects.public())


def available_candidates(request: HttpRequest, filters: Query[ProfileFilters]) -> HttpResponse:
    return _listed(request, filters, Profile.objects.available())


def _listed(request: HttpRequest, filters: ProfileFilters, profiles: Any) -> HttpResponse:
    viewer = request.user if sees_personal_data(request.user) else None
    personal = viewer is not None
    found = with_what_is_shown(matching(profiles, filters, personal=personal))
    companies: set[int | None] = set()
    if viewer is not None:
        # Read with the rows: a query of its own would be asked for each page.
        found = found.annotate(looked_for=Subquery(first_company_of(viewer)))

    def row(profile: Any) -> dict[str, Any]:
        companies.add(getattr(profile, "looked_for", None))
        return profile_row(request, profile, personal=personal)

    page = paginate(
        request,
        filters,
        found,
        ordering=visible_ordering(filters, personal=personal),
        row=row,
    )
    if viewer is not None:
        services.record_accesses(
            viewer=viewer,
            seen=[(row["user"]["id"], f"profile:{row['id']}") for row in page["results"]],
            kind=AccessKind.SEARCHED,
            company=None if viewer.is_admin else next(iter(companies), None),
            once_a_day=True,
        )
    return json_response(page)


def profile_detail(request: HttpRequest, profile_id: RowId) -> dict[str, Any]:
    profile = readable_profile(profile_id, request.user)
    if profile.user_id == request.user.pk:
        return whole_profile(request, profile)
    if not sees_personal_data(request.user):
        return profile_row(request, profile, personal=False)
    services.record_access(
        viewer=request.user,
        subject=profile.user,
        kind=AccessKind.VIEWED_PROFILE,
        target=f"profile:{profile.pk}",
        company=looks_for(request.user),
    )
    return profile_row(request, profile, personal=True)


def fill_in(request: PersonRequest, payload: ProfileIn) -> dict[str, Any]:
    return _changed(request, _mine(request), payload)


def change_profile(request: PersonRequest, profile_id: RowId, payload: ProfileIn) -> dict[str, Any]:
    return _changed(request, own_profile(profile_id, request.user), payload)


def empty_profile(request: PersonRequest, profile_id: RowId) -> dict[str, str]:
    user = request.user
    services.empty_profile(own_profile(profile_id, user), by=user)
    return {"message": "Your profile is empty now, and its files are erased."}


def my_profile(request: PersonRequest) -> dict[str, Any]:
    return whole_profile(request, _mine(request))


def change_my_profile(request: PersonRequest) -> dict[str, Any]:
    profile = _mine(request)
    payload, files = read_profile(request)
    return _changed(request, profile, payload, files)


def my_stats(request: PersonRequest) -> dict[str, int]:
    profile = _mine(request)
    related: Any = profile.user  # applications and jobs belong to higher apps, reached by name
    statuses = list(related.applications.live().values_list("status", flat=True))
    return {
        "total_applications": len(statuses),
        "pending_applications": statuses.count("pending"),
        "successful_applications": statuses.count("shortlisted") + statuses.count("hired"),
        "total_jobs_posted": related.posted_jobs.count(),
        "active_jobs_posted": related.posted_jobs.open().count(),
        "profile_completion_percentage": services.completeness(profile).percent,
    }


def upload_photo(
    request: PersonRequest, profile_id: RowId, profile_image: File[UploadedFile]
) -> dict[str, Any]:
    user = request.user
    profile = services.set_photo(own_profile(profile_id, user), profile_image, by=user)
    return {
        "message": "Your photo is saved.",
        "profile_image_url": photo_url(request, profile),
    }


def upload_resume(
    request: PersonRequest, profile_id: RowId, resume: File[UploadedFile]
) -> dict[str, str]:
    user = request.user
    services.set_resume(own_profile(profile_id, user), resume, by=user)
    return {"message": "Your CV is saved."}


def download_resume(request: PersonRequest, profile_id: RowId) -> FileResponse:
    profile = own_profile(profile_id, request.user)
    if not profile.resume:
        raise Missing("There is no CV in this profile.")
    return cv_download(profile.resume, name=profile.resume_name)


def stats(request: HttpRequest) -> dict[str, Any]:
    return profile_stats(personal=sees_personal_data(request.user))


def _mine(request: PersonRequest) -> Profile:
    return with_what_is_shown(Profile.objects.all()).get(user=request.user)


def _changed(
    request: PersonRequest, profile: Profile, payload: ProfileIn, files: Any = None
) -> dict[str, Any]:
    apply_profile(profile, payload, files or {}, by=request.user)
    return whole_profile(request, _mine(request))


def make_profiles_router(prefix: str) -> Router:
    """Return the routes, their names and operation ids beginning with `prefix`."""
    router = Router(tags=["Profiles"])

    def add(
        methods: str, path: str, name: str, view: Callable[..., Any], summary: str, **more: Any
    ) -> None:
        for number, method in enumerate(methods.split()):
            router.add_api_operation(
                path,
                [method],
                view,
                operation_id=f"{prefix}_{name}" if not number else f"{prefix}_partial_{name}",
                url_name=f"{prefix}_{name}",
                summary=summary,
                **more,
            )

    anyone, owner = {"auth": optional_bearer}, {"auth": bearer}
    one = "/{int:profile_id}/"
    add("GET", "/", "list", list_profiles, "List public profiles", response=_LISTED, **anyone)
    add("POST", "/", "fill_in", fill_in, "Fill in your own profile", response=_WHOLE, **owner)
    add(
        "GET",
        "/my_profile/",
        "mine",
        my_profile,
        "Show your own profile",
        response=_WHOLE,
        **owner,
    )
    add(
        "PUT PATCH",
        "/my_profile/",
        "change_mine",
        change_my_profile,
        "Change your own profile, with files if sent as a form",
        response={**_WHOLE, **errors(413, 415)},
        openapi_extra=_JSON_OR_FORM,
        **owner,
    )
    add(
        "GET",
        "/my_stats/",
        "my_stats",
        my_stats,
        "Count your applications and jobs",
        response={200: MyStatsOut, **errors()},
        **owner,
    )
    add(
        "PUT PATCH",
        "/update_account/",
        "update_account",
        update_account,
        "Change your e-mail address or password",
        response={200: AccountUpdatedOut, **errors()},
        **owner,
    )
    add(
        "GET",
        "/available_candidates/",
        "available",
        available_candidates,
        "List people who look for work",
        response=_LISTED,
        **anyone,
    )
    add(
        "GET",
        "/profile_stats/",
        "stats",
        stats,
        "Count public profiles",
        response={200: ProfileStatsOut, **errors()},
        **anyone,
    )
    add(
        "GET",
        one,
        "detail",
        profile_detail,
        "Show a profile; the whole of it to its owner",
        response={200: WholeProfileOut | ProfileRow, **errors(404)},
        **anyone,
    )
    add("PUT PATCH", one, "change", change_profile, "Change your profile", response=_WHOLE, **owner)
    add(
        "DELETE",
        one,
        "empty",
        empty_profile,
        "Empty your profile",
        response={200: MessageOut, **errors(403, 404)},
        **owner,
    )
    add(
        "POST",
        one + "upload_profile_image/",
        "photo",
        upload_photo,
        "Replace your photo: JPEG or PNG, at most 5 MB",
        response={200: PhotoOut, **errors(403, 404, 413)},
        **owner,
    )
    add(
        "POST",
        one + "upload_resume/",
        "upload_resume",
        upload_resume,
        "Replace your CV: PDF, DOC or DOCX, at most 10 MB",
        response={200: MessageOut, **errors(403, 404, 413)},
        **owner,
    )
    add(
        "GET",
        one + "resume/",
        "resume",
        download_resume,
        "Download your CV",
        response=errors(403, 404),
        openapi_extra=cv_file(),
        **owner,
    )
    return router
