"""What comes by the day or the week: in the morning of the reader, never empty, nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hiring.models import Application, DigestEntry, SavedJob
from hiring.reminders.digests import send_digests
from hiring.reminders.to_candidates import remind_of_saved_jobs
from hiring.reminders.to_companies import remind_of_deadlines, remind_of_unanswered
from hiring.services import submit_application, withdraw_application
from jobs.models import Job
from nexus.core.models import OutgoingMail
from people.models import Company, Reminder, User
from people.services import set_preferences
from people.services.mail_choices import choose_mails
from people.services.reminding import forget_old_reminders

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

# A Thursday, nine o'clock in London.
NOON = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def morning_of(day: int, hour: int = 7, minute: int = 5) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def owed(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))


def applied(application: Application, at: datetime) -> None:
    Application.objects.filter(pk=application.pk).update(applied_at=at)
    DigestEntry.objects.filter(application=application).update(at=at)


@pytest.fixture
def unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave mails in the ledger: that each is sent by itself is not what is counted."""
    monkeypatch.setattr("nexus.core.mail.enqueue_mails", lambda _ids, _at: None)


@pytest.fixture
def ending(make_job: Callable[..., Job], company: Company, owner: User) -> Job:
    """A job published days ago that ends on Saturday at noon."""
    return make_job(
        company=company,
        title="Ward nurse",
        posted_by=owner,
        published_at=morning_of(1),
        application_deadline=morning_of(28, 12),
    )


class TestDigest:
    @pytest.fixture(autouse=True)
    def daily(self, owner: User) -> None:
        choose_mails(owner, {"new_applications": "daily"})

    def test_waits_for_the_morning_and_tells_once(self, job: Job, candidate: User) -> None:
        application = submit_application(job, applicant=candidate)
        applied(application, morning_of(26, 9))

        assert owed("application_new") == []
        assert send_digests(at=morning_of(27, 6, 55)) == 0
        assert send_digests(at=morning_of(27)) == 1
        assert send_digests(at=morning_of(27, 9)) == send_digests(at=morning_of(28)) == 0
        [mail] = owed("application_digest")
        assert "1 new application" in mail.subject
        assert "Ward nurse" in mail.text_body
        # Of applicants it says nothing: whoever wants to know opens the list, which is noted.
        assert "Carla" not in mail.text_body + mail.html_body
        assert "/accounts/mails/end/" in mail.unsubscribe_url

    def test_comes_in_the_time_zone_of_its_reader(
        self, job: Job, candidate: User, owner: User
    ) -> None:
        set_preferences(owner, language="", time_zone="Asia/Tokyo")
        applied(submit_application(job, applicant=candidate), morning_of(26, 9))

        assert send_digests(at=morning_of(26, 21, 55)) == 0
        assert send_digests(at=morning_of(26, 22, 5)) == 1

    def test_a_missed_run_is_made_up_for_once(self, job: Job, candidate: User) -> None:
        applied(submit_application(job, applicant=candidate), morning_of(20))

        assert send_digests(at=morning_of(26, 15)) == 1
        assert send_digests(at=morning_of(27)) == 0

    def test_what_came_after_the_morning_waits_for_the_next(
        self, job: Job, candidate: User, other_candidate: User
    ) -> None:
        applied(submit_application(job, applicant=candidate), morning_of(26, 6))
        applied(submit_application(job, applicant=other_candidate), morning_of(26, 8))

        assert send_digests(at=morning_of(26, 9)) == 1
        assert DigestEntry.objects.count() == 1
        assert send_digests(at=morning_of(27)) == 1

    def test_is_never_empty(self, job: Job, candidate: User) -> None:
        application = submit_application(job, applicant=candidate)
        applied(application, morning_of(20))
        withdraw_application(application, by=candidate)

        assert send_digests(at=NOON) == 0
        assert not DigestEntry.objects.exists()

    @pytest.mark.parametrize("why", ["refuses", "left", "inactive"])
    def test_goes_to_nobody_who_is_not_to_have_it(
        self, why: str, job: Job, candidate: User, owner: User
    ) -> None:
        applied(submit_application(job, applicant=candidate), morning_of(20))
        if why == "refuses":
            choose_mails(owner, {"new_applications": "never"})
        elif why == "left":
            owner.memberships.all().delete()
        else:
            User.objects.filter(pk=owner.pk).update(is_active=False)

        assert send_digests(at=NOON) == 0
        assert not DigestEntry.objects.exists()

    def test_the_others_hear_at_once(self, job: Job, candidate: User, recruiter: User) -> None:
        submit_application(job, applicant=candidate)

        assert [mail.recipient_id for mail in owed("application_new")] == [recruiter.pk]
        assert [entry.user_id for entry in DigestEntry.objects.all()] == [job_owner(job)]

    @pytest.mark.usefixtures("unsent")
    def test_costs_the_same_for_many(
        self,
        job: Job,
        make_user: Callable[..., User],
        make_application: Callable[..., Application],
        django_assert_max_num_queries: Any,
    ) -> None:
        def wait_for(number: int, name: str) -> None:
            readers = [make_user(f"{name}-{n}") for n in range(number)]
            for one in readers:
                job.company.memberships.create(user=one, role="recruiter")
            application = make_application(job=job)
            DigestEntry.objects.bulk_create(
                DigestEntry(user=one, application=application, at=morning_of(20)) for one in readers
            )

        for number in (10, 40):
            wait_for(number, f"reader{number}")
            with django_assert_max_num_queries(14):
                assert send_digests(at=NOON) == number


