"""What the README promises of `make run`, and what it leaves in the database file."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nexus.tests.machine import BASE_DIR, DEMO_PASSWORD, Machine, wait_for
from nexus.tests.samples import pdf_bytes

README = (BASE_DIR / "README.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Start once for this module; its last test stops it and starts it again."""
    made = Machine(tmp_path_factory.mktemp("machine"))
    try:
        made.start()
        made.output = made.log.read_text()
        yield made
    finally:
        made.kill()


# --- What the README says ----------------------------------------------------------------------
def test_first_start_prints_every_login_of_the_readme(machine: Machine) -> None:
    users = re.findall(r"`([a-z]+)`", "".join(re.findall(r"^\|(.*?)\|", README, re.MULTILINE)))

    assert len(users) == 7
    for user in users:
        assert re.search(rf"\b{user}\b", machine.output), machine.output
        assert machine.log_in(user)
    assert DEMO_PASSWORD in machine.output
    assert f"the password `{DEMO_PASSWORD}`" in README


@pytest.mark.parametrize("path", ["/swagger/", "/redoc/", "/swagger.json"])
def test_the_documents_of_the_readme_are_served(path: str, machine: Machine) -> None:
    status, body = machine.call("GET", path, parse=False)

    assert status == 200
    assert b"swagger" in body or b"openapi" in body


def test_postings_loaded_beside_the_server_are_found_at_once(
    machine: Machine, tmp_path: Path
) -> None:
    row = {
        "source": "readme",
        "source_id": "1",
        "title": "Glockenspiel tuner",
        "company": "Bells and Chimes",
        "description_text": "Tune bells.",
        "posted_at": "2019-01-05T00:00:00Z",
    }
    file = tmp_path / "postings.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (command,) = re.findall(r"`\.venv/bin/python (manage\.py load_postings) FILE…`", README)

    for _ in range(2):
        machine.run(*command.split(), "--fresh", str(file))
        wait_for(lambda: machine.get("/api/jobs/?search=glockenspiel")["count"] == 1)


def test_the_readme_names_only_targets_that_make_has() -> None:
    named = set(re.findall(r"\bmake ([a-z][a-z-]+)", README)) | {"bench", "lock"}
    named |= set(re.findall(r"`([a-z-]+)`", README.split("lists the rest:")[1].split(".")[0]))

    helped = subprocess.run(["make", "help"], cwd=BASE_DIR, check=True, capture_output=True)
    targets = set(re.findall(r"^  ([a-z-]+) ", helped.stdout.decode(), re.MULTILINE))

    assert named <= targets | {"help"}


def test_port_chooses_where_make_run_listens() -> None:
    environment = {**os.environ, "PORT": "9000"}
    shown = subprocess.run(
        ["make", "-n", "run"], cwd=BASE_DIR, env=environment, check=True, capture_output=True
    )

    assert "nexus.devserver --port 9000" in shown.stdout.decode()


# --- What the database file holds --------------------------------------------------------------
PERSON = {
    "first_name": "Xanthippe",
    "last_name": "Quellenhausen",
    "full_name": "Dr. Xanthippe Theodora Quellenhausen",
    "phone_number": "+49 4821 7766551",
    "address": "Zwölfapostelgasse 77, Itzehoe",
}
ENTERED = {
    "bio": "I have kept lighthouses since the storm of ninety-nine.",
    "phone_number": "+49 4821 9988774",
    "address": "Leuchtturmwärterweg 3, Büsum",
}
LETTER = "Dear keepers of the flame, I would like to tend it with you."
NOTE = "Seems to know every lamp by its first name."
CV_NAME = "Quellenhausen-Lebenslauf-final-v7.pdf"
PASSWORDS = ["tangerine-anvil-41", "marzipan-anchor-52"]


def _upload(machine: Machine, path: str, part: str, name: str, token: str) -> None:
    boundary = "----boundary"
    head = f'Content-Disposition: form-data; name="{part}"; filename="{name}"'
    body = (
        f"--{boundary}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode()
        + pdf_bytes("Lamps")
        + f"\r\n--{boundary}--\r\n".encode()
    )
    kind = f"multipart/form-data; boundary={boundary}"
    status, answer = machine.call("POST", path, body, token=token, kind=kind)
    assert status == 200, answer


