"""What can be done with a job is what the services then do."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jobs import services
from jobs.choices import JobStatus, VersionAction
from nexus.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db

_DO: dict[VersionAction, Callable[..., Job]] = {
    VersionAction.PUBLISHED: services.publish_job,
    VersionAction.SENT_TO_REVIEW: services.send_to_review,
    VersionAction.APPROVED: services.approve_job,
    VersionAction.SENT_BACK: partial(services.send_back_job, note="Say more."),
    VersionAction.CLOSED: services.close_job,
    VersionAction.REOPENED: services.reopen_job,
}
_ADMITTED = {
    # Approving is publishing of what is in review; closed jobs are opened by all three.
    VersionAction.PUBLISHED: {VersionAction.APPROVED, VersionAction.REOPENED},
    VersionAction.APPROVED: {VersionAction.PUBLISHED, VersionAction.REOPENED},
    VersionAction.REOPENED: {VersionAction.PUBLISHED, VersionAction.APPROVED},
}


@pytest.fixture(params=["owner", "admin_user"])
def by(request: pytest.FixtureRequest) -> User:
    user: User = request.getfixturevalue(request.param)
    return user


@pytest.mark.parametrize("moderated", [False, True])
@pytest.mark.parametrize("action", list(_DO))
@pytest.mark.parametrize("status", [s for s in JobStatus if s != JobStatus.ARCHIVED])
def test_what_is_offered_is_done_and_what_is_not_is_refused(
    status: JobStatus,
    action: VersionAction,
    moderated: bool,
    by: User,
    make_job: Callable[..., Job],
    company: Company,
    settings: Settings,
) -> None:
    settings.MODERATE_JOBS = moderated
    closed = {"closed_at": timezone.now()} if status == JobStatus.CLOSED else {}
    job = make_job(company=company, status=status, **closed)
    offered = services.actions_for(job, by=by)

    try:
        _DO[action](job, by=by)
    except Refused:
        assert action not in offered
    else:
        assert offered & {action, *_ADMITTED.get(action, set())}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "open"}, True),
        ({"status": "draft"}, True),
        ({"status": "closed", "early": True}, False),
        ({"status": "closed", "early": False}, True),
    ],
)
def test_extending_is_offered_where_it_works(
    fields: dict[str, Any],
    expected: bool,
    make_job: Callable[..., Job],
    company: Company,
    owner: User,
) -> None:
    now = timezone.now()
    deadline = now + timedelta(days=5) if fields.pop("early", True) else now - timedelta(days=1)
    closed = {"closed_at": min(now, deadline)} if fields["status"] == "closed" else {}
    job = make_job(company=company, application_deadline=deadline, **closed, **fields)

    offered = services.actions_for(job, by=owner)

    assert (VersionAction.EXTENDED in offered) == expected
    try:
        services.extend_job(job, to=now + timedelta(days=30), by=owner)
    except Refused:
        assert not expected
    else:
        assert expected
        assert VersionAction.REOPENED not in offered
    assert VersionAction.COPIED in offered
