"""One job: reading, changing and archiving it."""

from django.http import HttpRequest, HttpResponse

from jobs.api.payloads import fields_of
from jobs.api.router import router
from jobs.api.rows import closing_time, detail, detail_of, find_detail
from jobs.api.schemas import JobDetail, JobGone, JobIn, JobPatch
from jobs.models import Job
from jobs.services import NO_SUCH_JOB, archive_job, ensure_may_write, update_job
from nexus.core.api.client import bearer, optional_bearer
from nexus.core.api.errors import error_response
from nexus.core.api.gate import shared_answer
from nexus.core.api.render import json_response
from nexus.core.api.responses import errors
from nexus.core.api.schemas import MessageOut, RowId, utc_string
from nexus.core.errors import Missing
from people.models import User
from people.requests import PersonRequest


@router.get(
    "/{int:job_id}/",
    auth=optional_bearer,
    response={200: JobDetail, 410: JobGone, **errors(404)},
    operation_id="jobs_detail",
    summary="Read a job",
    url_name="job_detail",
)
@shared_answer
def jobs_detail(request: HttpRequest, job_id: RowId) -> HttpResponse:
    """A job in full. One that was open once is 410, except to its company and admins."""
    columns = find_detail(job_id, user=request.user)
    if columns is None:
        raise Missing(NO_SUCH_JOB)
    if columns["open_now"] or columns["is_colleague"]:
        return json_response(detail(columns, request))
    closed_at = closing_time(columns)
    if closed_at is None:
        raise Missing(NO_SUCH_JOB)
    return error_response(
        410,
        "This job is closed.",
        title=columns["title"],
        closed_at=utc_string(closed_at),
    )


@router.put(
    "/{int:job_id}/",
    auth=bearer,
    response={200: JobDetail, **errors(403, 404, 409)},
    operation_id="jobs_replace",
    summary="Change a job, naming all that is required",
    url_name="job_detail",
)
def jobs_replace(request: PersonRequest, job_id: RowId, payload: JobIn) -> HttpResponse:
    """As PATCH, with the required keys present; optional keys that are missing stay as they are."""
    return _changed(request, job_id, payload)


@router.patch(
    "/{int:job_id}/",
    auth=bearer,
    response={200: JobDetail, **errors(403, 404, 409)},
    operation_id="jobs_change",
    summary="Change parts of a job",
    url_name="job_detail",
)
def jobs_change(request: PersonRequest, job_id: RowId, payload: JobPatch) -> HttpResponse:
    """Change the keys that are sent. `is_active` false closes the job, true opens it again."""
    return _changed(request, job_id, payload)


@router.delete(
    "/{int:job_id}/",
    auth=bearer,
    response={200: MessageOut, **errors(403, 404)},
    operation_id="jobs_archive",
    summary="Archive a job",
    url_name="job_detail",
)
def jobs_archive(request: PersonRequest, job_id: RowId) -> dict[str, str]:
    """Take a job out of everybody's sight for good. Its applications are kept."""
    job = archive_job(_writable(job_id, by=request.user), by=request.user)
    return {"message": f"“{job.title}” has been archived. Its applications are kept."}


def _changed(request: PersonRequest, job_id: int, payload: JobIn | JobPatch) -> HttpResponse:
    # Before anything is said of the values, which would tell that a hidden job exists.
    job = _writable(job_id, by=request.user)
    job = update_job(job, by=request.user, **fields_of(payload))
    return json_response(detail_of(job, request))


def _writable(job_id: int, *, by: User) -> Job:
    job = Job.objects.present().filter(pk=job_id).first()
    if job is None:
        raise Missing(NO_SUCH_JOB)
    ensure_may_write(job, by=by)
    return job
