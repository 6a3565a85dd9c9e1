"""Acting on several from the back office: asked, shown, done, reported, undone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.branding import frame
from hiring.choices import ApplicationStatus
from hiring.models import Application, Batch, Note, StatusChange
from hiring.querysets import ApplicationQuerySet
from hiring.statistics.upkeep import rebuild
from hiring.workload import funnel, workload
from jobs.admin.facts import facts_of
from nexus.core.models import MailState, OutgoingMail

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient
    from jobs.models import Job
    from people.models import Company, User

pytestmark = pytest.mark.django_db

LIST = "/admin/hiring/application/"
REJECT = {"reason": "skills", "note": "Not now.", "mail": "usual", "_do": "1"}


@pytest.fixture
def at_work(client: Client, recruiter: User) -> Client:
    client.force_login(recruiter)
    frame()
    return client


@pytest.fixture
def forty(make_application: Callable[..., Application], job: Job) -> list[Application]:
    return [make_application(job=job) for _number in range(40)]


def _ids(applications: list[Application]) -> str:
    return ",".join(str(one.pk) for one in applications)


def test_forty_are_rejected_undone_and_rejected_again(
    at_work: Client, forty: list[Application]
) -> None:
    chosen = {"action": "reject", "_selected_action": [one.pk for one in forty], "index": "0"}
    asked = at_work.post(LIST, chosen)
    assert "The mail as it will arrive" in asked.content.decode()

    done = at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": _ids(forty)}, follow=True)
    assert "40 applications have been rejected." in done.content.decode()
    batch = Batch.objects.get()
    undone = at_work.post(f"{LIST}undo/", {"batch": batch.pk}, follow=True)
    assert "Undone for 40 applications." in undone.content.decode()
    assert Application.objects.filter(status="pending").count() == 40
    at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": _ids(forty)})

    assert Application.objects.filter(status="rejected").count() == 40
    assert StatusChange.objects.filter(reason="skills").count() == 80
    queued = OutgoingMail.objects.filter(state=MailState.QUEUED)
    assert queued.count() == queued.values("recipient").distinct().count() == 40


def test_whom_an_act_was_undone_for_is_ticked_again_once(
    at_work: Client, forty: list[Application]
) -> None:
    some = forty[:3]
    at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": _ids(some)})
    sent = {"batch": Batch.objects.get().pk, "back": f"{LIST}?stage=pending"}

    undone = at_work.post(f"{LIST}undo/", sent, follow=True).content.decode()

    assert ticked(undone) == {one.pk for one in some}
    assert ticked(at_work.get(LIST).content.decode()) == set()


def test_every_act_whose_mails_wait_can_be_undone_the_latest_first(
    at_work: Client, forty: list[Application]
) -> None:
    for one in forty[:3]:
        at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": str(one.pk)})
    first, second, third = Batch.objects.order_by("pk")
    assert offered(at_work) == [third.pk, second.pk, first.pk]

    at_work.post(f"{LIST}undo/", {"batch": second.pk})
    assert offered(at_work) == [third.pk, first.pk]
    at_work.post(f"{LIST}undo/", {"batch": third.pk})
    assert offered(at_work) == [first.pk]
    Batch.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(minutes=11))
    assert offered(at_work) == []
    Batch.objects.filter(pk=first.pk).update(delay_hours=1)
    assert offered(at_work) == [first.pk]


def test_an_earlier_act_says_which_job_it_was_about_where_it_was_one(
    at_work: Client,
    make_job: Callable[..., Job],
    make_application: Callable[..., Application],
    job: Job,
    company: Company,
) -> None:
    other_job = make_job(company=company, title="Baker <b>")
    here, there = make_application(job=job), make_application(job=other_job)

    def write(to: list[Application]) -> None:
        typed = {"subject": "Hello", "body": "Dear all", "ids": _ids(to)}
        shown = at_work.post(f"{LIST}act/write/", {**typed, "_preview": "1"})
        at_work.post(f"{LIST}act/write/", {**typed, "seen": shown.context["seen"], "_do": "1"})

    write([here])
    at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": str(there.pk)})
    write([here, there])
    at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": str(here.pk)})

    page = at_work.get(LIST)

    earlier = [job for _batch, _says, job in page.context["undoable_earlier"]]
    assert earlier == ["", other_job.title, job.title]
    named = re.findall(r'<span class="undo-bar__job">(.*?)</span>', page.content.decode())
    assert named == ["Baker &lt;b&gt;", job.title]


def offered(client: Client) -> list[int]:
    page = client.get(LIST).content.decode()
    return [int(pk) for pk in re.findall(r'name="batch" value="(\d+)"', page)]


def test_stage_to_which_nothing_leads_is_not_offered(
    at_work: Client, application: Application
) -> None:
    chosen = {"action": "move", "_selected_action": [application.pk], "index": "0"}

    offered = at_work.post(LIST, chosen).context["form"].fields["stage"].choices

    assert [value for value, _label in offered] == ["reviewed", "shortlisted", "rejected", "hired"]


def test_undoing_on_a_page_of_one_ticks_nothing_in_the_list(
    at_work: Client, application: Application
) -> None:
    at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": str(application.pk)})
    page = f"{LIST}{application.pk}/change/"
    at_work.post(f"{LIST}undo/", {"batch": Batch.objects.get().pk, "back": page})

    assert ticked(at_work.get(LIST).content.decode()) == set()


def ticked(page: str) -> set[int]:
    boxes = [box for box in re.findall(r"<input[^>]*>", page) if "action-select" in box]
    assert boxes
    return {int(re.findall(r'value="(\d+)"', box)[0]) for box in boxes if " checked" in box}


def test_select_across_takes_what_the_filter_shows(
    at_work: Client, forty: list[Application], make_application: Any, job: Job
) -> None:
    make_application(job=job, status="hired")
    chosen = {"action": "move", "_selected_action": [forty[0].pk], "index": "0"}
    response = at_work.post(f"{LIST}?stage=pending", {**chosen, "select_across": "1"})

    assert response.context["count"] == 40


def test_what_is_done_is_what_was_asked_about_whoever_came_since(
    at_work: Client, forty: list[Application], make_application: Any, job: Job
) -> None:
    chosen = {"action": "reject", "_selected_action": [forty[0].pk], "index": "0"}
    asked = at_work.post(f"{LIST}?stage=pending", {**chosen, "select_across": "1"})
    late = make_application(job=job)
    at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": asked.context["ids"]})

    assert Application.objects.filter(status="rejected").count() == 40
    late.refresh_from_db()
    assert late.status == "pending"


def test_more_than_can_be_done_at_once_is_refused_when_asked_and_when_sent(
    at_work: Client, forty: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("hiring.admin.acting", "hiring.services.many"):
        monkeypatch.setattr(f"{module}.MAX_AT_ONCE", 39)
    chosen = {"action": "reject", "_selected_action": [forty[0].pk], "index": "0"}

    asked = at_work.post(LIST, {**chosen, "select_across": "1"}, follow=True)
    sent = at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": _ids(forty)})

    assert "These are too many: choose at most 39 applications." in asked.content.decode()
    assert "At most 39 applications can be changed at once." in sent.content.decode()
    assert set(Application.objects.values_list("status", flat=True)) == {"pending"}


def test_cost_of_rejecting_grows_with_the_chunks_and_not_with_the_applications(
    at_work: Client,
    make_application: Callable[..., Application],
    job: Job,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hiring.services.many._CHUNK", 10)

    def spent(number: int) -> int:
        ids = _ids([make_application(job=job) for _number in range(number)])
        with CaptureQueriesContext(connection) as queries:
            answer = at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": ids})
        assert answer.status_code == 302
        return len(queries)

    spent(1)
    chunk = spent(2)
    assert spent(10) == chunk
    assert spent(30) <= 3 * chunk
    assert Application.objects.filter(status="rejected").count() == 43


def test_question_begins_in_its_first_field_and_the_mail_is_read_first(
    at_work: Client, application: Application
) -> None:
    typed = {**REJECT, "ids": str(application.pk)}

    asked = at_work.post(f"{LIST}act/reject/", {**typed, "_begin": "1"}).content.decode()
    shown = at_work.post(f"{LIST}act/reject/", {**typed, "_preview": "1"}).content.decode()

    assert re.search(r'<select name="reason"[^>]* autofocus', asked)
    assert "autofocus" not in shown


def test_own_words_are_shown_before_they_go(at_work: Client, application: Application) -> None:
    words = {"mail": "own", "subject": "About {{job}}", "body": "Dear {{first_name}}"}
    typed = {**REJECT, **words, "ids": str(application.pk)}

    shown = at_work.post(f"{LIST}act/reject/", typed)

    assert not Batch.objects.exists()
    assert "Dear Carla" in shown.content.decode()
    at_work.post(f"{LIST}act/reject/", {**typed, "seen": shown.context["seen"]})
    assert OutgoingMail.objects.get().text_body == "Dear Carla"


def test_words_changed_since_they_were_shown_are_shown_again(
    at_work: Client, application: Application
) -> None:
    words = {"mail": "own", "subject": "Hello", "body": "Dear {{first_name}}"}
    typed = {**REJECT, **words, "ids": str(application.pk)}
    seen = at_work.post(f"{LIST}act/reject/", typed).context["seen"]

    at_work.post(f"{LIST}act/reject/", {**typed, "body": "Go away", "seen": seen})

    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("act", "typed", "sentence"),
    [
        ("reject", {"mail": "own", "subject": "", "body": ""}, "Give the mail a subject."),
        ("reject", {"mail": "own", "subject": "a", "body": "{{x}}"}, "Nothing is known"),
        ("reject", {"mail": "usual", "note": "x" * 5001}, "5000"),
        ("note", {"text": ""}, "required"),
        ("write", {"subject": "Hi", "body": ""}, "required"),
        ("move", {"stage": "fired", "mail": "usual"}, "fired"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_comes_back(
    at_work: Client, application: Application, act: str, typed: dict[str, str], sentence: str
) -> None:
    fields = {**typed, "ids": str(application.pk), "_do": "1"}
    response = at_work.post(f"{LIST}act/{act}/", fields)

    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert typed.get("note", "") in page
    assert not Batch.objects.exists()
    assert not Note.objects.exists()


def test_report_names_which_could_not_be_moved_and_why(
    at_work: Client, make_application: Callable[..., Application], application: Application
) -> None:
    hired = make_application(job=application.job, status="hired")
    ids = _ids([application, hired])

    response = at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": ids}, follow=True)

    page = response.content.decode()
    assert "1 application has been rejected." in page
    assert hired.reference in page
    assert "There is no way from hired to rejected." in page


@pytest.mark.usefixtures("rival_company")
def test_strangers_act_on_nothing(client: Client, application: Application, rival: User) -> None:
    client.force_login(rival)

    response = client.post(f"{LIST}act/reject/", {**REJECT, "ids": str(application.pk)})

    assert response.status_code == 404
    assert not Batch.objects.exists()


@pytest.mark.usefixtures("rival_company")
def test_batch_of_another_company_cannot_be_undone_or_known(
    at_work: Client, application: Application, rival: User
) -> None:
    at_work.post(f"{LIST}act/reject/", {**REJECT, "ids": str(application.pk)})
    at_work.force_login(rival)

    for number in (Batch.objects.get().pk, 999_999, "x"):
        assert at_work.post(f"{LIST}undo/", {"batch": number}).status_code == 404


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/admin/", "/jobs/"])
def test_way_back_leads_nowhere_but_into_the_back_office(
    at_work: Client, application: Application, back: str
) -> None:
    address = f"{LIST}{application.pk}/rate/"

    assert at_work.post(address, {"score": "3", "back": back})["Location"] == LIST


def _traces(applications: ApplicationQuerySet) -> set[Any]:
    return {
        tuple(
            (change.from_status, change.to_status, change.by_id, change.note, change.is_undo)
            for change in StatusChange.objects.filter(application=application).order_by("pk")
        )
        for application in applications
    }


def test_board_bulk_and_api_leave_the_same_behind(
    at_work: Client,
    api: ApiClient,
    make_application: Callable[..., Application],
    job: Job,
    recruiter: User,
    company: Company,
) -> None:
    by_board, by_bulk, by_api = (make_application(job=job) for _number in range(3))

    at_work.post(f"{LIST}{by_board.pk}/move/", {"stage": "shortlisted"})
    form = {"stage": "shortlisted", "note": "", "mail": "usual", "ids": by_bulk.pk, "_do": "1"}
    at_work.post(f"{LIST}act/move/", form)
    api.patch(f"/api/applications/{by_api.pk}/", {"status": "shortlisted"}, as_=recruiter)

    assert len(_traces(Application.objects.all())) == 1
    mails = OutgoingMail.objects.order_by("pk")
    texts = {mail.text_body.replace(str(mail.recipient), "NAME") for mail in mails}
    assert (len(mails), len(texts)) == (3, 1)
    assert {(mail.kind, mail.subject, mail.state) for mail in mails} == {
        ("application_status", mails[0].subject, MailState.QUEUED)
    }
    holds = {round((mail.not_before - mail.created_at).total_seconds()) for mail in mails}
    assert holds == {600}
    for application in (by_board, by_bulk, by_api):
        assert application.mails.count() == 1
    batches = Batch.objects.values_list("kind", "to_status", "by", "count")
    assert set(batches) == {("move", "shortlisted", recruiter.pk, 1)}
    load = workload(recruiter)
    assert (load.new, load.overdue) == (0, 0)
    rebuild()
    counted = funnel(recruiter, days=2)
    assert [(step.status, step.number) for step in counted] == [
        ("pending", 3),
        ("reviewed", 3),
        ("shortlisted", 3),
        ("hired", 0),
    ]
    assert facts_of([job.pk])[job.pk].stages == [(ApplicationStatus.SHORTLISTED.label, 3)]
    assert set(Application.objects.values_list("status", flat=True)) == {
        ApplicationStatus.SHORTLISTED
    }