def job_owner(job: Job) -> int:
    return job.company.memberships.get(role="owner").user_id


class TestDeadlines:
    def test_tell_owners_and_whoever_posted(
        self, ending: Job, owner: User, recruiter: User, viewer: User
    ) -> None:
        assert remind_of_deadlines(at=morning_of(25, 6)) == 0
        assert remind_of_deadlines(at=NOON) == 1
        Job.objects.filter(pk=ending.pk).update(posted_by=recruiter)
        assert remind_of_deadlines(at=NOON) == 1

        mails = owed("job_deadlines")
        assert [mail.recipient for mail in mails] == [owner, recruiter]
        assert "Ward nurse" in mails[0].text_body
        assert "1 job" in mails[0].subject

    def test_one_mail_tells_of_all_and_each_once(
        self, ending: Job, make_job: Callable[..., Job]
    ) -> None:
        make_job(
            company=ending.company,
            title="Night nurse",
            published_at=morning_of(1),
            application_deadline=morning_of(27),
        )

        assert remind_of_deadlines(at=NOON) == 1
        assert remind_of_deadlines(at=NOON + timedelta(days=1)) == 0
        [mail] = owed("job_deadlines")
        assert mail.text_body.index("Night nurse") < mail.text_body.index("Ward nurse")

    def test_tell_of_a_later_deadline_again(self, ending: Job) -> None:
        remind_of_deadlines(at=NOON)
        Job.objects.filter(pk=ending.pk).update(application_deadline=morning_of(30))

        assert remind_of_deadlines(at=morning_of(28)) == 1

    def test_do_not_tell_of_what_was_published_since_the_morning(self, ending: Job) -> None:
        Job.objects.filter(pk=ending.pk).update(published_at=morning_of(26, 8))

        assert remind_of_deadlines(at=NOON) == 0
        assert remind_of_deadlines(at=morning_of(27)) == 1

    @pytest.mark.parametrize("change", [{"status": "closed"}, {"status": "draft"}])
    def test_are_those_of_open_jobs(self, change: dict[str, str], ending: Job) -> None:
        Job.objects.filter(pk=ending.pk).update(**change)

        assert remind_of_deadlines(at=NOON) == 0

    def test_come_to_nobody_who_does_not_want_them(self, ending: Job, owner: User) -> None:
        choose_mails(owner, {"job_deadlines": "never"})

        assert remind_of_deadlines(at=NOON) == 0
        assert not Reminder.objects.exists()

    def test_are_in_the_words_and_the_time_of_the_reader(self, ending: Job, owner: User) -> None:
        set_preferences(owner, language="de", time_zone="Asia/Tokyo")
        remind_of_deadlines(at=NOON)

        [mail] = owed("job_deadlines")
        assert "21:05" in mail.text_body
        assert 'lang="de"' in mail.html_body

    @pytest.mark.usefixtures("unsent")
    def test_cost_the_same_for_many(
        self,
        make_job: Callable[..., Job],
        make_company: Callable[..., Company],
        make_user: Callable[..., User],
        django_assert_max_num_queries: Any,
    ) -> None:
        for number in (10, 40):
            for n in range(number):
                firm = make_company(f"Firm {number} {n}", owner=make_user(f"o-{number}-{n}"))
                make_job(
                    company=firm, published_at=morning_of(1), application_deadline=morning_of(28)
                )
            with django_assert_max_num_queries(16):
                assert remind_of_deadlines(at=NOON) == number


