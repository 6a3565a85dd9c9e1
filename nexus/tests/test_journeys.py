"""Two people's whole way through the product, over HTTP and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from nexus.tests.samples import pdf_bytes, png_bytes

if TYPE_CHECKING:
    from django.test import Client

    from people.models import Company, User
    from taxonomy.models import Category

SECRET = "correct-horse-battery-9"


class Person:
    """Somebody who holds an access token and calls the API with it."""

    def __init__(self, client: Client, username: str) -> None:
        self.client, self.username, self.token = client, username, ""

    def call(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        send = getattr(self.client, method)
        response = (
            send(path, headers=headers)
            if body is None
            else send(path, body, content_type="application/json", headers=headers)
        )
        assert response.status_code == status, response.content
        return response.json()

    def send_file(self, path: str, part: str, name: str, content: bytes, **data: Any) -> Any:
        return self.client.post(
            path,
            {part: SimpleUploadedFile(name, content), **data},
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def register(self, email: str = "") -> Any:
        body = {
            "username": self.username,
            "password": SECRET,
            "first_name": self.username.title(),
            "last_name": "Person",
        }
        return self.call("post", "/auth/register/", {**body, **({"email": email} if email else {})})

    def log_in(self) -> Any:
        answer = self.call("post", "/auth/login/", {"username": self.username, "password": SECRET})
        self.token = answer["access"]
        return answer


def _code_of_last_mail() -> str:
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def test_a_candidate_registers_applies_follows_and_withdraws(
    client: Client,
    owner: User,
    make_job: Any,
    company: Company,
    category: Category,
    django_capture_on_commit_callbacks: Any,
) -> None:
    job = make_job(title="Boat builder", company=company, category=category, posted_by=owner)
    make_job(title="Baker", company=company, category=category)
    me = Person(client, "mira")

    me.register("mira@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        refused = me.call(
            "post", "/auth/login/", {"username": "mira", "password": SECRET}, status=403
        )
    assert refused["code"] == "email_unverified"
    verified = me.call(
        "post", "/auth/verify-email/", {"token": refused["token"], "code": _code_of_last_mail()}
    )
    assert verified["user"]["email"] == "mira@example.org"
    me.log_in()

    profile = me.call("get", "/api/profiles/my_profile/")
    me.call(
        "patch",
        "/api/profiles/my_profile/",
        {"city": "Flensburg", "skills": "Carpentry, Sailing", "is_profile_public": True},
    )
    photo = me.send_file(
        f"/api/profiles/{profile['id']}/upload_profile_image/",
        "profile_image",
        "me.png",
        png_bytes(),
    )
    assert photo.status_code == 200, photo.content
    cv = pdf_bytes("Ten years of boats")
    assert (
        me.send_file(f"/api/profiles/{profile['id']}/upload_resume/", "resume", "cv.pdf", cv)
    ).status_code == 200
    whole = me.call("get", "/api/profiles/my_profile/")
    assert whole["skills_list"] == ["Carpentry", "Sailing"]
    assert whole["profile_image_url"]
    assert whole["resume_url"]

    found = me.call("get", "/api/jobs/?search=boat")
    assert [row["title"] for row in found["results"]] == ["Boat builder"]
    applied = me.call(
        "post", "/api/applications/", {"job_id": job.pk, "cover_letter": "I float."}, status=201
    )
    assert applied["status"] == "pending"
    assert applied["resume"]
    assert me.call("get", f"/api/jobs/{job.pk}/")["has_applied"] is True

    listed = me.call("get", "/api/applications/my_applications/")
    assert [row["id"] for row in listed["results"]] == [applied["id"]]
    history = me.call("get", f"/api/applications/{applied['id']}/history/")
    assert [(row["from_status"] or "", row["to_status"]) for row in _rows(history)] == [
        ("", "pending")
    ]
    copy = client.get(
        f"/api/applications/{applied['id']}/resume/",
        headers={"Authorization": f"Bearer {me.token}"},
    )
    assert copy.getvalue() == cv

    me.call("delete", f"/api/applications/{applied['id']}/")
    assert me.call("get", f"/api/jobs/{job.pk}/")["application_count"] == 0
    me.call("post", "/api/applications/", {"job_id": job.pk, "cover_letter": "Again."}, status=201)


def _rows(answer: Any) -> list[Any]:
    return list(answer["results"]) if isinstance(answer, dict) else list(answer)


def test_an_employer_registers_posts_hires_one_and_rejects_another(
    client: Client, category: Category
) -> None:
    boss, first, second = (Person(client, name) for name in ("boss", "first", "second"))
    for person in (boss, first, second):
        person.register()
        person.log_in()

    job = boss.call(
        "post",
        "/api/jobs/",
        {
            "title": "Stonemason",
            "description": "<p>Restore the minster.</p><script>alert(1)</script>",
            "location": "Ulm",
            "employment_type": "full_time",
            "experience_level": "mid",
            "salary_min": "38000",
            "salary_max": "46000",
            "salary_currency": "EUR",
            "category": category.pk,
            "company_name": "Minster Works",
        },
        status=201,
    )
    assert "script" not in job["description"]
    listed = first.call("get", "/api/jobs/?search=stonemason")
    assert [row["id"] for row in listed["results"]] == [job["id"]]

    applications = []
    for person in (first, second):
        sent = person.send_file(
            "/api/applications/",
            "resume",
            "cv.pdf",
            pdf_bytes(person.username),
            job_id=job["id"],
            cover_letter=f"I am {person.username}.",
        )
        assert sent.status_code == 201, sent.content
        applications.append(sent.json())

    received = boss.call("get", f"/api/jobs/{job['id']}/applications/")
    assert received["count"] == 2
    cv = client.get(
        f"/api/applications/{applications[0]['id']}/resume/",
        headers={"Authorization": f"Bearer {boss.token}"},
    )
    assert cv.headers["Content-Disposition"].startswith("attachment")
    assert cv.getvalue() == pdf_bytes("first")

    hired = boss.call(
        "patch", f"/api/applications/{applications[0]['id']}/update_status/", {"status": "hired"}
    )
    assert (hired["status"], hired["allowed_statuses"]) == ("hired", [])
    boss.call(
        "patch",
        f"/api/applications/{applications[1]['id']}/update_status/",
        {"status": "rejected", "note": "Better luck next time."},
    )

    steps = _rows(boss.call("get", f"/api/applications/{applications[0]['id']}/history/"))
    assert [row["to_status"] for row in steps] == ["pending", "reviewed", "shortlisted", "hired"]
    assert first.call("get", "/api/applications/stats/")["status_breakdown"]["hired"] == 1
    seen_by_second = _rows(
        second.call("get", f"/api/applications/{applications[1]['id']}/history/")
    )
    assert not any(row.get("note") for row in seen_by_second)
