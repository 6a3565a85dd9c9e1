"""Fills an empty database with one of three markets, and tells where in it there is what to see.

`python -m nexus.screenshots.markets STATE` does it in a process of its own and prints the addresses.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from nexus.demo.logins import DEMO_PASSWORD, DOMAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.models import Job
    from people.models import User

    type Addresses = dict[str, str]

CANDIDATE, NEWCOMER = "candidate", "newcomer"
# Who applies where the newcomer has done so already: each language needs its own.
NEWCOMERS = {"en": NEWCOMER, "de": "neuling"}


def fill(state: str) -> Addresses:
    """Fill the database, and return the paths of what it has, by the names that `pages` uses."""
    addresses = _STATES[state]()
    for username in NEWCOMERS.values():
        make_person(username)
    return addresses


def make_person(username: str) -> User:
    """Create somebody who can sign in with the demo's password."""
    from allauth.account.models import EmailAddress

    from people.models import User

    email = f"{username}@{DOMAIN}"
    user: User = User.objects.create_user(username, email=email, password=DEMO_PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def addresses_of(job: Job) -> Addresses:
    """Return where a job is, and where it is saved."""
    return {"job": job.get_absolute_url(), "save": f"/jobs/{job.pk}/save/"}


def own_things(user: User) -> Addresses:
    """Have `user` save jobs and a search, and return where an application of theirs is."""
    from hiring.models import Application
    from hiring.services import save_job, save_search
    from jobs.models import Job
    from people.services.mail_choices import end_path

    for job in Job.objects.open().order_by("pk")[:3]:
        save_job(job, by=user)
    save_search(name="Nursing, part time", query="q=nurse&employment_type=part_time", by=user)
    save_search(name="Anything remote", query="workplace=remote", by=user)
    latest = Application.objects.live().filter(applicant=user, job__in=Job.objects.open())
    application = latest.order_by("-pk")[:1].get()
    return {
        "application": f"/my/applications/{application.reference}/",
        "applied": application.job.get_absolute_url(),
        "mails_end": end_path(user, "invitations"),
    }


def _demo() -> Addresses:
    from careers.models import FeaturedJobPage
    from hiring.models import Application
    from jobs.choices import JobStatus
    from jobs.models import Job
    from nexus.demo.loading.load import load_demo
    from nexus.screenshots.alerts import job_alerts
    from nexus.screenshots.waiting import closed_account, job_invitations, team_invitation
    from people.models import Company, User

    load_demo()
    candidate = User.objects.get(username=CANDIDATE)
    theirs = Application.objects.filter(applicant=candidate).values("job")
    others = Job.objects.open().exclude(pk__in=theirs).select_related("company", "category")
    job = others.filter(salary_min__isnull=False, benefits__gt="", skills__gte=1).order_by("pk")[0]
    closed = Job.objects.filter(status=JobStatus.CLOSED).order_by("pk")[0]
    feature = FeaturedJobPage.objects.live().order_by("path")[0]
    owner = User.objects.get(username="employer")
    company = Company.objects.get(slug="saltgrass-solar")
    job_invitations(candidate, owner, company)
    withdrawn = Application.objects.filter(applicant=candidate, withdrawn_at__isnull=False)
    draft = Job.objects.filter(company=company, status=JobStatus.DRAFT).order_by("pk")
    return {
        **addresses_of(job),
        **own_things(candidate),
        **job_alerts(candidate),
        **team_invitation(company, owner),
        **closed_account(make_person("leaver")),
        "withdrawn": f"/my/applications/{withdrawn.order_by('pk')[0].reference}/",
        "preview": draft[0].get_absolute_url(),
        "own_job": company.jobs.open().order_by("pk")[0].get_absolute_url(),
        "plain_job": others.filter(benefits="", salary_min=None)
        .order_by("pk")[0]
        .get_absolute_url(),
        "closed_job": closed.get_absolute_url(),
        "category": job.category.get_absolute_url(),
        "company": "/companies/tallow-finch/",
        "plain_company": f"/companies/{job.company.slug}/",
        "feature": f"/featured/{feature.slug}/",
        "content": "/working-with-us/",
        "words": "nurse",
        "place": "Leeds",
    }


def _empty() -> Addresses:
    from careers.services import ensure_site_tree

    ensure_site_tree()
    return {}


def _messy() -> Addresses:
    from nexus.screenshots.messy import fill_messy

    return fill_messy()


_STATES: dict[str, Callable[[], Addresses]] = {"demo": _demo, "empty": _empty, "messy": _messy}
STATES = tuple(_STATES)


def main() -> None:
    import django

    django.setup()
    from nexus.screenshots.office_crew import staff_office
    from nexus.screenshots.office_market import office_addresses

    state = sys.argv[1]
    addresses = fill(state)
    staff_office(state)
    told = json.dumps({**addresses, **office_addresses()})
    print(told)  # noqa: T201  # what the other process waits for


if __name__ == "__main__":
    main()