def _journey(machine: Machine) -> dict[str, str]:
    """Let a person go through all that takes personal data; return what must be sealed."""
    address = "lamp@example.org"
    entry = {"username": "keeper", "password": PASSWORDS[0]}
    registered = machine.post("/auth/register/", {**PERSON, **entry, "email": address})
    first = machine.code_mailed_to(address, 1)
    proof = {"token": registered["token"], "code": first}
    token = machine.post("/auth/verify-email/", proof)["access"]
    machine.post("/api/profiles/", ENTERED, token)
    profile = machine.get("/api/profiles/my_profile/", token)
    assert profile["phone_number"] == ENTERED["phone_number"]
    upload = f"/api/profiles/{profile['id']}/upload_resume/"
    _upload(machine, upload, "resume", CV_NAME, token)

    employer = machine.log_in("employer")
    job = next(
        row for row in machine.get("/api/jobs/my_jobs/", employer)["results"] if row["is_active"]
    )
    letter = {"job_id": job["id"], "cover_letter": LETTER}
    application = machine.post("/api/applications/", letter, token, status=201)
    found = machine.get("/api/applications/received_applications/?search=quellenhausen", employer)
    assert [row["cover_letter"] for row in found["results"]] == [LETTER]
    status, moved = machine.call(
        "PATCH",
        f"/api/applications/{application['id']}/update_status/",
        {"status": "shortlisted", "note": NOTE},
        token=employer,
    )
    assert status == 200, moved

    # The code and the acknowledgement; the mail about the stage waits while it can be undone.
    before = len(wait_for(lambda: len(m := machine.mails_to(address)) >= 2 and m))
    asked = machine.post("/auth/forgot-password/", {"email": address})
    second = machine.code_mailed_to(address, before + 1)
    new = {"new_password": PASSWORDS[1], "confirm_password": PASSWORDS[1]}
    machine.post("/auth/reset-password/", {"token": asked["token"], "code": second, **new})
    pair = machine.post("/api/token/", {**entry, "password": PASSWORDS[1]})
    return {
        **{f"registered {name}": value for name, value in PERSON.items()},
        **{f"entered {name}": value for name, value in ENTERED.items()},
        "cover letter": LETTER,
        "note": NOTE,
        "name of the CV": CV_NAME,
        "password": PASSWORDS[0],
        "new password": PASSWORDS[1],
        "access token": token,
        "refresh token": pair["refresh"],
        "a phone number's digits": "48217766551",
        "another one's digits": "48219988774",
        "a part of the CV's name": "Lebenslauf",
        "a part of the bio": "storm of ninety-nine",
        "subject or text of a mail": "Xanthippe",
        "mailed code in its mail": f"\n{second}",
        "mailed code in a session": f'"{second}"',
    }


@pytest.fixture(scope="module")
def sealed(machine: Machine) -> dict[str, str]:
    return _journey(machine)


def test_no_file_of_the_database_holds_what_is_sealed(
    machine: Machine, sealed: dict[str, str]
) -> None:
    files = sorted(machine.folder.glob("nexus.sqlite3*"))
    assert any(file.name.endswith("-wal") for file in files)
    content = b"\n".join(file.read_bytes() for file in files)
    lowered = content.lower()

    found = [
        name
        for name, value in sealed.items()
        if value.encode() in content or value.lower().encode() in lowered
    ]

    assert b"keeper" in content
    assert b"lamp@example.org" in content
    assert found == []


def test_the_log_of_the_server_holds_nothing_of_a_person(
    machine: Machine, sealed: dict[str, str]
) -> None:
    log = machine.log.read_text()

    assert [name for name, value in sealed.items() if value in log] == []


def test_two_people_with_one_phone_number_have_different_ciphertexts(
    machine: Machine, sealed: dict[str, str]
) -> None:
    twin = {**PERSON, "username": "twin", "password": PASSWORDS[0]}
    machine.post("/auth/register/", twin)
    machine.post("/api/profiles/", ENTERED, machine.log_in("twin", PASSWORDS[0]))

    columns = ["u.first_name", "u.last_name", "u.full_name", "u.phone_number", "u.address"]
    columns += ["p.bio", "p.phone_number", "p.address"]
    with closing(sqlite3.connect(machine.folder / "nexus.sqlite3", timeout=20)) as connection:
        rows = connection.execute(
            f"SELECT {', '.join(columns)} FROM people_user u JOIN people_profile p"
            " ON p.user_id = u.id WHERE u.username IN ('keeper', 'twin')"
        ).fetchall()

    assert len(rows) == 2
    for column, values in zip(columns, zip(*rows, strict=True), strict=True):
        assert len(set(values)) == 2, column
        assert all(values), column


def test_a_second_start_loads_nothing_and_keeps_what_was_entered(
    machine: Machine, sealed: dict[str, str]
) -> None:
    keys = (machine.folder / "dev.env").read_bytes()
    jobs = machine.get("/api/jobs/stats/")["total_jobs"]
    assert machine.stop() == 0

    machine.start()

    assert "Loaded" not in machine.log.read_text()
    assert (machine.folder / "dev.env").read_bytes() == keys
    assert machine.get("/api/jobs/stats/")["total_jobs"] == jobs
    token = machine.log_in("keeper", PASSWORDS[1])
    profile = machine.get("/api/profiles/my_profile/", token)
    assert {name: profile[name] for name in ENTERED} == ENTERED
    assert [row["cover_letter"] for row in machine.get("/api/applications/", token)["results"]] == [
        LETTER
    ]
    assert machine.stop() == 0
