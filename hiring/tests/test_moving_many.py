"""Moving many at once: the same rule as for one, a report, and a cost that does not grow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.branding import frame
from hiring.choices import ApplicationStatus
from hiring.models import ApplicantMail, Application, Batch, StatusChange
from hiring.services import MAX_AT_ONCE, MailText, move_application, move_applications
from nexus.core.errors import Invalid
from nexus.core.models import OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db

PENDING, REVIEWED, SHORTLISTED, REJECTED, HIRED = ApplicationStatus


@pytest.fixture
def three(make_application: Callable[..., Application], job: Job) -> list[Application]:
    return [make_application(job=job) for _number in range(3)]


def _ids(applications: list[Application]) -> list[int]:
    return [application.pk for application in applications]


def _trace(application: Application) -> list[tuple[Any, ...]]:
    rows = StatusChange.objects.filter(application=application).order_by("pk")
    return [(r.from_status, r.to_status, r.by_id, r.note, r.reason, r.is_undo) for r in rows]


def test_move_of_many_leaves_of_each_what_a_move_of_one_leaves(
    three: list[Application], make_application: Callable[..., Application], job: Job, owner: User
) -> None:
    alone = make_application(job=job)
    words: dict[str, Any] = {"note": "Too far.", "reason": "place"}

    move_application(alone, REJECTED, by=owner, **words)
    report = move_applications(_ids(three), REJECTED, by=owner, **words)

    assert report.done == _ids(three)
    for application in three:
        assert _trace(application) == _trace(alone)
        assert Application.objects.get(pk=application.pk).status == REJECTED
    mails = OutgoingMail.objects.filter(kind="application_status").order_by("pk")
    assert [mail.recipient_id for mail in mails] == [one.applicant_id for one in [alone, *three]]
    assert {mail.subject for mail in mails} == {mails[0].subject}


def test_move_reports_which_could_not_be_moved_and_why(
    make_application: Callable[..., Application],
    make_job: Callable[..., Job],
    job: Job,
    owner: User,
    rival_company: Company,
) -> None:
    fine = make_application(job=job)
    hired = make_application(job=job, status=HIRED)
    withdrawn = make_application(job=job, withdrawn_at=timezone.now())
    foreign = make_application(job=make_job(company=rival_company))
    nobody = foreign.pk + 1000

    report = move_applications(
        [fine.pk, hired.pk, withdrawn.pk, foreign.pk, nobody], SHORTLISTED, by=owner
    )

    assert report.done == [fine.pk]
    assert {refusal.application_id: refusal.why for refusal in report.refused} == {
        hired.pk: "There is no way from hired to shortlisted.",
        withdrawn.pk: "This application has been withdrawn.",
        foreign.pk: "There is no such application.",
        nobody: "There is no such application.",
    }
    assert Application.objects.get(pk=foreign.pk).status == PENDING
    assert report.batch is not None
    assert Batch.objects.get(pk=report.batch.pk).count == 1


@pytest.mark.parametrize("role", ["viewer", "candidate", "rival"])
def test_move_by_others_moves_nothing_and_leaves_no_batch(
    three: list[Application], role: str, request: pytest.FixtureRequest
) -> None:
    report = move_applications(_ids(three), REVIEWED, by=request.getfixturevalue(role))

    assert (report.done, report.batch, len(report.refused)) == ([], None, 3)
    assert not Batch.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_applicants_do_not_move_themselves_among_others(
    three: list[Application], owner: User, company: Company
) -> None:
    company.memberships.create(user=three[0].applicant, role="owner")

    report = move_applications(_ids(three), REVIEWED, by=three[0].applicant)

    assert report.done == _ids(three[1:])


def test_an_application_named_twice_is_moved_once(three: list[Application], owner: User) -> None:
    report = move_applications([three[0].pk, three[0].pk], REVIEWED, by=owner)

    assert report.done == [three[0].pk]
    assert len(_trace(three[0])) == 2


def test_own_words_take_the_place_of_the_usual_mail(
    three: list[Application], owner: User, job: Job
) -> None:
    text = MailText("About {{job}}", "Dear {{ full_name }},\n\nno, sorry.\n\n{{company}}")

    move_applications(_ids(three[:1]), REJECTED, by=owner, mail=text)

    mail = OutgoingMail.objects.get()
    name = three[0].applicant.username
    assert mail.kind == "application_status"
    assert mail.subject == "About Ward nurse"
    assert mail.text_body == f"Dear {name},\n\nno, sorry.\n\nAcme Works"
    assert ApplicantMail.objects.get(mail=mail).application == three[0]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"note": "x" * 5001}, ValidationError),
        ({"reason": "boredom"}, ValidationError),
        ({"mail": MailText("", "Hello")}, Invalid),
        ({"mail": MailText("Hello", "Dear {{applicant.password}}")}, Invalid),
    ],
)
def test_what_is_wrong_with_a_move_is_said_before_anything_moves(
    three: list[Application], owner: User, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        move_applications(_ids(three), REJECTED, by=owner, **changes)

    assert not Batch.objects.exists()


def test_only_rejections_have_a_reason(three: list[Application], owner: User) -> None:
    with pytest.raises(Invalid) as refusal:
        move_applications(_ids(three), REVIEWED, by=owner, reason="pay")

    assert "reason" in refusal.value.details


def test_more_than_can_be_moved_at_once_is_refused(owner: User) -> None:
    with pytest.raises(Invalid, match=str(MAX_AT_ONCE)):
        move_applications(range(1, MAX_AT_ONCE + 2), REVIEWED, by=owner)


def test_cost_of_a_chunk_does_not_grow_with_the_applications(
    make_application: Callable[..., Application], job: Job, owner: User
) -> None:
    frame()
    costs = []
    for count in (10, 40):
        ids = [make_application(job=job).pk for _number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(move_applications(ids, SHORTLISTED, by=owner).done) == count
        costs.append(len(queries))

    assert costs[0] == costs[1]
