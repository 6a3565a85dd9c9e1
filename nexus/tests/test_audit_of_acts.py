"""The audit names every act of staff on what is not their own, once, and nothing else.

Each deed goes through the door that people or programs use; what it leaves in the audit is compared
whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from hiring.models import Application
from hiring.services import MailText, mail_applicants
from jobs.models import Job
from jobs.services import close_job
from nexus.core.models import ExportRun
from nexus.core.storages import private_storage
from people.models import AuditEntry, Company, Profile, User

if TYPE_CHECKING:
    from conftest import ApiClient

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
type Line = tuple[str, str, str, dict[str, Any]]

APPLICATIONS = "/admin/hiring/application/"


@dataclass
class Scene:
    """A company with two applications of pia and paul, and carla, who looks for work."""

    client: Client
    api: ApiClient
    owner: User
    company: Company
    job: Job
    pia: Application
    paul: Application
    carla: Profile

    def named(self, text: str) -> str:
        """Put the rows' numbers in, as in "application:{pia}"."""
        return text.format(
            pia=self.pia.pk,
            paul=self.paul.pk,
            pia_user=self.pia.applicant_id,
            paul_user=self.paul.applicant_id,
            carla=self.carla.pk,
            carla_user=self.carla.user_id,
            job=self.job.pk,
            company=self.company.pk,
            export=getattr(ExportRun.objects.first(), "pk", ""),
        )

    def post(self, path: str, **sent: Any) -> None:
        answer = self.client.post(self.named(path), sent)
        assert answer.status_code == 302, answer.content.decode()[:2000]

    def get(self, path: str) -> None:
        answer = self.client.get(self.named(path))
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer)


@pytest.fixture
def scene(
    client: Client,
    api: ApiClient,
    owner: User,
    company: Company,
    make_user: Make,
    make_job: Make,
    make_application: Make,
) -> Scene:
    job = make_job(company=company, title="Baker")
    pia = make_application(job=job, applicant=make_user("pia", full_name="Pia Person"))
    paul = make_application(job=job, applicant=make_user("paul", full_name="Paul Person"))
    stored = private_storage().save("applications/pia.pdf", ContentFile(b"%PDF-1.4 a CV"))
    Application.objects.filter(pk=pia.pk).update(resume=stored)
    carla = make_user("carla", full_name="Carla Candidate")
    Profile.objects.filter(user=carla).update(is_profile_public=True, is_available_for_hire=True)
    client.force_login(owner)
    return Scene(client, api, owner, company, job, pia, paul, carla.profile)


def moved(who: str, act: str, before: str, after: str) -> Line:
    return (act, f"application:{{{who}}}", who, {"status": [before, after]})


LISTED: list[Line] = [
    ("seen", "applicant:{pia_user}", "pia", {}),
    ("seen", "applicant:{paul_user}", "paul", {}),
]


def move(scene: Scene) -> None:
    scene.post(APPLICATIONS + "{pia}/move/", stage="shortlisted")


def reject_both(scene: Scene) -> None:
    ids = f"{scene.pia.pk},{scene.paul.pk}"
    path, sent = APPLICATIONS + "act/reject/", {"ids": ids, "reason": "skills", "mail": "usual"}
    scene.post(path, **sent)


def reject_and_undo(scene: Scene) -> None:
    reject_both(scene)
    batch = scene.pia.status_changes.latest("pk").batch_id
    scene.post(APPLICATIONS + "undo/", batch=str(batch))


def write(scene: Scene) -> None:
    mail_applicants([scene.pia.pk], MailText("Hello", "Some words."), by=scene.owner)


def write_and_undo(scene: Scene) -> None:
    write(scene)
    scene.post(APPLICATIONS + "undo/", batch=str(scene.pia.mails.latest("pk").batch_id))


def page_of_act(act: str) -> Callable[[Scene], None]:
    def read(scene: Scene) -> None:
        ids = [scene.pia.pk, scene.paul.pk]
        sent = {"action": act, "_selected_action": ids}
        assert scene.client.post(APPLICATIONS, sent).status_code == 200

    return read


def note_on_both(scene: Scene) -> None:
    ids = f"{scene.pia.pk},{scene.paul.pk}"
    scene.post(APPLICATIONS + "act/note/", ids=ids, text="Call them tomorrow")


def take_out(scene: Scene) -> None:
    sent = {"format": "csv", "columns": ["reference", "full_name"]}
    answer = scene.client.post("/admin/exports/new/applications/", sent, follow=True)
    scene.get(f"/admin/exports/{answer.context['run'].pk}/file/")


def close(scene: Scene) -> None:
    close_job(scene.job, by=scene.owner, reason="filled")


def move_by_api(scene: Scene) -> None:
    path = scene.named("/api/applications/{pia}/update_status/")
    assert scene.api.patch(path, {"status": "reviewed"}, as_=scene.owner).status_code == 200


def by_api(path: str, *, times: int = 1) -> Callable[[Scene], None]:
    def read(scene: Scene) -> None:
        for _ in range(times):
            answer = scene.api.get(scene.named(path), as_=scene.owner)
            assert answer.status_code == 200

    return read


def page(path: str, *, times: int = 1) -> Callable[[Scene], None]:
    def read(scene: Scene) -> None:
        for _ in range(times):
            scene.get(path)

    return read


