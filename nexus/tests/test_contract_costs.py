"""How many statements a list costs: bounded, and the same for ten rows and for forty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Job
from jobs.search import Hits
from taxonomy import counts
from taxonomy.models import Category, CategoryIndexPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import ApiClient


class Growing:
    """A market of as many rows of each kind as is asked for."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._get = request.getfixturevalue
        self.company = self._get("company")
        self.category = self._get("category")
        self.job = self._make_job()
        self.size = 0

    def _make_job(self) -> Any:
        owner = self._get("owner")
        return self._get("make_job")(
            company=self.company, category=self.category, posted_by=owner, skills=["Python"]
        )

    def grow(self, kind: str, size: int) -> None:
        add: Callable[[], None] = getattr(self, f"_add_{kind}")
        while self.size < size:
            add()
            self.size += 1

    def _add_job(self) -> None:
        self._make_job()

    def _add_own(self) -> None:
        self._application(job=self._make_job(), applicant=self._get("candidate"))

    def _add_received(self) -> None:
        self._application(job=self.job)

    def _application(self, **fields: Any) -> None:
        made = self._get("make_application")(**fields)
        made.status_changes.create(from_status="pending", to_status="reviewed")

    def _add_profile(self) -> None:
        from taxonomy.services import get_or_create_skills

        profile = self._get("make_user")(first_name="A").profile
        profile.is_profile_public = profile.is_available_for_hire = True
        profile.save()
        profile.skills.set(get_or_create_skills(["Python", f"Skill {profile.pk}"]))

    def _add_category(self) -> None:
        page = CategoryIndexPage.objects.get().add_child(
            instance=Category(name=f"Category {self.size}")
        )
        self._get("make_job")(category=page)


EVERYBODY = ("", "candidate", "owner", "admin_user")
LISTS: list[tuple[str, str, tuple[str, ...], int]] = [
    ("/api/jobs/", "job", EVERYBODY, 5),
    ("/api/categories/{category}/jobs/", "job", EVERYBODY, 5),
    ("/api/jobs/my_jobs/", "job", ("owner",), 5),
    ("/api/applications/", "own", ("candidate",), 5),
    ("/api/applications/my_applications/", "own", ("candidate",), 5),
    ("/api/applications/received_applications/", "received", ("owner", "viewer"), 5),
    ("/api/jobs/{job}/applications/", "received", ("owner", "viewer", "admin_user"), 5),
    ("/api/profiles/", "profile", EVERYBODY, 5),
    ("/account/profiles/", "profile", EVERYBODY, 5),
    ("/api/profiles/available_candidates/", "profile", EVERYBODY, 5),
    ("/api/categories/", "category", EVERYBODY, 3),
    ("/api/categories/stats/", "category", EVERYBODY, 3),
]


@pytest.mark.parametrize(
    ("path", "kind", "who", "limit"),
    [
        pytest.param(path, kind, who, limit, id=f"{who or 'anybody'} {path}")
        for path, kind, readers, limit in LISTS
        for who in readers
    ],
)
def test_list_costs_the_same_for_ten_rows_and_for_forty(
    path: str,
    kind: str,
    who: str,
    limit: int,
    db: None,
    api: ApiClient,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    market = Growing(request)
    as_ = request.getfixturevalue(who) if who else None
    found = path.format(category=market.category.pk, job=market.job.pk)
    monkeypatch.setattr(counts, "_providers", [])
    costs: dict[str, list[int]] = {}
    for size in (10, 40):
        market.grow(kind, size)
        # The index on disk answers without a statement; that of the tests asks the database.
        ids = list(Job.objects.values_list("pk", flat=True))[:size]
        hits = Hits(ids=ids, total=size)
        monkeypatch.setattr("jobs.api.lists.search", lambda *_, hits=hits, **__: hits)
        monkeypatch.setattr("jobs.api.lists.search_after", lambda *_, ids=ids, **__: (ids, None))
        for paging in [""] if "stats" in path else ["?page_size=40", "?page_size=40&cursor="]:
            api.get(found + paging, as_=as_)  # signs in, and notes the looks of the day
            with CaptureQueriesContext(connection) as counted:
                response = api.get(found + paging, as_=as_)
            assert response.status_code == 200, response.content
            body = response.json()
            assert len(body if isinstance(body, list) else body["results"]) >= size
            costs.setdefault(paging, []).append(len(counted))

    assert all(ten == forty <= limit for ten, forty in costs.values()), costs
