"""What applicants sent goes by itself once its time is over, and the figures stay what they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from hiring.choices import ApplicationStatus
from hiring.models import (
    ApplicantMail,
    Application,
    Invitation,
    MonthlyTally,
    Note,
    RemovalRun,
    SavedJob,
    StatusChange,
)
from hiring.services import add_note, move_application, rate_application, retention
from hiring.services.applying import CannotWithdraw, submit_application, withdraw_application
from hiring.services.permissions import Standing, standing
from hiring.statistics import funnel, times
from hiring.statistics.counting import Counting, Scope
from hiring.statistics.periods import Period, today
from hiring.statistics.upkeep import look_after_statistics, rebuild
from hiring.tasks import remove_old_applications
from jobs.choices import JobStatus
from jobs.models import Job
from nexus.core.models import OutgoingMail, RemovedFile
from nexus.core.removed_files import sweep_removed_files
from nexus.core.storages import private_storage
from people.models import AccountDeletion, AuditEntry, Company, User
from people.services import account_of_proven_address, erase_due_accounts

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from conftest import ApiClient

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]

SECRET = "I never want to be read again."


@pytest.fixture(autouse=True)
def _usual_times(settings: Settings) -> None:
    settings.KEEP_APPLICATIONS_DAYS, settings.KEEP_APPLICATIONS_MOST_DAYS = 100, 200
    settings.KEEP_WITHDRAWN_DAYS = 30


def ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def make_ended(make_application: Make, job: Job, make_user: Make) -> Make:
    """Make an application with a CV and a letter that last changed some days ago."""

    def make(*, days: float = 0, withdrawn: bool = False, **fields: Any) -> Application:
        stored = private_storage().save("applications/x.pdf", ContentFile(b"a CV"))
        at = ago(days)
        given = {
            "job": job,
            "applicant": fields.pop("applicant", None) or make_user(),
            "cover_letter": SECRET,
            "resume": stored,
            "resume_name": "Carla.pdf",
            "applied_at": at - timedelta(days=20),
            "updated_at": at,
            "withdrawn_at": at if withdrawn else None,
        }
        made: Application = make_application(**given | fields)
        return made

    return make


def emptied() -> set[int]:
    return set(Application.objects.exclude(emptied_at=None).values_list("pk", flat=True))


def test_each_way_to_end_has_its_time(make_ended: Make, make_job: Make, company: Company) -> None:
    closed = make_job(
        company=company, status=JobStatus.CLOSED, published_at=ago(300), closed_at=ago(101)
    )
    fresh = make_job(
        company=company, status=JobStatus.CLOSED, published_at=ago(300), closed_at=ago(99)
    )
    stages = ApplicationStatus
    gone = [
        make_ended(days=31, withdrawn=True),
        make_ended(days=101, status=stages.REJECTED),
        make_ended(days=101, job=closed),
        make_ended(days=101, job=closed, status=stages.SHORTLISTED),
    ]
    make_ended(days=29, withdrawn=True)
    make_ended(days=99, status=stages.REJECTED)
    make_ended(days=150)  # its job is open
    make_ended(days=150, job=fresh)
    make_ended(days=99, job=closed)  # moved after the job was closed
    hired = make_ended(days=900, status=stages.HIRED)
    hired_of_closed = make_ended(days=900, job=closed, status=stages.HIRED)

    retention.go_through(seconds=None)

    assert emptied() == {one.pk for one in gone}

    Company.objects.filter(pk=company.pk).update(keep_hired_days=800)
    retention.go_through(seconds=None)

    assert emptied() == {one.pk for one in [*gone, hired, hired_of_closed]}


@pytest.mark.parametrize(
    ("own", "usual", "most", "days", "goes"),
    [
        (None, 100, 200, 101, True),
        (None, 0, 0, 3000, False),
        (None, 0, 200, 201, True),
        (50, 100, 200, 51, True),
        (150, 100, 200, 149, False),
        (900, 100, 200, 201, True),
        (900, 100, 0, 899, False),
    ],
)
def test_company_says_how_long_within_the_bound_of_the_installation(
    own: int | None,
    usual: int,
    most: int,
    days: int,
    goes: bool,
    make_ended: Make,
    company: Company,
    settings: Settings,
) -> None:
    settings.KEEP_APPLICATIONS_DAYS, settings.KEEP_APPLICATIONS_MOST_DAYS = usual, most
    Company.objects.filter(pk=company.pk).update(keep_days=own)
    make_ended(days=days, status=ApplicationStatus.REJECTED)

    retention.go_through(seconds=None)

    assert bool(emptied()) is goes


def test_nothing_personal_is_left_and_files_go_after_the_commit(
    make_ended: Make,
    recruiter: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    application = make_ended()
    move_application(application, ApplicationStatus.REJECTED, by=recruiter, note=SECRET)
    add_note(application, by=recruiter, text=SECRET)
    rate_application(application, by=recruiter, score=4)
    Invitation.objects.create(job=application.job, candidate=application.applicant, message=SECRET)
    mailed = list(ApplicantMail.objects.filter(application=application).values_list("mail"))
    Application.objects.filter(pk=application.pk).update(updated_at=ago(101))
    name = application.resume.name
    steps = StatusChange.objects.filter(application=application).count()

    with django_capture_on_commit_callbacks() as callbacks:
        retention.go_through(seconds=None)
        assert private_storage().exists(name)
        assert set(RemovedFile.objects.values_list("name", flat=True)) == {name, f"{name}.pdf"}
    for callback in callbacks:
        callback()

    left = Application.objects.get(pk=application.pk)
    assert (left.cover_letter, left.resume.name, left.resume_name, left.rating) == (
        "",
        "",
        "",
        None,
    )
    assert not private_storage().exists(name)
    assert not RemovedFile.objects.exists()
    assert not Note.objects.exists()
    assert not Invitation.objects.exists()
    assert mailed
    mail = OutgoingMail.objects.get(pk=mailed[0][0])
    assert (mail.to_address, mail.text_body) == ("", "")
    assert StatusChange.objects.filter(application=application).count() == steps
    assert not any(change.note for change in left.status_changes.all())


def test_file_that_was_left_behind_goes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    name = private_storage().save("applications/left.pdf", ContentFile(b"a CV"))
    RemovedFile.objects.create(storage="private", name=name, at=ago(1))

    def fail(*args: Any) -> None:
        raise OSError("the storage is away")

    with monkeypatch.context() as patched:
        patched.setattr(type(private_storage()), "delete", fail)
        assert sweep_removed_files() == 0
    RemovedFile.objects.update(at=ago(1))

    assert sweep_removed_files() == 1
    assert not private_storage().exists(name)
    assert not RemovedFile.objects.exists()


def test_company_sees_nothing_of_it_any_more_and_the_applicant_that_they_applied(
    make_ended: Make,
    owner: User,
    recruiter: User,
    viewer: User,
    admin_user: User,
    candidate: User,
    other_candidate: User,
    rival: User,
    rival_company: Company,
    api: ApiClient,
    client: Client,
    django_user_model: Any,
) -> None:
    one = make_ended(days=101, status=ApplicationStatus.REJECTED, applicant=candidate)
    retention.go_through(seconds=None)
    one.refresh_from_db()

    for user in (owner, recruiter, viewer, admin_user):
        assert not Application.objects.handled_by(user).exists()
        assert standing(one, user) is Standing.STRANGER
        assert api.get(f"/api/applications/{one.pk}/", as_=user).status_code == 404
        assert api.get(f"/api/jobs/{one.job_id}/applications/", as_=user).json()["count"] == 0
    for user in (other_candidate, rival):
        assert api.get(f"/api/applications/{one.pk}/", as_=user).status_code == 404
    assert api.get(f"/api/applications/{one.pk}/", as_=candidate).status_code == 200

    client.force_login(candidate)
    page = client.get(f"/my/applications/{one.reference}/")
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert "have been removed" in page.content.decode()


def test_who_was_not_answered_can_apply_anew_and_withdraws_nothing(
    make_ended: Make, make_job: Make, company: Company, candidate: User
) -> None:
    job = make_job(
        company=company, status=JobStatus.CLOSED, published_at=ago(300), closed_at=ago(101)
    )
    one = make_ended(days=101, job=job, applicant=candidate)
    retention.go_through(seconds=None)
    Job.objects.filter(pk=job.pk).update(status=JobStatus.OPEN, closed_at=None)

    with pytest.raises(CannotWithdraw):
        withdraw_application(one, by=candidate)
    assert submit_application(Job.objects.get(pk=job.pk), applicant=candidate).pk != one.pk


def figures() -> list[Any]:
    found: list[Any] = []
    for scope in (Scope(), Scope(frozenset(Company.objects.values_list("pk", flat=True)))):
        counting = Counting(scope)
        for days in (30, 365, 1000):
            period = Period(today() - timedelta(days=days), today())
            found += [
                funnel.totals(counting, period),
                funnel.by_source(counting, period),
                funnel.by_category(counting, period),
                times.times(counting, period),
            ]
    return found


def test_figures_are_what_they_were(make_ended: Make, make_user: Make, recruiter: User) -> None:
    for days, status in ((400, "rejected"), (401, "hired"), (402, "rejected"), (403, "reviewed")):
        one = make_ended()
        move_application(one, ApplicationStatus(status), by=recruiter)
        Application.objects.filter(pk=one.pk).update(applied_at=ago(days + 9), updated_at=ago(days))
        StatusChange.objects.filter(application=one).update(at=ago(days))
    make_ended(days=380, withdrawn=True)
    rebuild()
    look_after_statistics()
    before, sums = figures(), list(MonthlyTally.objects.order_by("pk").values())
    assert any(str(figure) != "0" for figure in before)

    retention.go_through(seconds=None)
    assert len(emptied()) == 3
    look_after_statistics()
    assert figures() == before
    assert list(MonthlyTally.objects.order_by("pk").values()) == sums
    rebuild()

    assert figures() == before


def test_run_cut_short_goes_on_and_stands_in_the_audit_once(
    make_ended: Make, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        make_ended(days=31, withdrawn=True)
    monkeypatch.setattr(retention, "BATCH", 2)

    assert retention.remove_some(company)
    assert (len(emptied()), AuditEntry.objects.filter(thing_kind="retention").count()) == (2, 0)

    assert retention.go_through(seconds=None) is None
    assert retention.go_through(seconds=None) is None

    assert len(emptied()) == 5
    [entry] = AuditEntry.objects.filter(thing_kind="retention")
    assert (entry.actor_id, entry.act, entry.company_id) == (None, "deleted", company.pk)
    assert entry.details == {"applications": 5, "files": 5, "accounts": 0}
    assert RemovalRun.objects.get().ended_at is not None


def test_task_hands_what_its_time_does_not_suffice_for_to_another(
    make_ended: Make, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make_ended(days=31, withdrawn=True)
    monkeypatch.setattr(retention, "BATCH", 1)
    monkeypatch.setattr(retention, "SECONDS", -1)

    assert retention.go_through(seconds=-1) == company.pk - 1
    remove_old_applications.func()

    assert len(emptied()) >= 2


def test_dry_run_tells_numbers_and_changes_nothing(make_ended: Make, company: Company) -> None:
    one = make_ended(days=31, withdrawn=True)
    make_ended(days=101, status=ApplicationStatus.REJECTED)
    out = StringIO()

    call_command("retention", "--dry-run", stdout=out)

    told = out.getvalue()
    assert (
        f"{company.pk} {company.name}: 2 applications (1 withdrawn, 1 rejected, 2 letters" in told
    )
    assert "2 applications would be emptied." in told
    assert SECRET not in told
    assert one.applicant.username not in told
    assert not emptied()
    assert not RemovalRun.objects.exists()
    assert not AuditEntry.objects.filter(thing_kind="retention").exists()

    out = StringIO()
    call_command("retention", stdout=out)
    assert "2 applications were emptied." in out.getvalue()
    out = StringIO()
    call_command("retention", stdout=out)
    assert out.getvalue().strip() == "0 applications were emptied."


def test_account_of_a_visitor_who_never_came_back_goes_as_well(
    make_ended: Make,
    make_user: Make,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def visitor(name: str) -> User:
        person, _is_new = account_of_proven_address(f"{name}@example.org", full_name=name)
        User.objects.filter(pk=person.pk).update(date_created=ago(90), last_login=ago(80))
        return person

    alone, back, waiting, saved = (visitor(name) for name in ("alone", "back", "wait", "saved"))
    for person in (alone, back, waiting, saved):
        make_ended(days=31, withdrawn=True, applicant=person)
    registered = make_ended(days=31, withdrawn=True, applicant=make_user()).applicant
    User.objects.filter(pk=back.pk).update(last_login=ago(3))
    make_ended(days=5, applicant=waiting)
    SavedJob.objects.create(user=saved, job=Job.objects.get())

    with django_capture_on_commit_callbacks(execute=True):
        retention.go_through(seconds=None)
    erase_due_accounts()

    assert AccountDeletion.objects.filter(user=alone).exists()
    for person in (back, waiting, saved, registered):
        assert not AccountDeletion.objects.filter(user=person).exists()
    assert RemovalRun.objects.get().accounts == 1
    alone.refresh_from_db()
    assert (alone.email, alone.full_name, alone.is_active) == ("", "", False)


def test_looking_costs_the_same_however_many_there_are(
    make_ended: Make, company: Company, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        make_ended(days=10 + number, withdrawn=True)
        with django_assert_num_queries(1):
            assert retention.going_within(company, days=30) == number + 1


def test_owner_says_how_long_and_sees_how_many_go_soon(
    make_ended: Make, company: Company, owner: User, viewer: User, client: Client
) -> None:
    make_ended(days=10, withdrawn=True)
    page = f"/admin/people/company/{company.pk}/"
    client.force_login(owner)
    form = {"name": company.name, "answer_days": 14, "keep_days": 201, "keep_hired_days": 400}

    refused = client.post(f"{page}change/", form)
    assert "less than or equal to 200" in refused.content.decode()
    assert client.post(f"{page}change/", form | {"keep_days": 50}).status_code == 302

    company.refresh_from_db()
    assert (company.keep_days, company.keep_withdrawn_days, company.keep_hired_days) == (
        50,
        None,
        400,
    )
    told = " ".join(client.get(page).content.decode().split())
    for words in ("50 days", "30 days", "400 days", "Go within 30 days</dt><dd>1</dd>"):
        assert words in told
    client.force_login(viewer)
    assert "Go within" not in client.get(page).content.decode()
    assert client.post(f"{page}change/", form).status_code == 403


def test_candidate_reads_how_long_before_applying(
    client: Client, job: Job, company: Company, settings: Settings
) -> None:
    Company.objects.filter(pk=company.pk).update(keep_days=77)

    told = client.get(f"{job.get_absolute_url()}apply/").content.decode()

    assert "77 days after you are rejected" in told
    assert "removed after 30 days" in told
    settings.KEEP_APPLICATIONS_MOST_DAYS = settings.KEEP_WITHDRAWN_DAYS = 0
    settings.KEEP_APPLICATIONS_DAYS = 0
    Company.objects.filter(pk=company.pk).update(keep_days=None)
    assert "are removed" not in client.get(f"{job.get_absolute_url()}apply/").content.decode()
