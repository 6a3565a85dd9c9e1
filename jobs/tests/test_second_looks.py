"""With moderation on, nothing of an unverified company gets past the review by another door."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs import services
from jobs.choices import CloseReason
from jobs.models import Job
from jobs.moderation.changes import Said, is_another
from jobs.services.releasing import release_jobs_of
from jobs.services.second_looks import look_again
from jobs.transfers.writing import look_before
from nexus.core.errors import Invalid, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

    from people.models import Company, User

    MakeJob = Callable[..., Job]

TEXT = "You build bicycles with us, from the frame to the bell. " * 4
THEN = Said("Mechanic", TEXT, Decimal(50_000), Decimal(60_000), ("EUR", "year"))


@pytest.fixture(autouse=True)
def _moderated(settings: Settings) -> None:
    settings.MODERATE_JOBS = True


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"title": "mechanic "},
        {"text": TEXT.replace("bell. ", "bell! ", 1)},
        {"text": f"{TEXT}We have a canteen."},
        {"lowest": Decimal(52_000), "highest": Decimal(58_000)},
    ],
)
def test_a_small_change_leaves_a_posting_what_it_was(change: dict[str, Any]) -> None:
    assert not is_another(THEN, THEN._replace(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Manager"},
        {"text": "You carry parcels."},
        {"text": f"{TEXT} {TEXT}"},
        {"text": f"{TEXT} Write to us@elsewhere.example"},
        {"text": f"{TEXT} Ring +49 40 123 456"},
        {"text": f"{TEXT} Gift cards."},
        {"highest": Decimal(90_000)},
        {"lowest": None},
        {"unit": ("EUR", "month")},
    ],
)
def test_what_people_would_apply_for_makes_it_another(change: dict[str, Any]) -> None:
    assert is_another(THEN, THEN._replace(**change))


def test_pay_in_another_unit_is_none_where_there_is_no_pay() -> None:
    unpaid = THEN._replace(lowest=None, highest=None)

    assert not is_another(unpaid, unpaid._replace(unit=("USD", "hour")))


@pytest.mark.django_db
class TestDoors:
    def test_another_title_takes_an_open_job_to_review(
        self, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        job = services.update_job(make_job(company=company), by=owner, title="Something else")

        assert job.status == "in_review"
        assert job.closed_at is not None
        assert not Job.objects.open().exists()
        assert job.versions.latest("number").status == "in_review"

    def test_small_changes_are_added_up(
        self, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        words = [f"word{number}" for number in range(50)]
        job = make_job(company=company, description=f"<p>{' '.join(words)}</p>")
        statuses = []
        for step in range(3):
            words[step * 4 : step * 4 + 3] = ["new", "newer", f"newest{step}"]
            job = services.update_job(job, by=owner, description=f"<p>{' '.join(words)}</p>")
            statuses.append(job.status)

        assert statuses == ["open", "in_review", "in_review"]

    def test_what_an_administrator_wrote_is_accepted(
        self, make_job: MakeJob, company: Company, owner: User, admin_user: User
    ) -> None:
        job = services.update_job(make_job(company=company), by=admin_user, title="Mended")
        assert job.status == "open"

        assert services.update_job(job, by=owner, benefits="").status == "open"

    @pytest.mark.parametrize("trusted", ["verified", "unmoderated"])
    def test_the_trusted_change_what_they_like(
        self, make_job: MakeJob, company: Company, owner: User, settings: Settings, trusted: str
    ) -> None:
        company.is_verified = trusted == "verified"
        company.save()
        settings.MODERATE_JOBS = trusted == "verified"

        job = services.update_job(make_job(company=company), by=owner, title="Something else")

        assert job.status == "open"

    def test_reopening_leads_to_review(
        self, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        job = make_job(company=company, status="closed", close_reason=CloseReason.ON_HOLD)

        job = services.reopen_job(job, by=owner)

        assert (job.status, job.close_reason) == ("in_review", "")

    def test_reopening_past_the_deadline_is_refused(
        self, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        past = timezone.now() - timedelta(days=1)
        job = make_job(company=company, status="closed", application_deadline=past)

        with pytest.raises(Invalid):
            services.reopen_job(job, by=owner)

    def test_extending_what_ran_out_leads_to_review(
        self, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        past = timezone.now() - timedelta(days=1)
        job = make_job(company=company, status="closed", application_deadline=past, closed_at=past)

        job = services.extend_job(job, to=timezone.now() + timedelta(days=9), by=owner)

        assert job.status == "in_review"

    def test_the_api_reopens_into_review(
        self, api: Any, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        job = make_job(company=company, status="closed")

        answer = api.patch(f"/api/jobs/{job.pk}/", {"is_active": True}, as_=owner)

        assert (answer.status_code, answer.json()["is_active"]) == (200, False)
        job.refresh_from_db()
        assert job.status == "in_review"

    def test_a_published_job_in_review_is_gone_for_strangers(
        self, api: Any, client: Client, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        job = services.update_job(make_job(company=company), by=owner, title="Something else")

        page = client.get(job.get_absolute_url())

        assert page.status_code == 410
        assert "It may be back soon." in page.text
        assert api.get(f"/api/jobs/{job.pk}/").status_code == 410

    def test_the_queue_leads_to_what_has_changed(
        self, client: Client, make_job: MakeJob, company: Company, owner: User, admin_user: User
    ) -> None:
        make_job(company=company, status="in_review")
        job = services.update_job(make_job(company=company), by=owner, title="Something else")
        client.force_login(admin_user)

        page = client.get("/admin/review/").text

        assert page.count("It was on the site before.") == 1
        assert f'href="/admin/jobs/job/{job.pk}/history/"' in page

    def test_approval_brings_it_back_as_it_went_out_first(
        self, make_job: MakeJob, company: Company, owner: User, admin_user: User
    ) -> None:
        job = services.update_job(make_job(company=company), by=owner, title="Something else")

        back = services.approve_job(job, by=admin_user)

        assert (back.status, back.closed_at) == ("open", None)
        assert back.published_at == job.published_at
        # What was approved is what the next change is compared with.
        assert services.update_job(back, by=owner, title="something else").status == "open"

    def test_the_desk_says_so_before_and_after(
        self, client: Client, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        job = make_job(company=company)
        client.force_login(owner)
        page = client.get(f"/admin/jobs/job/{job.pk}/change/")
        assert "Until your company is verified" in page.text
        form = page.context["adminform"].form
        typed = {
            name: "" if (value := form[name].value()) is None else value for name in form.fields
        }

        answer = client.post(
            f"/admin/jobs/job/{job.pk}/change/",
            {**typed, "title": "Something else", "_continue": "1"},
            follow=True,
        )

        assert "What you changed has to be reviewed." in answer.text
        job.refresh_from_db()
        assert job.status == "in_review"


@pytest.mark.django_db
def test_many_jobs_of_a_file_cost_what_few_do(
    make_job: MakeJob, company: Company, owner: User
) -> None:
    spent = []
    for number in (3, 12):
        ids = [make_job(company=company).pk for _ in range(number)]
        jobs = list(Job.objects.filter(pk__in=ids))
        before = look_before(jobs)
        for job in jobs:
            job.title = "Something else"
        with CaptureQueriesContext(connection) as queries:
            assert len(look_again(jobs, before, by=owner, at=timezone.now())) == number
        spent.append(len(queries))

    assert spent[0] == spent[1]


@pytest.mark.django_db
class TestRelease:
    def test_verifying_asks_whether_to_publish_what_waits_and_tells_owner_and_poster(
        self,
        client: Client,
        make_job: MakeJob,
        company: Company,
        owner: User,
        recruiter: User,
        admin_user: User,
        mails: Callable[[str], list[User | None]],
    ) -> None:
        waiting = [
            make_job(company=company, status="in_review", posted_by=recruiter, title=f"Smith {n}")
            for n in range(2)
        ]
        past = timezone.now() - timedelta(days=1)
        late = make_job(company=company, status="in_review", application_deadline=past)
        client.force_login(admin_user)
        path = f"/admin/people/company/{company.pk}/verify/"

        asked = client.post(path)
        assert "Publish the 3 jobs that wait for review" in asked.text
        company.refresh_from_db()
        assert not company.is_verified

        client.post(path, {"asked": "1", "release": "on"})
        company.refresh_from_db()
        assert company.is_verified
        statuses = [Job.objects.get(pk=job.pk).status for job in (*waiting, late)]
        assert statuses == ["open", "open", "in_review"]
        assert set(mails("jobs_released")) == {owner, recruiter}

    def test_what_waits_may_be_left_waiting(
        self, client: Client, make_job: MakeJob, company: Company, admin_user: User
    ) -> None:
        job = make_job(company=company, status="in_review")
        client.force_login(admin_user)

        client.post(f"/admin/people/company/{company.pk}/verify/", {"asked": "1"})

        job.refresh_from_db()
        company.refresh_from_db()
        assert (company.is_verified, job.status) == (True, "in_review")

    def test_companies_do_not_release_their_own(
        self, make_job: MakeJob, company: Company, owner: User
    ) -> None:
        with pytest.raises(NotAllowed):
            release_jobs_of(company, by=owner)


@pytest.mark.django_db
@pytest.mark.parametrize("still_there", [True, False])
def test_the_poster_hears_of_a_decision_while_they_belong_to_the_company(
    make_job: MakeJob,
    company: Company,
    owner: User,
    recruiter: User,
    admin_user: User,
    mails: Callable[[str], list[User | None]],
    still_there: bool,
) -> None:
    job = make_job(company=company, status="in_review", posted_by=recruiter)
    if not still_there:
        company.memberships.filter(user=recruiter).delete()

    services.send_back_job(job, by=admin_user, note="Say who you are.")

    assert set(mails("job_sent_back")) == ({owner, recruiter} if still_there else {owner})