def sent_to(path: str, **sent: str) -> Callable[[Scene], None]:
    return lambda scene: scene.post(path, **{k: scene.named(v) for k, v in sent.items()})


SEEN_PIA: Line = ("seen", "application:{pia}", "pia", {})
CV_OF_PIA: Line = ("downloaded", "application:{pia}", "pia", {})
SEEN_CARLA: Line = ("seen", "profile:{carla}", "carla", {})

DEEDS: dict[str, tuple[Callable[[Scene], None], list[Line]]] = {
    "open the home": (page("/admin/"), []),
    "list jobs": (page("/admin/jobs/job/"), []),
    "list applications twice": (page(APPLICATIONS, times=2), LISTED),
    "search applications": (
        page(f"{APPLICATIONS}?q=Pia"),
        [("found", "applicant:{pia_user}", "pia", {})],
    ),
    "open the board": (page(APPLICATIONS + "board/?job={job}"), LISTED),
    "open one twice": (page(APPLICATIONS + "{pia}/change/", times=2), [SEEN_PIA, SEEN_PIA]),
    "show a CV": (page(APPLICATIONS + "{pia}/cv/view/"), [CV_OF_PIA]),
    "download a CV": (page(APPLICATIONS + "{pia}/cv/"), [CV_OF_PIA]),
    "move one": (move, [moved("pia", "moved", "pending", "shortlisted")]),
    "read the mail of a rejection": (
        page_of_act("reject"),
        LISTED,
    ),
    "reject both": (
        reject_both,
        [
            moved("pia", "moved", "pending", "rejected"),
            moved("paul", "moved", "pending", "rejected"),
        ],
    ),
    "reject both and undo it": (
        reject_and_undo,
        [
            moved("pia", "moved", "pending", "rejected"),
            moved("paul", "moved", "pending", "rejected"),
            moved("pia", "undone", "rejected", "pending"),
            moved("paul", "undone", "rejected", "pending"),
        ],
    ),
    "write to one and undo it": (
        write_and_undo,
        [
            ("wrote", "application:{pia}", "pia", {}),
            ("undone", "application:{pia}", "pia", {"mail": "cancelled"}),
        ],
    ),
    "take applications out": (
        take_out,
        [
            ("exported", "application:{pia}", "pia", {}),
            ("exported", "application:{paul}", "paul", {}),
            (
                "exported",
                "export:{export}",
                "",
                {
                    "rows": 2,
                    "format": "csv",
                    "columns": ["reference", "full_name"],
                    "personal": True,
                },
            ),
            ("downloaded", "export:{export}", "", {}),
        ],
    ),
    "note on both": (
        note_on_both,
        [
            ("changed", "application:{pia}", "pia", {"note": "added"}),
            ("changed", "application:{paul}", "paul", {"note": "added"}),
        ],
    ),
    "rate one": (
        sent_to(APPLICATIONS + "{pia}/rate/", score="4"),
        [("changed", "application:{pia}", "pia", {"rating": "given"})],
    ),
    "write to one": (write, [("wrote", "application:{pia}", "pia", {})]),
    "list candidates": (page("/admin/people/profile/"), []),
    "search candidates": (
        page("/admin/people/profile/?q=carla"),
        [("found", "profile:{carla}", "carla", {})],
    ),
    "open a candidate": (page("/admin/people/profile/{carla}/change/"), [SEEN_CARLA]),
    "invite a candidate": (
        sent_to("/admin/people/profile/{carla}/invite/", job="{job}", message="Come."),
        [("invited", "job:{job}", "carla", {})],
    ),
    "close a job": (close, [("moved", "job:{job}", "", {"step": "closed"})]),
    "open one's company": (page("/admin/people/company/{company}/"), []),
    "read the audit": (page("/admin/people/auditentry/"), []),
    "API: list applications twice": (
        by_api("/api/applications/received_applications/", times=2),
        LISTED,
    ),
    "API: applications to a job": (by_api("/api/jobs/{job}/applications/"), LISTED),
    "API: open one": (by_api("/api/applications/{pia}/"), [SEEN_PIA]),
    "API: its history": (by_api("/api/applications/{pia}/history/"), []),
    "API: its CV": (by_api("/api/applications/{pia}/resume/"), [CV_OF_PIA]),
    "API: move one": (move_by_api, [moved("pia", "moved", "pending", "reviewed"), SEEN_PIA]),
    "API: list profiles twice": (
        by_api("/api/profiles/", times=2),
        [("found", "profile:{carla}", "carla", {})],
    ),
    "API: open a profile": (by_api("/api/profiles/{carla}/"), [SEEN_CARLA]),
    "API: read jobs": (by_api("/api/jobs/"), []),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_deed_leaves_exactly_its_entries(deed: str, scene: Scene) -> None:
    do, expected = DEEDS[deed]

    do(scene)

    assert entries() == sorted(
        [(act, scene.named(thing), whose, details) for act, thing, whose, details in expected],
        key=str,
    )
    assert set(AuditEntry.objects.values_list("actor", flat=True)) <= {scene.owner.pk}
    # Owners read of all of it.
    assert set(AuditEntry.objects.values_list("company", flat=True)) <= {scene.company.pk}


def entries() -> list[Line]:
    rows = AuditEntry.objects.select_related("subject")
    return sorted(
        [(r.act, r.thing, r.subject.username if r.subject else "", r.details) for r in rows],
        key=str,
    )
