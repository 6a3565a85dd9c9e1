"""What a loaded demo holds. It is loaded once for all tests here, inside one transaction."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import models, transaction
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Page, Site

from careers.models import FeaturedJobPage, HomePage
from hiring.choices import TRANSITIONS, ApplicationStatus
from hiring.models import Application, StatusChange
from jobs.choices import JobStatus
from jobs.models import Job
from nexus.core.html import clean_html, html_to_text, summarise
from nexus.demo.content.categories import CATEGORIES
from nexus.demo.loading import DemoRefused, load_demo
from nexus.demo.logins import DEMO_PASSWORD, LOGINS
from people.choices import Role
from people.models import Company, Membership, Profile, User
from taxonomy.models import Category, Skill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

# Without the first mark no test database is made for this module when it runs alone.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("market")]

LONG_TEXTS = ("description", "requirements", "responsibilities", "benefits", "company_description")


@pytest.fixture(scope="module")
def market(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Load the demo, give what the command said, and take everything back at the end."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEBUG=True):
            call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def test_command_prints_every_login_and_the_password(market: str) -> None:
    assert DEMO_PASSWORD in market
    assert all(f"  {login.username} " in market for login in LOGINS)


def test_jobs_were_looked_at_while_they_were_open_and_more_often_than_applied_for() -> None:
    for job in Job.objects.prefetch_related("views", "applications"):
        days = [views.day for views in job.views.all()]
        if job.published_at is None:
            assert not days
            continue
        assert all(job.published_at.date() <= day <= timezone.now().date() for day in days)
        if job.status == JobStatus.OPEN:
            looks = sum(views.count for views in job.views.all())
            assert looks > len(job.applications.all())


def test_every_company_says_where_answers_go() -> None:
    assert all("@" in company.reply_address for company in Company.objects.all())


def test_market_has_the_promised_size() -> None:
    assert Company.objects.count() == 40
    assert Job.objects.open().count() >= 200
    assert Job.objects.count() >= 240
    assert Category.objects.live().count() == len(CATEGORIES) == 20
    assert Application.objects.count() >= 350


def test_second_load_is_refused() -> None:
    with pytest.raises(DemoRefused, match="jobs already"):
        load_demo()


@pytest.mark.parametrize(
    "model", [User, Profile, Company, Membership, Skill, Job, Application, StatusChange]
)
def test_every_row_keeps_the_rules_of_its_model(model: type[models.Model]) -> None:
    rows = model._default_manager.all()

    assert rows
    for row in rows:
        row.full_clean()


def test_texts_are_as_the_services_store_them() -> None:
    for job in Job.objects.all():
        for name in LONG_TEXTS:
            assert clean_html(getattr(job, name)) == getattr(job, name)
        assert job.summary == summarise(html_to_text(job.description))


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.username)
def test_login_opens_with_the_demo_password(login: object) -> None:
    known = next(one for one in LOGINS if one is login)

    user = authenticate(None, username=known.username, password=DEMO_PASSWORD)

    assert isinstance(user, User)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == (known.email, True, True)
    assert Profile.objects.filter(user=user).exists()


@pytest.mark.parametrize(
    ("username", "page"),
    [
        ("admin", "/admin/"),
        ("editor", "/cms/"),
        ("employer", "/admin/"),
        ("recruiter", "/admin/"),
        ("viewer", "/admin/"),
        ("rival", "/admin/"),
        ("candidate", "/"),
    ],
)
def test_login_arrives_where_its_work_is(username: str, page: str, client: Client) -> None:
    form = {"login": username, "password": DEMO_PASSWORD}

    assert client.post("/accounts/login/", form)["Location"] == page
    if page != "/":
        assert client.get(page).status_code == 200


def test_nobody_but_the_logins_has_the_demo_password() -> None:
    others = User.objects.exclude(username__in=[login.username for login in LOGINS])

    assert others
    assert not any(user.has_usable_password() for user in others)


def test_flags_follow_from_roles() -> None:
    for user in User.objects.prefetch_related("memberships"):
        is_member = bool(user.memberships.all())
        assert user.is_superuser == user.is_admin == (user.username == "admin")
        assert user.is_staff == (user.is_admin or is_member)


def test_showcase_company_has_owner_recruiter_and_viewer() -> None:
    roles = dict(
        Membership.objects.filter(company__name="Saltgrass Solar").values_list(
            "user__username", "role"
        )
    )

    assert roles == {"employer": Role.OWNER, "recruiter": Role.RECRUITER, "viewer": Role.VIEWER}


def test_every_company_has_an_owner_and_a_logo() -> None:
    for company in Company.objects.prefetch_related("memberships"):
        assert any(one.role == Role.OWNER for one in company.memberships.all())
        assert company.logo.storage.exists(company.logo.name or "")


def test_viewers_have_posted_nothing() -> None:
    assert not Job.objects.filter(posted_by__memberships__role=Role.VIEWER).exists()


def test_candidates_are_found_by_name() -> None:
    assert [user.username for user in User.objects.matching("Noor El")] == ["candidate"]
    assert User.objects.matching("ziolkowska").count() == 1


def test_some_profiles_are_public_and_some_available() -> None:
    people = Profile.objects.exclude(resume="")

    assert people.count() == 60
    assert 40 <= people.filter(is_profile_public=True).count() < 60
    assert 30 <= people.filter(is_available_for_hire=True).count() < 60
    assert all(profile.resume.storage.exists(profile.resume.name or "") for profile in people)


def test_candidate_has_withdrawn_an_application_and_kept_another() -> None:
    theirs = Application.objects.filter(applicant__username="candidate")

    assert theirs.filter(withdrawn_at__isnull=False).count() == 1
    assert theirs.live().exists()


def test_candidate_has_applied_to_several_jobs_and_is_hired_by_none() -> None:
    own = Application.objects.filter(applicant__username="candidate")

    assert own.count() >= 4
    assert not own.filter(status=ApplicationStatus.HIRED).exists()


def test_applications_are_in_every_stage_and_some_withdrawn() -> None:
    stages = Counter(Application.objects.values_list("status", flat=True))

    assert set(stages) == set(ApplicationStatus)
    assert min(stages.values()) >= 8
    assert Application.objects.exclude(withdrawn_at=None).count() >= 8


def test_history_of_each_application_walks_allowed_ways_forward_in_time() -> None:
    now = timezone.now()
    for application in Application.objects.select_related("job").prefetch_related("status_changes"):
        changes = list(application.status_changes.all())

        first, last = changes[0], changes[-1]
        assert (first.from_status, first.to_status) == ("", ApplicationStatus.PENDING)
        assert first.by_id == application.applicant_id
        assert application.job.published_at is not None
        assert application.job.published_at <= first.at == application.applied_at
        for earlier, later in pairwise(changes):
            assert later.from_status == earlier.to_status
            allowed = TRANSITIONS[ApplicationStatus(later.from_status)]
            assert ApplicationStatus(later.to_status) in allowed
            assert earlier.at <= later.at <= now
        assert last.to_status == application.status


def test_nobody_applied_late_or_to_their_own_company() -> None:
    applications = Application.objects.select_related("job")

    assert not applications.filter(applied_at__gt=models.F("job__application_deadline")).exists()
    assert not applications.filter(applied_at__gt=models.F("job__closed_at")).exists()
    assert not applications.filter(
        applicant__memberships__company=models.F("job__company")
    ).exists()


def test_nobody_is_hired_twice() -> None:
    hired = Application.objects.filter(status=ApplicationStatus.HIRED)

    assert len(set(hired.values_list("applicant", flat=True))) == hired.count()
    assert len(set(hired.values_list("job", flat=True))) == hired.count()


def test_each_application_has_a_cv_of_its_own() -> None:
    names = list(Application.objects.values_list("resume", flat=True))

    assert all(names)
    assert len(set(names)) == len(names)
    assert set(names).isdisjoint(Profile.objects.values_list("resume", flat=True))


def test_only_published_jobs_have_applications() -> None:
    unpublished = Job.objects.filter(status__in=[JobStatus.DRAFT, JobStatus.IN_REVIEW])

    assert unpublished.exists()
    assert not Application.objects.filter(job__in=unpublished).exists()


def test_site_begins_at_the_home_page_and_features_eight_open_jobs() -> None:
    pages = FeaturedJobPage.objects.live()

    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert pages.count() == 8
    assert all(page.job.is_open() for page in pages)


def test_editor_may_write_and_publish_in_the_cms_and_is_no_admin() -> None:
    editor = User.objects.get(username="editor")
    page = FeaturedJobPage.objects.live().first()
    assert page is not None

    rights = page.permissions_for_user(editor)

    assert editor.has_perm("wagtailadmin.access_admin")
    assert rights.can_edit()
    assert rights.can_publish()
    assert not editor.is_staff


def test_editor_opens_the_form_of_a_featured_page() -> None:
    browser = Client()
    browser.force_login(User.objects.get(username="editor"))
    page = FeaturedJobPage.objects.live().first()
    assert page is not None

    response = browser.get(f"/cms/pages/{page.pk}/edit/")

    assert response.status_code == 200
