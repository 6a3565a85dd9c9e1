"""Archives of one's own data: what is in them, who gets them, and when they go."""

from __future__ import annotations

import io
import json
import weakref
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD
from nexus.core.crypto import CannotOpen
from nexus.core.errors import Missing
from nexus.core.mail import queue_mail
from nexus.core.models import OutgoingMail
from nexus.core.storages import private_storage, public_storage
from people import personal_data
from people.choices import AccessKind
from people.models import DataExport, ExportState, Profile, User
from people.services import (
    ExportPending,
    TooManyExports,
    latest_export,
    make_export,
    read_export,
    record_access,
    remove_old_exports,
    request_export,
    set_preferences,
)
from people.services.exports import GIVEN_UP_AFTER, KEPT_FOR, MAX_A_DAY
from people.tests.test_account_pages import SECRET, enter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from people.models import Company

pytestmark = pytest.mark.django_db

PAGE = "/accounts/data/"


def make(person: User) -> DataExport:
    """Ask for an archive and return it; the task runs at once."""
    return DataExport.objects.get(pk=request_export(person).pk)


def opened(person: User, export: DataExport) -> zipfile.ZipFile:
    _row, pieces = read_export(person, export.pk)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    return archive


def data_of(person: User) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(opened(person, make(person)).read("data.json"))
    return held


