"""Jobs that open by themselves at a set time: the same publication as by hand, once, for all sides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction

from jobs import services
from jobs.choices import JobStatus, OpeningFault, VersionAction
from jobs.models import Job, JobVersion
from jobs.services import scheduling
from jobs.services.publication import on_publication
from jobs.services.releasing import release_jobs_of
from nexus.core.errors import Conflict, Invalid, Missing, NotAllowed
from nexus.core.models import OutgoingMail
from people.models import AuditEntry, Company, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings


pytestmark = pytest.mark.django_db

NOW = datetime(2031, 3, 10, 9, 30, tzinfo=UTC)
NINE = datetime(2031, 3, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Any:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def draft(make_job: Callable[..., Job], company: Company, recruiter: User) -> Job:
    return make_job(company=company, status=JobStatus.DRAFT, posted_by=recruiter, title="Nurse")


@pytest.fixture
def scheduled(draft: Job, recruiter: User) -> Job:
    return services.schedule_job(draft, at=NINE, by=recruiter)


def _steps(job: Job) -> list[str]:
    return [version.action for version in job.versions.order_by("number")]


def _opens(job: Job, clock: Any, at: datetime = NINE) -> Job:
    clock.move_to(at, tick=False)
    services.open_due_jobs()
    return Job.objects.get(pk=job.pk)


# --- setting the time --------------------------------------------------------------------------


def test_a_scheduled_job_is_nobodys_to_see_before_its_time(scheduled: Job, candidate: User) -> None:
    assert (scheduled.status, scheduled.opens_at) == (JobStatus.SCHEDULED, NINE)
    assert scheduled.published_at is None
    assert scheduled not in Job.objects.open()
    assert scheduled not in Job.objects.visible_to(candidate)
    assert _steps(scheduled) == [VersionAction.SCHEDULED]
    assert scheduled.versions.get().opens_at == NINE


def test_seconds_of_a_time_are_left_out(draft: Job, recruiter: User) -> None:
    job = services.schedule_job(draft, at=NINE.replace(second=40), by=recruiter)

    assert job.opens_at == NINE


@pytest.mark.parametrize("days", [0, -1, 30, 31])
def test_a_time_that_is_not_between_now_and_the_deadline_is_refused(
    draft: Job, recruiter: User, days: int
) -> None:
    with pytest.raises(Invalid) as refused:
        services.schedule_job(draft, at=NOW + timedelta(days=days), by=recruiter)

    assert list(refused.value.details) == ["opens_at"]


@pytest.mark.parametrize("status", [JobStatus.OPEN, JobStatus.CLOSED])
def test_what_is_or_was_open_is_given_no_time(
    make_job: Callable[..., Job], company: Company, owner: User, status: JobStatus
) -> None:
    with pytest.raises(Conflict):
        services.schedule_job(make_job(company=company, status=status), at=NINE, by=owner)


def test_who_may_not_write_may_not_set_a_time(
    draft: Job, viewer: User, rival: User, candidate: User
) -> None:
    with pytest.raises(NotAllowed):
        services.schedule_job(draft, at=NINE, by=viewer)
    for stranger in (rival, candidate):
        with pytest.raises(Missing):
            services.schedule_job(draft, at=NINE, by=stranger)
        with pytest.raises(Missing):
            services.unschedule_job(draft, by=stranger)


def test_the_time_can_be_changed_and_taken_away(scheduled: Job, recruiter: User) -> None:
    later = services.schedule_job(scheduled, at=NINE + timedelta(days=1), by=recruiter)
    again = services.schedule_job(later, at=NINE + timedelta(days=1), by=recruiter)
    draft = services.unschedule_job(again, by=recruiter)

    assert later.opens_at == NINE + timedelta(days=1)
    assert (draft.status, draft.opens_at, draft.scheduled_by) == (JobStatus.DRAFT, None, None)
    assert _steps(draft) == [
        VersionAction.SCHEDULED,
        VersionAction.RETIMED,
        VersionAction.UNSCHEDULED,
    ]
    with pytest.raises(Conflict):
        services.unschedule_job(draft, by=recruiter)


def test_publishing_at_once_forgets_the_time(scheduled: Job, recruiter: User) -> None:
    job = services.publish_job(scheduled, by=recruiter)

    assert (job.status, job.opens_at, job.published_at) == (JobStatus.OPEN, None, NOW)
    assert _steps(job)[-1] == VersionAction.PUBLISHED


def test_copies_and_earlier_versions_have_no_time(scheduled: Job, recruiter: User) -> None:
    copy = services.duplicate_job(scheduled, by=recruiter)
    changed = services.update_job(scheduled, by=recruiter, title="Night nurse")
    services.unschedule_job(changed, by=recruiter)
    restored = services.restore_version(changed, 1, by=recruiter).job

    assert (copy.status, copy.opens_at) == (JobStatus.DRAFT, None)
    assert restored.title == "Nurse"
    assert (restored.status, restored.opens_at) == (JobStatus.DRAFT, None)


def test_a_deadline_before_the_opening_is_refused(scheduled: Job, recruiter: User) -> None:
    with pytest.raises(Invalid) as refused:
        services.update_job(scheduled, by=recruiter, application_deadline=NINE)

    assert list(refused.value.details) == ["application_deadline"]


def test_an_earlier_deadline_does_not_come_back_before_the_opening(
    draft: Job, recruiter: User
) -> None:
    services.update_job(draft, by=recruiter, application_deadline=NOW + timedelta(days=1))
    services.update_job(draft, by=recruiter, application_deadline=NOW + timedelta(days=9))
    services.schedule_job(draft, at=NINE, by=recruiter)

    restored = services.restore_version(draft, 2, by=recruiter)

    assert restored.kept == ["application_deadline"]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": JobStatus.OPEN, "opens_at": NINE},
        {"status": JobStatus.DRAFT, "opens_at": NINE},
        {"status": JobStatus.CLOSED, "opens_at": NINE},
        {"status": JobStatus.SCHEDULED, "opens_at": None},
        {"status": JobStatus.SCHEDULED, "opens_at": NOW + timedelta(days=30)},
        {"status": JobStatus.IN_REVIEW, "opens_at": NOW + timedelta(days=31)},
    ],
)
def test_the_database_holds_no_time_that_makes_no_sense(
    make_job: Callable[..., Job], company: Company, fields: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_job(company=company, **fields)


# --- opening by itself -------------------------------------------------------------------------


def test_a_job_opens_at_its_time_as_if_its_person_had_published_it(
    scheduled: Job, recruiter: User, clock: Any
) -> None:
    told: list[int] = []
    on_publication(told.extend)
    assert _opens(scheduled, clock, NINE - timedelta(minutes=1)).status == JobStatus.SCHEDULED

    job = _opens(scheduled, clock)

    assert (job.status, job.opens_at, job.published_at) == (JobStatus.OPEN, None, NINE)
    assert told == [job.pk]
    assert _steps(job) == [VersionAction.SCHEDULED, VersionAction.OPENED]
    assert job.versions.get(number=2).by == recruiter
    entry = AuditEntry.objects.filter(thing=f"job:{job.pk}").order_by("pk").last()
    assert entry is not None
    assert (entry.actor, entry.details["step"]) == (recruiter, "opened")
    assert not OutgoingMail.objects.exists()


def test_a_second_run_does_nothing(scheduled: Job, clock: Any) -> None:
    clock.move_to(NINE, tick=False)

    assert [services.open_due_jobs(), services.open_due_jobs()] == [1, 0]
    assert JobVersion.objects.filter(job=scheduled).count() == 2


def test_a_worker_that_was_away_makes_up_for_it(scheduled: Job, clock: Any) -> None:
    assert _opens(scheduled, clock, NINE + timedelta(days=2)).status == JobStatus.OPEN


def _company(job: Job) -> None:
    Company.objects.filter(pk=job.company_id).update(deactivated_at=NOW)


def _right(job: Job) -> None:
    job.company.memberships.filter(user=job.scheduled_by).update(role="viewer")


def _account(job: Job) -> None:
    User.objects.filter(pk=job.scheduled_by_id).update(is_active=False)


def _category(job: Job) -> None:
    job.category.unpublish()


def _deadline(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(application_deadline=NINE + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (_company, OpeningFault.COMPANY),
        (_right, OpeningFault.PERSON),
        (_account, OpeningFault.PERSON),
        (_category, OpeningFault.CATEGORY),
        (_deadline, OpeningFault.DEADLINE),
    ],
)
def test_what_cannot_open_stays_a_draft_and_people_are_told_why(
    scheduled: Job,
    owner: User,
    clock: Any,
    spoil: Callable[[Job], None],
    fault: OpeningFault,
) -> None:
    spoil(scheduled)

    job = _opens(scheduled, clock, NINE + timedelta(minutes=1))
    services.open_due_jobs()

    assert (job.status, job.opens_at, job.published_at) == (JobStatus.DRAFT, None, None)
    last = job.versions.order_by("number").last()
    assert last is not None
    assert (last.action, last.remark()) == (VersionAction.NOT_OPENED, str(fault.label))
    mail = OutgoingMail.objects.get(kind="job_not_opened", recipient=owner)
    assert mail.subject == "“Nurse” did not open"
    assert str(fault.label) in mail.text_body
    assert "12 March 2031, 09:00" in mail.text_body


def test_an_administrator_who_set_the_time_is_told_as_well(
    scheduled: Job, owner: User, recruiter: User, admin_user: User, clock: Any
) -> None:
    Job.objects.filter(pk=scheduled.pk).update(scheduled_by=admin_user)
    scheduled.category.unpublish()

    _opens(scheduled, clock)

    assert {mail.recipient for mail in OutgoingMail.objects.filter(kind="job_not_opened")} == {
        owner,
        recruiter,
        admin_user,
    }


def test_each_reader_is_told_in_their_own_time_zone(
    scheduled: Job, owner: User, recruiter: User, clock: Any
) -> None:
    owner.time_zone = "Asia/Tokyo"
    owner.save(update_fields=["time_zone"])
    scheduled.category.unpublish()

    _opens(scheduled, clock)

    told = {mail.recipient: mail.text_body for mail in OutgoingMail.objects.all()}
    assert set(told) == {owner, recruiter}
    assert "12 March 2031, 18:00" in told[owner]
    assert "12 March 2031, 09:00" in told[recruiter]


def test_one_bad_job_does_not_stop_the_others(
    make_job: Callable[..., Job], company: Company, recruiter: User, clock: Any
) -> None:
    drafts = [make_job(company=company, status=JobStatus.DRAFT) for _ in range(3)]
    for number, one in enumerate(drafts):
        services.schedule_job(one, at=NINE + timedelta(minutes=number), by=recruiter)
    clock.move_to(NINE + timedelta(hours=1), tick=False)
    publish = services.publish_job

    def fails_for_the_first(job: Job, **how: Any) -> Job:
        if job.pk == drafts[0].pk:
            raise RuntimeError
        return publish(job, **how)

    broken = patch.object(scheduling, "publish_job", fails_for_the_first)
    with broken, pytest.raises(ExceptionGroup):
        services.open_due_jobs()

    states = [Job.objects.get(pk=one.pk).status for one in drafts]
    assert states == [JobStatus.SCHEDULED, JobStatus.OPEN, JobStatus.OPEN]
    assert services.open_due_jobs() == 1


def test_it_is_said_until_somebody_decides_anew(
    scheduled: Job, recruiter: User, clock: Any
) -> None:
    from jobs.services.not_opened import not_opened

    scheduled.category.unpublish()
    job = _opens(scheduled, clock)
    services.update_job(job, by=recruiter, title="Night nurse")
    assert set(not_opened([job.pk])) == {job.pk}

    job.category.save_revision().publish()
    services.schedule_job(job, at=NINE + timedelta(days=1), by=recruiter)
    assert not_opened([job.pk]) == {}


# --- with a review -----------------------------------------------------------------------------


@pytest.fixture
def moderated(settings: Settings) -> None:
    settings.MODERATE_JOBS = True


@pytest.fixture
def waiting(moderated: None, draft: Job, recruiter: User) -> Job:
    return services.schedule_job(draft, at=NINE, by=recruiter)


def test_a_time_sends_to_review_where_publishing_would(waiting: Job) -> None:
    assert (waiting.status, waiting.opens_at) == (JobStatus.IN_REVIEW, NINE)
    assert _steps(waiting) == [VersionAction.SENT_TO_REVIEW]


def test_what_is_approved_before_its_time_opens_then_without_a_second_review(
    waiting: Job, admin_user: User, owner: User, clock: Any
) -> None:
    approved = services.approve_job(waiting, by=admin_user)
    mail = OutgoingMail.objects.get(kind="job_approved_for_later", recipient=owner)

    job = _opens(approved, clock)

    assert (approved.status, approved.opens_at) == (JobStatus.SCHEDULED, NINE)
    assert "12 March 2031, 09:00" in mail.text_body
    assert job.status == JobStatus.OPEN
    assert _steps(job) == [
        VersionAction.SENT_TO_REVIEW,
        VersionAction.APPROVED,
        VersionAction.OPENED,
    ]


def test_what_is_approved_after_its_time_opens_at_once(
    waiting: Job, admin_user: User, clock: Any
) -> None:
    assert _opens(waiting, clock).status == JobStatus.IN_REVIEW

    job = services.approve_job(waiting, by=admin_user)

    assert (job.status, job.opens_at) == (JobStatus.OPEN, None)


def test_a_job_sent_back_or_declined_has_no_time_any_more(waiting: Job, admin_user: User) -> None:
    back = services.send_back_job(waiting, by=admin_user, note="Say more.")
    again = services.schedule_job(back, at=NINE, by=admin_user)
    declined = services.decline_job(again, by=admin_user, note="No.")

    assert (back.status, back.opens_at) == (JobStatus.DRAFT, None)
    assert (declined.status, declined.opens_at) == (JobStatus.CLOSED, None)


def test_a_company_may_change_the_time_of_what_was_approved_but_not_the_job(
    waiting: Job, admin_user: User, recruiter: User, clock: Any
) -> None:
    services.approve_job(waiting, by=admin_user)
    later = services.schedule_job(waiting, at=NINE + timedelta(days=1), by=recruiter)
    assert later.status == JobStatus.SCHEDULED

    changed = services.update_job(later, by=recruiter, title="Something else entirely")

    assert (changed.status, changed.opens_at) == (JobStatus.IN_REVIEW, NINE + timedelta(days=1))
    assert _opens(changed, clock, NINE + timedelta(days=2)).status == JobStatus.IN_REVIEW


def test_a_company_may_publish_at_once_what_was_approved_for_later(
    waiting: Job, admin_user: User, recruiter: User
) -> None:
    services.approve_job(waiting, by=admin_user)

    assert services.publish_job(waiting, by=recruiter).status == JobStatus.OPEN


def test_a_review_that_is_due_by_then_comes_first(
    scheduled: Job, settings: Settings, owner: User, clock: Any
) -> None:
    settings.MODERATE_JOBS = True

    job = _opens(scheduled, clock)

    assert (job.status, job.opens_at) == (JobStatus.IN_REVIEW, None)
    mail = OutgoingMail.objects.get(kind="job_not_opened", recipient=owner)
    assert "has to be reviewed first" in mail.text_body


def test_verifying_a_company_accepts_what_waits_for_its_time(
    waiting: Job, company: Company, admin_user: User, owner: User
) -> None:
    assert release_jobs_of(company, by=admin_user) == 1

    job = Job.objects.get(pk=waiting.pk)
    assert (job.status, job.opens_at) == (JobStatus.SCHEDULED, NINE)
    mail = OutgoingMail.objects.get(kind="jobs_released", recipient=owner)
    assert "Nurse (opens 12 March 2031, 09:00)" in mail.text_body


def test_jobs_of_a_company_left_empty_open_no_more(scheduled: Job, company: Company) -> None:
    assert services.close_jobs_of(company) == 1

    job = Job.objects.get(pk=scheduled.pk)
    assert (job.status, job.opens_at) == (JobStatus.DRAFT, None)
