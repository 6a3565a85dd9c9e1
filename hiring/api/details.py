"""One application: reading, deciding, withdrawing, its history and its CV."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from ninja import Query

from hiring.api.router import router
from hiring.api.rows import application_detail, history_row
from hiring.api.schemas import ApplicationDetail, StatusChangeOut, StatusIn
from hiring.models import Application
from hiring.services import (
    NO_SUCH_APPLICATION,
    history,
    move_application,
    withdraw_application,
)
from hiring.services.looks import note_look
from nexus.core.api.client import bearer
from nexus.core.api.paging import Paged, PageQuery, paginate
from nexus.core.api.responses import cv_file, errors
from nexus.core.api.schemas import MessageOut, RowId
from nexus.core.errors import Missing
from nexus.core.files import cv_download
from people.choices import AccessKind
from people.models import User
from people.requests import PersonRequest

Row = dict[str, Any]


@router.get(
    "/{int:application_id}/",
    auth=bearer,
    response={200: ApplicationDetail, **errors(404)},
    operation_id="applications_get",
    url_name="application_detail",
    summary="Show an application",
)
def get_application(request: PersonRequest, application_id: RowId) -> Row:
    user = request.user
    application = find_application(application_id, user)
    note_look(user, application, AccessKind.VIEWED_APPLICATION)
    return application_detail(request, application)


@router.patch(
    "/{int:application_id}/update_status/",
    auth=bearer,
    response={200: ApplicationDetail, **errors(403, 404, 409)},
    operation_id="applications_update_status",
    url_name="application_update_status",
    summary="Move an application through the pipeline",
)
def update_status(request: PersonRequest, application_id: RowId, payload: StatusIn) -> Row:
    return _move(request, application_id, payload)


@router.put(
    "/{int:application_id}/",
    auth=bearer,
    response={200: ApplicationDetail, **errors(403, 404, 409)},
    operation_id="applications_replace",
    url_name="application_replace",
    summary="Move an application through the pipeline",
)
def replace_application(request: PersonRequest, application_id: RowId, payload: StatusIn) -> Row:
    return _move(request, application_id, payload)


@router.patch(
    "/{int:application_id}/",
    auth=bearer,
    response={200: ApplicationDetail, **errors(403, 404, 409)},
    operation_id="applications_update",
    url_name="application_update",
    summary="Move an application through the pipeline",
)
def update_application(request: PersonRequest, application_id: RowId, payload: StatusIn) -> Row:
    return _move(request, application_id, payload)


@router.delete(
    "/{int:application_id}/",
    auth=bearer,
    response={200: MessageOut, **errors(403, 404, 409)},
    operation_id="applications_withdraw",
    url_name="application_withdraw",
    summary="Withdraw an application",
)
def delete_application(request: PersonRequest, application_id: RowId) -> Row:
    user = request.user
    application = withdraw_application(find_application(application_id, user), by=user)
    return {"message": f"Your application for “{application.job.title}” has been withdrawn."}


@router.get(
    "/{int:application_id}/history/",
    auth=bearer,
    response={200: Paged[StatusChangeOut], **errors(404)},
    operation_id="applications_history",
    url_name="application_history",
    summary="List the changes of an application's status",
)
def application_history(
    request: PersonRequest, application_id: RowId, paging: Query[PageQuery]
) -> Row:
    user = request.user
    application = find_application(application_id, user)
    to_company = application.applicant_id != user.pk
    return paginate(
        request,
        paging,
        history(application),
        ordering="at",
        row=lambda change: history_row(change, to_company=to_company),
    )


@router.get(
    "/{int:application_id}/resume/",
    auth=bearer,
    response=errors(404),
    operation_id="applications_resume",
    url_name="application_resume",
    summary="Download the CV of an application",
    openapi_extra=cv_file(),
)
def download_resume(request: PersonRequest, application_id: RowId) -> FileResponse:
    user = request.user
    application = find_application(application_id, user)
    if not application.resume:
        raise Missing("There is no CV with this application.")
    response = cv_download(application.resume, name=application.resume_name)
    note_look(user, application, AccessKind.DOWNLOADED_CV)
    return response


def find_application(application_id: int, user: User) -> Application:
    """Return an application that `user` may see, with what its detail shows. One query.

    Raises Missing for any other, there or not.
    """
    visible = Application.objects.visible_to(user)
    found = visible.select_related("job__company", "applicant__profile").filter(pk=application_id)
    application = found.first()
    if application is None:
        raise Missing(NO_SUCH_APPLICATION)
    return application


def _move(request: PersonRequest, application_id: int, payload: StatusIn) -> Row:
    user = request.user
    application = find_application(application_id, user)
    move_application(application, payload.status, by=user, note=payload.note)
    note_look(user, application, AccessKind.VIEWED_APPLICATION)
    return application_detail(request, find_application(application_id, user))