@pytest.fixture
def not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what is asked for to a worker that never comes."""
    monkeypatch.setattr("people.tasks.make_export", lambda export_id: None)


def with_files(person: User) -> None:
    Profile.objects.filter(user=person).update(
        profile_image=public_storage().save("profiles/abc.jpg", ContentFile(b"a photo")),
        resume=private_storage().save("profiles/abc.pdf", ContentFile(b"a CV")),
    )
    profile = Profile.objects.get(user=person)
    profile.resume_name = "Carla – CV.pdf"
    profile.save(update_fields=["resume_name"])


def test_archive_holds_account_and_profile_in_clear(candidate: User) -> None:
    profile = candidate.profile
    profile.bio, profile.phone_number = "I weld ships.", "+49 40 123456"
    profile.save()
    User.objects.filter(pk=candidate.pk).update(last_login=timezone.now())

    held = data_of(candidate)

    assert held["account"]["username"] == "candidate"
    assert held["account"]["first_name"] == "Carla"
    assert held["profile"]["bio"] == "I weld ships."
    assert held["profile"]["phone_number"] == "+49 40 123456"
    assert held["email_addresses"] == [
        {"email": "candidate@example.com", "is_confirmed": True, "is_primary": True}
    ]


def test_archive_names_every_column_of_the_person(candidate: User) -> None:
    left_out = {"id", "password", "is_active", "is_staff", "is_superuser"}
    account = {f.name for f in User._meta.concrete_fields} - left_out
    profile = {f.name for f in Profile._meta.concrete_fields} - {"id", "user"}

    held = data_of(candidate)

    assert account | {"groups"} == set(held["account"])
    files = {"profile_image", "resume", "resume_name"}
    assert (profile - files) | {"skills", "photo", "cv"} == set(held["profile"])


def test_archive_holds_the_files_under_names_that_people_know(candidate: User) -> None:
    with_files(candidate)

    archive = opened(candidate, make(candidate))

    assert archive.read("profile/photo.jpg") == b"a photo"
    assert archive.read("profile/Carla – CV.pdf") == b"a CV"
    assert json.loads(archive.read("data.json"))["profile"]["cv"] == "profile/Carla – CV.pdf"
    assert "candidate" in archive.read("README.txt").decode()


def test_file_that_has_gone_is_named_instead(candidate: User) -> None:
    Profile.objects.filter(user=candidate).update(resume="profiles/gone.pdf")

    archive = opened(candidate, make(candidate))

    assert "profile/CV.pdf" not in archive.namelist()
    assert "profile/CV.pdf" in archive.read("README.txt").decode()


def test_archive_holds_what_surrounds_an_account(
    candidate: User, company: Company, owner: User, client: Client
) -> None:
    client.post("/accounts/login/", {"login": "candidate", "password": PASSWORD})
    TOTP.activate(candidate, SECRET)
    company.memberships.create(user=candidate, role="viewer")
    queue_mail(
        kind="hello", to=candidate.email, recipient=candidate, subject="Hi", text="PRIVATE TEXT"
    )
    record_access(
        viewer=owner,
        subject=candidate,
        kind=AccessKind.DOWNLOADED_CV,
        target="application:12",
        company=company,
    )

    archive = opened(candidate, make(candidate))
    held = json.loads(archive.read("data.json"))

    assert held["memberships"][0]["company"] == "Acme Works"
    assert held["sessions"][0]["ip_address"] == "127.0.0.1"
    assert held["second_factors"][0]["kind"] == "totp"
    assert {"kind": "hello", "subject": "Hi"}.items() <= held["mails"][-1].items()
    assert held["accesses"][0]["by"] == "Acme Works"
    whole = archive.read("data.json").decode()
    assert SECRET not in whole
    assert "PRIVATE TEXT" not in whole


def test_archive_says_nothing_of_others(candidate: User, other_candidate: User) -> None:
    assert other_candidate.username not in json.dumps(data_of(candidate))


def test_archive_lies_sealed_in_the_private_storage(candidate: User) -> None:
    export = make(candidate)

    stored = private_storage().open(export.archive.name or "").read()

    assert str(export.archive.name).startswith("exports/")
    assert b"PK" not in stored[:8]
    assert b"candidate@example.com" not in stored
    assert export.size > 0


def test_owner_is_told_in_their_language(candidate: User) -> None:
    set_preferences(candidate, language="de", time_zone="")

    make(candidate)

    mail = OutgoingMail.objects.get(kind="data_export_ready")
    assert mail.to_address == candidate.email
    assert "/accounts/data/" in mail.text_body
    assert '<html lang="de">' in mail.html_body


def test_person_without_an_address_gets_an_archive_all_the_same(
    make_user: Callable[..., User],
) -> None:
    assert make(make_user("silent", email="")).state == ExportState.READY
    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("not_made")
def test_one_is_prepared_at_a_time(candidate: User) -> None:
    request_export(candidate)

    with pytest.raises(ExportPending):
        request_export(candidate)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataExport.objects.create(user=candidate)


def test_there_is_a_limit_for_a_day(candidate: User) -> None:
    for _number in range(MAX_A_DAY):
        request_export(candidate)
    remove_old_exports()

    with pytest.raises(TooManyExports):
        request_export(candidate)


def test_task_run_twice_makes_one_archive(candidate: User) -> None:
    export = make(candidate)

    make_export(export.pk)

    again = DataExport.objects.get(pk=export.pk)
    assert again.archive.name == export.archive.name
    assert OutgoingMail.objects.count() == 1


def test_archive_that_was_given_up_meanwhile_leaves_no_file(
    candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from people.services import exports

    saved: list[str] = []
    finish = exports._finish

    def given_up_first(export: DataExport, stored: str, *, size: int) -> None:
        saved.append(stored)
        DataExport.objects.filter(pk=export.pk).update(state=ExportState.FAILED)
        finish(export, stored, size=size)

    monkeypatch.setattr(exports, "_finish", given_up_first)

    assert make(candidate).state == ExportState.FAILED
    assert not private_storage().exists(saved[0])


def test_failure_is_shown_and_can_be_tried_again(
    client: Client, candidate: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client, candidate)
    with monkeypatch.context() as broken:
        broken.setattr("people.services.exports.write_archive", lambda *_: 1 / 0)
        page = client.post(PAGE, follow=True).content.decode()

    assert "could not be prepared" in page
    assert "Try again" in page
    assert "Your archive is ready" in client.post(PAGE, follow=True).content.decode()


@pytest.mark.usefixtures("not_made")
def test_what_no_worker_finishes_counts_as_failed(candidate: User, time_machine: Any) -> None:
    export = request_export(candidate)
    time_machine.move_to(timezone.now() + GIVEN_UP_AFTER + timedelta(seconds=1))

    remove_old_exports()

    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    request_export(candidate)


def test_archive_is_erased_after_its_days(candidate: User, time_machine: Any) -> None:
    export = make(candidate)
    time_machine.move_to(timezone.now() + KEPT_FOR - timedelta(seconds=5))
    remove_old_exports()
    assert private_storage().exists(export.archive.name or "")

    time_machine.shift(10)
    with pytest.raises(Missing):
        read_export(candidate, export.pk)
    assert latest_export(candidate) is None
    remove_old_exports()

    assert not private_storage().exists(export.archive.name or "")
    assert not DataExport.objects.exists()


def test_new_archive_takes_the_place_of_the_old_one(candidate: User) -> None:
    old = make(candidate)
    new = make(candidate)
    remove_old_exports()

    assert latest_export(candidate) == new
    assert not private_storage().exists(old.archive.name or "")
    assert private_storage().exists(new.archive.name or "")


def test_archive_that_the_keys_do_not_open_any_more_is_missing(
    candidate: User, settings: Any
) -> None:
    export = make(candidate)
    settings.ENCRYPTION_KEYS = ["quite-another-key"]

    with pytest.raises(Missing) as refused:
        read_export(candidate, export.pk)
    assert isinstance(refused.value.__cause__, CannotOpen)


def test_archive_that_is_asked_for_wants_the_password_once_more(
    client: Client, candidate: User
) -> None:
    client.force_login(candidate)

    first = client.post(PAGE)
    assert first.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not DataExport.objects.exists()

    client.post(first.headers["Location"], {"password": PASSWORD, "next": PAGE})
    assert DataExport.objects.get().state == ExportState.READY


def test_download_is_for_its_owner_who_has_shown_themselves(
    client: Client, candidate: User, other_candidate: User
) -> None:
    export = make(candidate)
    address = f"{PAGE}{export.pk}/"
    assert client.get(address).headers["Location"].startswith("/accounts/login/")

    client.force_login(candidate)
    assert client.get(address).headers["Location"].startswith("/accounts/reauthenticate/")

    enter(client, other_candidate)
    assert client.get(address).headers["Location"] == PAGE

    enter(client, candidate)
    response = client.get(address)
    body = response.getvalue()
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    assert response.headers["Content-Length"] == str(len(body))
    assert "no-store" in response.headers["Cache-Control"]
    assert "nexus-candidate-" in response.headers["Content-Disposition"]


def test_unknown_and_absurd_archives_lead_back(client: Client, candidate: User) -> None:
    enter(client, candidate)

    assert client.get(f"{PAGE}999999/").status_code == 302
    assert client.get(f"{PAGE}{'9' * 30}/").status_code in {302, 404}
    assert client.post(f"{PAGE}1/").status_code == 405


@pytest.mark.usefixtures("not_made")
def test_page_says_that_it_is_being_prepared(client: Client, candidate: User) -> None:
    enter(client, candidate)
    assert "Prepare my data" in client.get(PAGE).content.decode()

    page = client.post(PAGE, follow=True).content.decode()

    assert "is being prepared since" in page
    assert "Prepare my data" not in page
    assert "prepared already" in client.post(PAGE, follow=True).content.decode()


@pytest.mark.parametrize("role", ["admin_user", "owner", "recruiter", "viewer", "candidate"])
def test_every_role_can_download_their_data(
    role: str, client: Client, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(role)
    enter(client, person)

    client.post(PAGE)

    assert opened(person, DataExport.objects.get()).namelist() == ["data.json", "README.txt"]


class Row(dict[str, int]):
    """A row whose life can be watched."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # a set of references holds it


def test_rows_are_not_held_in_memory(candidate: User, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: weakref.WeakSet[Row] = weakref.WeakSet()
    most = 0

    def rows(person: User) -> Iterator[Row]:
        nonlocal most
        for number in range(1000):
            row = Row(number=number)
            alive.add(row)
            most = max(most, len(alive))
            yield row

    many = personal_data.PersonalData(app="many", sections={"many": rows})
    monkeypatch.setitem(personal_data._registered, "many", many)

    assert len(data_of(candidate)["many"]) == 1000
    assert most < 10


def test_cost_does_not_grow_with_the_mails(
    candidate: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        queue_mail(
            kind="hello", to=candidate.email, recipient=candidate, subject=f"{number}", text="x"
        )

    with django_assert_max_num_queries(55):
        request_export(candidate)
