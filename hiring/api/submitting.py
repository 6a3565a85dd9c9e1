"""Sending an application, as JSON or as a form with a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import Status

from hiring.api.details import find_application
from hiring.api.router import router
from hiring.api.rows import application_detail
from hiring.api.schemas import ApplicationDetail, ApplicationIn
from hiring.choices import Source
from hiring.services import NO_SUCH_OPEN_JOB, submit_application
from jobs.models import Job
from nexus.core.api.bodies import is_form, read_json, validated
from nexus.core.api.client import bearer
from nexus.core.api.responses import errors
from nexus.core.errors import Invalid, Missing
from people.requests import PersonRequest

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_ROW_ID = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
_PROPERTIES: dict[str, Any] = {
    "job_id": {**_ROW_ID, "description": "The job.", "example": 12},
    "job": {**_ROW_ID, "description": "The same as `job_id`."},
    "cover_letter": {"type": "string", "maxLength": 20000, "default": ""},
}
_RESUME = {
    "type": "string",
    "format": "binary",
    "description": "PDF, DOC or DOCX, at most 10 MB; without it the profile's CV is attached.",
}
_EXAMPLE = {"job_id": 12, "cover_letter": "Dear all, …"}
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "title": "ApplicationIn",
                "properties": _PROPERTIES,
                "additionalProperties": False,
                "anyOf": [{"required": ["job_id"]}, {"required": ["job"]}],
            },
            "example": _EXAMPLE,
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "title": "ApplicationForm",
                "properties": {**_PROPERTIES, "resume": _RESUME},
                "additionalProperties": False,
                "anyOf": [{"required": ["job_id"]}, {"required": ["job"]}],
            },
            "example": _EXAMPLE,
        },
    },
}


@router.post(
    "/",
    auth=bearer,
    response={201: ApplicationDetail, **errors(404, 413, 415)},
    operation_id="applications_create",
    url_name="application_create",
    summary="Apply to a job",
    openapi_extra={"requestBody": _BODY},
)
def create_application(request: PersonRequest) -> Status[dict[str, Any]]:
    """Apply to an open job. The CV is the file in `resume`, else a copy of the profile's."""
    user = request.user
    payload, resume = _read(request)
    job = _job(payload.named_job)
    application = submit_application(
        job,
        applicant=user,
        cover_letter=payload.cover_letter,
        resume=resume,
        source=Source.API,
    )
    return Status(201, application_detail(request, find_application(application.pk, user)))


def _job(pk: int | None) -> Job:
    if pk is None:
        raise Invalid.field("job_id", "This field is required.")
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise Missing(NO_SUCH_OPEN_JOB)
    return job


def _read(request: HttpRequest) -> tuple[ApplicationIn, UploadedFile[bytes] | None]:
    if is_form(request):
        return _read_form(request)
    return validated(ApplicationIn, read_json(request)), None


def _read_form(request: HttpRequest) -> tuple[ApplicationIn, UploadedFile[bytes] | None]:
    data = {name: value for name, value in request.POST.items() if value != ""}
    if "resume" in data:
        raise Invalid.field("resume", "Send the CV as a file.")
    for name in request.FILES:
        if name != "resume":
            raise Invalid.field(str(name), "This field is not known.")
    return validated(ApplicationIn, data), request.FILES.get("resume")