class TestUnanswered:
    @pytest.fixture
    def late(self, application: Application) -> Application:
        """Waits since more than 14 days before Monday, 23 November."""
        applied(application, morning_of(1))
        return application

    def test_come_once_a_week(self, late: Application, owner: User, recruiter: User) -> None:
        assert remind_of_unanswered(at=NOON) == 2
        assert remind_of_unanswered(at=morning_of(29)) == 0
        assert remind_of_unanswered(at=morning_of(30)) == 2

        mail = owed("applications_unanswered")[0]
        assert "1 application" in mail.subject
        assert "Ward nurse" in mail.text_body
        assert "Carla" not in mail.text_body

    def test_tell_of_what_was_late_on_monday_and_still_waits(self, late: Application) -> None:
        applied(late, morning_of(10))
        assert remind_of_unanswered(at=NOON) == 0
        assert remind_of_unanswered(at=morning_of(30)) == 1

        Application.objects.update(status="reviewed")
        Reminder.objects.all().delete()
        assert remind_of_unanswered(at=morning_of(30)) == 0

    def test_keep_to_the_promise_of_the_company(self, late: Application, company: Company) -> None:
        Company.objects.filter(pk=company.pk).update(answer_days=60)

        assert remind_of_unanswered(at=NOON) == 0

    def test_go_to_those_who_decide(self, late: Application, viewer: User, rival: User) -> None:
        remind_of_unanswered(at=NOON)

        told = {mail.recipient_id for mail in owed("applications_unanswered")}
        assert told == {job_owner(late.job)}

    def test_come_to_nobody_of_a_company_that_is_shut(
        self, late: Application, company: Company
    ) -> None:
        Company.objects.filter(pk=company.pk).update(deactivated_at=NOON)

        assert remind_of_unanswered(at=NOON) == 0

    @pytest.mark.usefixtures("unsent")
    def test_cost_the_same_for_many(
        self,
        make_application: Callable[..., Application],
        make_job: Callable[..., Job],
        make_company: Callable[..., Company],
        make_user: Callable[..., User],
        django_assert_max_num_queries: Any,
    ) -> None:
        for number in (10, 40):
            for n in range(number):
                firm = make_company(f"Firm {number} {n}", owner=make_user(f"o-{number}-{n}"))
                make_application(job=make_job(company=firm), applied_at=morning_of(1))
            Reminder.objects.all().delete()
            with django_assert_max_num_queries(17):
                remind_of_unanswered(at=NOON)


class TestSavedJobs:
    @pytest.fixture
    def saved(self, ending: Job, candidate: User) -> Job:
        SavedJob.objects.create(user=candidate, job=ending, saved_at=morning_of(20))
        return ending

    def test_are_told_of_two_days_before_and_once(self, saved: Job, candidate: User) -> None:
        assert remind_of_saved_jobs(at=morning_of(26, 6)) == 0
        assert remind_of_saved_jobs(at=morning_of(27)) == 1
        Job.objects.filter(pk=saved.pk).update(application_deadline=morning_of(29))
        assert remind_of_saved_jobs(at=morning_of(28)) == 0

        [mail] = owed("saved_job_deadlines")
        assert (mail.recipient, "Ward nurse" in mail.text_body) == (candidate, True)
        assert saved.get_absolute_url() in mail.text_body

    def test_are_not_told_of_to_whoever_has_applied(
        self, saved: Job, candidate: User, make_application: Callable[..., Application]
    ) -> None:
        make_application(job=saved, applicant=candidate)

        assert remind_of_saved_jobs(at=morning_of(27)) == 0

    def test_saved_since_the_morning_are_news_to_nobody(self, saved: Job) -> None:
        SavedJob.objects.update(saved_at=morning_of(27, 8))

        assert remind_of_saved_jobs(at=morning_of(27, 9)) == 0

    def test_are_told_of_to_nobody_who_does_not_want_it(self, saved: Job, candidate: User) -> None:
        choose_mails(candidate, {"saved_jobs": "never"})

        assert remind_of_saved_jobs(at=morning_of(27)) == 0

    @pytest.mark.usefixtures("unsent")
    def test_cost_the_same_for_many(
        self, ending: Job, make_user: Callable[..., User], django_assert_max_num_queries: Any
    ) -> None:
        for number in (10, 40):
            SavedJob.objects.bulk_create(
                SavedJob(user=make_user(f"c-{number}-{n}"), job=ending, saved_at=morning_of(1))
                for n in range(number)
            )
            with django_assert_max_num_queries(16):
                assert remind_of_saved_jobs(at=morning_of(27)) == number


def test_old_reminders_are_forgotten(candidate: User) -> None:
    long_ago = NOON - timedelta(days=500)
    Reminder.objects.create(user=candidate, kind="saved_jobs", about="job:1", at=long_ago)
    Reminder.objects.create(user=candidate, kind="saved_jobs", about="job:2")

    assert forget_old_reminders() == 1
