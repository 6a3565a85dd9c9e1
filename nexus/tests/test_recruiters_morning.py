"""A recruiter's morning in a real browser: what it takes by hand, and what it leaves behind."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import localdate, localtime, now

from careers.models import FeaturedJobPage
from conftest import PASSWORD
from hiring.models import Application, Batch, StatusChange
from jobs.models import Job, JobVersion
from nexus.core.audit import AuditAct
from nexus.core.models import ExportRun, MailState, OutgoingMail
from nexus.tests.hands import Hands
from people.models import AuditEntry

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from people.models import Company, User

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

APPLICANTS = 62
REJECTED = 40
# What each task may take at most: clicks, keys, page loads. What has to be typed is in it: a date
# is eight keys.
BOUNDS = {
    "open the home": (0, 0, 1),
    "take the first waiting job": (1, 0, 1),
    "read three applications": (1, 2, 3),
    "shortlist two": (0, 3, 3),
    "reject forty": (4, 2, 3),
    "undo it": (1, 0, 1),
    "reject them again": (2, 1, 2),
    "post last year's job again": (4, 9, 4),
    "feature it": (1, 0, 1),
    "export the shortlist": (7, 0, 4),
}


@pytest.fixture
def employer(make_user: Callable[..., User]) -> User:
    return make_user("employer", first_name="Edda", last_name="Employer")


@pytest.fixture
def firm(make_company: Callable[..., Company], employer: User) -> Company:
    return make_company("Bright Bakery", owner=employer)


@pytest.fixture
def last_years(make_job: Callable[..., Job], firm: Company) -> Job:
    then = now() - timedelta(days=360)
    return make_job(
        company=firm,
        title="Christmas helper",
        status="closed",
        published_at=then,
        closed_at=then + timedelta(days=30),
        application_deadline=then + timedelta(days=30),
        description=f"<p>{' '.join(['Gingerbread is cut, iced and packed in Advent.'] * 8)}</p>",
        requirements=f"<p>{' '.join(['A steady hand, an early start, a sweet tooth.'] * 8)}</p>",
        benefits="<p>Bread for the whole family.</p>",
        skills=["Baking", "Packing"],
    )


@pytest.fixture
def busy(
    make_job: Callable[..., Job],
    make_user: Callable[..., User],
    make_application: Callable[..., Application],
    firm: Company,
) -> Job:
    """A job with more applications than a page of the list holds; another one has a few."""
    other = make_job(company=firm, title="Confectioner")
    job = make_job(company=firm, title="Baker")
    begun = now() - timedelta(days=2)
    for number in range(APPLICANTS):
        person = make_user(f"person-{number:02}", first_name="Pia", last_name=f"Person {number:02}")
        make_application(job=job, applicant=person, applied_at=begun + timedelta(minutes=number))
    for number in range(3):
        make_application(job=other, applied_at=now() - timedelta(hours=number))
    return job


@pytest.fixture
def hands(browser: Browser, live_server: Any, employer: User) -> Iterator[Hands]:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="en-US"
    )
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto("/accounts/login/")
    page.locator("main [name=login]").fill(employer.username)
    page.locator("main [name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.wait_for_load_state()
    yield Hands(page)
    context.close()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def boxes(page: Page) -> Locator:
    return page.locator("input.action-select")


def reject(hands: Hands) -> None:
    """Tick the first forty of the list, give a reason, read the mail, and do it.

    After an undo they are ticked already.
    """
    page = hands.page
    if not page.locator("input.action-select:checked").count():
        hands.click(boxes(page).first)
        hands.click(boxes(page).nth(REJECTED - 1), shift=True)
    hands.click(page.get_by_role("button", name="Reject …"), leads=True)
    letter = page.get_by_role("article").first
    assert "Baker" in letter.inner_text()
    assert "{{" not in letter.inner_text()
    hands.press("S")
    assert page.get_by_label("Reason").input_value() == "skills"
    hands.click(page.get_by_role("button", name=f"Reject ({REJECTED})"), leads=True)
    assert page.get_by_text(f"{REJECTED} applications have been rejected.").is_visible()


def test_morning_takes_few_clicks_and_leaves_what_was_meant(
    hands: Hands, busy: Job, last_years: Job, employer: User, tmp_path: Path
) -> None:
    page = hands.page
    begun = now()
    people = list(Application.objects.filter(job=busy).order_by("applied_at", "pk"))
    read = people[:3]

    with hands.task("open the home"):
        page.goto("/admin/")
        assert heading(page) == "Bright Bakery"
    with hands.task("take the first waiting job"):
        hands.click(page.get_by_role("link", name="Baker", exact=True), leads=True)
    assert (heading(page), boxes(page).count()) == ("Applications", 50)

    with hands.task("read three applications"):
        hands.click(page.get_by_role("link", name="Pia Person 00"), leads=True)
        hands.press("ArrowRight", "ArrowRight", leads=True)
    assert "Pia Person 02" in heading(page)
    with hands.task("shortlist two"):
        hands.press("s", "ArrowLeft", "s", leads=True)
    shortlisted = [read[2], read[1]]
    assert statuses(shortlisted) == {"shortlisted"}

    with hands.task("reject forty"):
        hands.press("u", leads=True)
        reject(hands)
    rejected = [one for one in people if one not in shortlisted][:REJECTED]
    assert statuses(rejected) == {"rejected"}
    first = Batch.objects.latest("pk")
    assert mails_of(first) == (REJECTED, {MailState.QUEUED})
    assert held_minutes(first) == {10}

    with hands.task("undo it"):
        hands.click(page.get_by_role("button", name="Undo"), leads=True)
    assert page.get_by_text(f"Undone for {REJECTED} applications.").is_visible()
    assert statuses(rejected) == {"pending"}
    assert mails_of(first) == (REJECTED, {MailState.CANCELLED})

    with hands.task("reject them again"):
        reject(hands)
    second = Batch.objects.latest("pk")
    assert statuses(rejected) == {"rejected"}
    assert mails_of(second) == (REJECTED, {MailState.QUEUED})

    deadline = localdate() + timedelta(days=45)
    with hands.task("post last year's job again"):
        hands.click(page.get_by_role("link", name="Jobs", exact=True), leads=True)
        row = page.get_by_role("row").filter(has_text="Christmas helper")
        hands.click(row.locator("summary"))
        hands.click(row.get_by_role("link", name="Post again …"), leads=True)
        hands.write(f"{deadline:%m%d%Y}")
        hands.press("Enter", leads=True)
        hands.click(page.get_by_role("button", name="Save and publish"), leads=True)
    assert page.get_by_text("“Christmas helper” is on the site.").is_visible()
    with hands.task("feature it"):
        hands.click(page.get_by_role("button", name="Feature"), leads=True)
    assert page.get_by_text("The editors have a draft of the page now").is_visible()

    with hands.task("export the shortlist"):
        hands.click(page.get_by_role("link", name="Applications", exact=True), leads=True)
        hands.click(page.get_by_role("link", name="Shortlisted", exact=True), leads=True)
        hands.click(page.locator("#action-toggle"))
        hands.click(page.get_by_role("button", name="Export …"), leads=True)
        hands.click(page.get_by_role("radio", name="CSV for spreadsheets"))
        hands.click(page.get_by_role("button", name="Export 2 applications"), leads=True)
        with page.expect_download() as download:
            hands.click(page.get_by_role("link", name="Download"))
    table = tmp_path / "applications.csv"
    download.value.save_as(table)

    sys.stdout.write(f"\n{hands.table()}\n")
    check_histories(shortlisted, rejected, employer)
    check_job(last_years, employer, deadline)
    check_audit(people, read, shortlisted, rejected, employer, since=begun)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Name"] for row in rows} == {"Pia Person 01", "Pia Person 02"}
    assert {(row["Job"], row["Stage"]) for row in rows} == {("Baker", "shortlisted")}
    assert {row["E-mail"] for row in rows} == {one.applicant.email for one in shortlisted}
    too_much = {
        name: (effort, BOUNDS[name])
        for name, effort in hands.efforts.items()
        if not effort.is_within(*BOUNDS[name])
    }
    assert too_much == {}
    assert hands.efforts.keys() == BOUNDS.keys()


def statuses(applications: list[Application]) -> set[str]:
    found = Application.objects.filter(pk__in=[one.pk for one in applications])
    return set(found.values_list("status", flat=True))


def mails_of(batch: Batch) -> tuple[int, set[str]]:
    mails = OutgoingMail.objects.filter(pk__in=batch.mails.values("mail"))
    assert {mail.kind for mail in mails} == {"application_status"}
    return len(mails), {mail.state for mail in mails}


def held_minutes(batch: Batch) -> set[int]:
    mails = OutgoingMail.objects.filter(pk__in=batch.mails.values("mail"))
    return {round((mail.not_before - mail.created_at).total_seconds() / 60) for mail in mails}


def check_histories(shortlisted: list[Application], rejected: list[Application], by: User) -> None:
    for one in shortlisted:
        steps = StatusChange.objects.filter(application=one).order_by("pk")
        assert [step.to_status for step in steps] == ["pending", "reviewed", "shortlisted"]
    for one in rejected:
        steps = StatusChange.objects.filter(application=one).order_by("pk")
        walked = [(step.to_status, step.is_undo, step.reason) for step in steps]
        rejection = [("reviewed", False, ""), ("rejected", False, "skills")]
        assert walked == [("pending", False, ""), *rejection, ("pending", True, ""), *rejection]
        assert {step.by_id for step in steps[1:]} == {by.pk}


def check_job(before: Job, by: User, deadline: date) -> None:
    before.refresh_from_db()
    assert before.status == "closed"
    job = Job.objects.exclude(pk=before.pk).get(title=before.title)
    assert (job.status, job.posted_by_id, job.company_id) == ("open", by.pk, before.company_id)
    assert localtime(job.application_deadline).date() == deadline
    assert (job.description, job.requirements) == (before.description, before.requirements)
    versions = JobVersion.objects.filter(job=job).order_by("number")
    assert [(version.action, version.status, version.by_id) for version in versions] == [
        ("copied", "draft", by.pk),
        ("published", "open", by.pk),
    ]
    page = FeaturedJobPage.objects.get(job=job)
    assert (page.live, page.has_unpublished_changes) == (False, True)


def check_audit(
    people: list[Application],
    read: list[Application],
    shortlisted: list[Application],
    rejected: list[Application],
    by: User,
    *,
    since: datetime,
) -> None:
    """Hold the audit of the morning to what was seen, done and taken: each of it once, and no more."""
    entries = AuditEntry.objects.filter(at__gte=since)
    found = Counter(entries.values_list("act", "thing"))
    everybody = list(Application.objects.values_list("applicant", flat=True))
    job = Job.objects.latest("pk")
    run = ExportRun.objects.get()
    # Who is shortlisted on their page is shown there again; the second one was gone back to.
    expected = Counter(
        {
            (AuditAct.SEEN, _application(read[0])): 1,
            (AuditAct.SEEN, _application(read[1])): 3,
            (AuditAct.SEEN, _application(read[2])): 2,
            (AuditAct.ADDED, f"job:{job.pk}"): 1,
            (AuditAct.MOVED, f"job:{job.pk}"): 1,
            (AuditAct.EXPORTED, f"export:{run.pk}"): 1,
            (AuditAct.DOWNLOADED, f"export:{run.pk}"): 1,
        }
    )
    # Lists are noted once a day, however often they were turned to.
    expected.update((AuditAct.SEEN, f"applicant:{person}") for person in everybody)
    expected.update((AuditAct.MOVED, _application(one)) for one in shortlisted)
    expected.update((AuditAct.EXPORTED, _application(one)) for one in shortlisted)
    for act in (AuditAct.MOVED, AuditAct.UNDONE, AuditAct.MOVED):
        expected.update((act, _application(one)) for one in rejected)

    assert {str(key): n for key, n in (found - expected).items()} == {}
    assert {str(key): n for key, n in (expected - found).items()} == {}
    assert set(entries.values_list("actor", "company")) == {(by.pk, people[0].job.company_id)}
    of_people = entries.filter(subject__isnull=False)
    applicants = dict(Application.objects.values_list("pk", "applicant"))
    for kind, number, subject in (
        (*one.thing.split(":"), one.subject_id) for one in of_people.iterator()
    ):
        assert subject == (applicants[int(number)] if kind == "application" else int(number))


def _application(application: Application) -> str:
    return f"application:{application.pk}"
