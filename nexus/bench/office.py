"""The back office under the benchmark: who opens it, and which pages."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from itertools import islice

from django.conf import settings
from django.contrib.auth import login
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse

from hiring.admin.statistics.choosing import SPANS
from hiring.admin.statistics.views import PARTS
from hiring.models import Application
from nexus.bench.client import Call
from people.choices import Role
from people.models import Company, User
from people.services import add_member

_ADMIN, _OWNER = "bench-admin", "bench-owner"
_REVIEWED = 100


@dataclass(frozen=True, slots=True)
class Office:
    """The sessions of two people, and the job with the most applications and some of them."""

    owner: str
    admin: str
    job_id: int
    application_ids: list[int]

    def pages(self) -> dict[str, list[Call]]:
        """Return the pages to open by the name of their line."""
        home, jobs, applications, board = (
            reverse(f"admin:{name}")
            for name in (
                "index",
                "jobs_job_changelist",
                "hiring_application_changelist",
                "hiring_application_board",
            )
        )
        ours = f"{applications}?job__id__exact={self.job_id}"
        reviews = [
            reverse("admin:hiring_application_change", args=[pk]) for pk in self.application_ids
        ]
        return {
            "office: home": self._as_owner(home),
            "office: home of an admin": self._as_admin(home),
            "office: jobs": self._as_owner(jobs, f"{jobs}?status__exact=open"),
            "office: jobs of the market": self._as_admin(
                jobs, f"{jobs}?p=2", f"{jobs}?deadline=week", f"{jobs}?q=engineer"
            ),
            "office: applications": self._as_owner(ours, f"{ours}&p=2", f"{ours}&stage=pending"),
            "office: applications of the market": self._as_admin(
                applications, f"{applications}?p=2", f"{applications}?waiting=overdue"
            ),
            "office: board": self._as_owner(f"{board}?job={self.job_id}"),
            "office: one application": self._as_owner(*reviews),
            **self._statistics(),
            **self._others(),
        }

    def _statistics(self) -> dict[str, list[Call]]:
        """Return the parts of the statistics, each for every period that has a name."""
        found = {}
        for part in PARTS:
            address = reverse("admin:statistics_part", args=[part])
            periods = [f"{address}?period={name}" for name in SPANS if name != "days"]
            found[f"statistics: {part}"] = self._as_owner(*periods)
            found[f"statistics: {part} of the market"] = self._as_admin(*periods)
        of_one = [
            f"{reverse('admin:statistics_part', args=[part])}?job={self.job_id}"
            for part, its in PARTS.items()
            if its.is_of_jobs
        ]
        return {**found, "statistics: of one job": self._as_owner(*of_one)}

    def _others(self) -> dict[str, list[Call]]:
        audit = reverse("admin:people_auditentry_changelist")
        work = [
            reverse(f"admin:{name}") for name in ("exports", "imports", "background_work", "review")
        ]
        return {
            "office: audit": self._as_owner(audit, f"{audit}?p=2"),
            "office: audit of the market": self._as_admin(
                audit, f"{audit}?p=3", f"{audit}?act=exported", f"{audit}?kind=application"
            ),
            "office: exports, imports, work, review": self._as_admin(*work),
        }

    def _as_owner(self, *paths: str) -> list[Call]:
        return [_opened(path, self.owner) for path in paths]

    def _as_admin(self, *paths: str) -> list[Call]:
        return [_opened(path, self.admin) for path in paths]


def open_office() -> Office:
    """Sign the owner of the busiest job's company in, and an admin."""
    busiest = (
        Application.objects.order_by()
        .values("job", "job__company")
        .annotate(n=Count("pk"))
        .order_by("-n")[0]
    )
    rows = Application.objects.filter(job=busiest["job"]).order_by("-applied_at", "-pk")
    ids = islice(rows.values_list("pk", flat=True), 0, None, 97)
    admin, owner = _people(Company.objects.get(pk=busiest["job__company"]))
    return Office(
        owner=_session_of(owner),
        admin=_session_of(admin),
        job_id=busiest["job"],
        application_ids=list(islice(ids, _REVIEWED)),
    )


def _people(company: Company) -> tuple[User, User]:
    """Return an admin and an owner of the company, made once for a market."""
    admin = User.objects.filter(username=_ADMIN).first()
    if admin is None:
        admin = User.objects.create_superuser(_ADMIN)
        add_member(company, User.objects.create_user(_OWNER), role=Role.OWNER, by=admin)
    return admin, User.objects.get(username=_OWNER)


def _session_of(user: User) -> str:
    """Sign `user` in as the login page does, and return the cookie."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, user, backend="people.backends.AuthenticationBackend")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def _opened(path: str, cookie: str) -> Call:
    return Call(path, headers={"Cookie": cookie})
