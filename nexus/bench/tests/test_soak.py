"""The parts of the soak that need no server: what is asked, and what is told of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nexus.bench.soak.plan import make_plan
from nexus.bench.soak.report import lines_of_load
from nexus.bench.soak.watching import Series

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def test_slope_is_that_of_the_second_half() -> None:
    rising = Series([(float(n), 0.0) for n in range(50)] + [(50.0 + n, n / 60) for n in range(50)])

    assert round(rising.slope_per_minute(), 3) == 1
    assert rising.around(0.0) == 0
    assert Series([(0.0, 5.0)]).slope_per_minute() == 0


def test_errors_are_told_by_when_they_were() -> None:
    load = {
        "counts": {"read 200": 9, "read 503": 1, "post 500": 1},
        "seconds": 10.0,
        "milliseconds": {"read": {"p50": 1.0}},
        "errors": [(4.0, "read", 503, True), (90.0, "post", 500, False)],
        "unanswered": {},
    }

    told = "\n".join(lines_of_load(load, [("Redis", 3.0, 6.0)]))

    assert "errors in the outages: read 503 with Retry-After: 1" in told
    assert "errors at other times: post 500 without Retry-After: 1" in told


def test_what_a_plan_writes_is_accepted(
    client: Client,
    make_company: Callable[..., Any],
    make_job: Callable[..., Any],
    make_application: Callable[..., Any],
) -> None:
    busy = make_job()
    for _ in range(3):
        make_application(job=busy)
    make_application(job=make_job(company=make_company()))
    plan = make_plan(0, seconds=1, connections=1)

    def write(method: str, path: str, body: Any, token: str) -> int:
        return client.generic(
            method,
            path,
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        ).status_code

    assert len(plan.movable) == 3
    move = f"/api/applications/{plan.movable[0]}/update_status/"
    assert write("PATCH", move, {"status": "reviewed"}, plan.recruiter) == 200
    assert write("POST", "/api/jobs/", plan.posting, plan.recruiter) == 201
    apply = {"job_id": plan.job_ids[0], "cover_letter": "I should like to do this work."}
    assert write("POST", "/api/applications/", apply, plan.candidates[0]) == 201
    reads = [path for path in plan.reads if "page=" not in path]
    assert [path for path in reads if client.get(path).status_code != 200] == []
