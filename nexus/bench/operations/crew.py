"""Who and what the operations are measured with: each sample has people and rows of its own."""

from __future__ import annotations

import io
import json
import re
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.test.client import encode_multipart
from django.utils import timezone
from PIL import Image

from hiring.models import Application, StatusChange
from jobs.models import Job
from nexus.bench.client import Call, Reply
from nexus.bench.tokens import token_of
from nexus.core.models import OutgoingMail
from nexus.demo.pdf import Line, write_pdf
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PASSWORD = "bench-password-3141"  # noqa: S105  # of the scratch database alone
NEW_PASSWORD = "another-password-2718"  # noqa: S105
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
_STEP_SECONDS = 30
_BOUNDARY = "bench-boundary"
_PIXELS = (1600, 1200)


class Somebody(NamedTuple):
    """An account, with a token of its own."""

    user: User
    token: str

    def call(self, path: str, method: str = "GET", body: Any = None) -> Call:
        """Return a request by them; `body` goes as JSON."""
        encoded = None if body is None else json.dumps(body).encode()
        return Call(path, method, encoded, {"Authorization": f"Bearer {self.token}"})

    def upload(self, path: str, name: str, file: bytes, file_name: str) -> Call:
        """Return a form with one file, sent by them."""
        part = io.BytesIO(file)
        part.name = file_name
        return Call(
            path,
            "POST",
            encode_multipart(_BOUNDARY, {name: part}),
            {
                "Authorization": f"Bearer {self.token}",
                "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
            },
        )


class Crew:
    """Makes what a plan uses up. `send` asks what comes before the call that is measured."""

    def __init__(self, samples: int, send: Callable[[Call], Reply]) -> None:
        self.samples = samples
        self._send = send
        self._numbers = count(1)
        self._password = make_password(PASSWORD)
        self.admin = self.known("admin")
        self.employer = self.known("employer")
        self.candidate = self.known("candidate")
        self.company = self.employer.user.memberships.get().company
        self.job = Job.objects.open().filter(company=self.company).order_by("pk")[0]
        self.picture = _picture()
        self.document = write_pdf([Line("Ada Byron", size=22, bold=True)] * 60, title="A CV")

    def known(self, username: str) -> Somebody:
        """Return one of the demo's accounts."""
        user = User.objects.get(username=username)
        return Somebody(user, token_of(user))

    def newcomer(self, **fields: Any) -> Somebody:
        """Return a new person whose address is confirmed."""
        name = f"bench-{next(self._numbers)}"
        user = User.objects.create_user(name, email=f"{name}@example.com", **fields)
        User.objects.filter(pk=user.pk).update(password=self._password)
        user.refresh_from_db()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return Somebody(user, token_of(user))

    def newcomers(self) -> Iterator[Somebody]:
        """Yield a new person for each sample."""
        for _ in range(self.samples):
            yield self.newcomer()

    def each(self) -> range:
        """Return the numbers of the samples, which no other plan has."""
        start = next(self._numbers) * 1_000
        return range(start, start + self.samples)

    def applications(self) -> Iterator[tuple[Somebody, Application]]:
        """Yield an application to the employer's job for each sample, with who has sent it."""
        for person in self.newcomers():
            application = Application.objects.create(
                job=self.job, applicant=person.user, cover_letter="I should like to do this."
            )
            StatusChange.objects.create(application=application, to_status=application.status)
            yield person, application

    def ask(self, path: str, body: Any, *, by: Somebody | None = None) -> Any:
        """POST what has to come before, and return its answer, whatever the status."""
        call = by.call(path, "POST", body) if by else posted(path, body)
        return json.loads(self._send(call).body)

    def mailed_code(self) -> str:
        """Return the code in the latest mail."""
        text = OutgoingMail.objects.latest("pk").text_body
        found = re.search(r"^\s*(\d{6})\s*$", text, re.MULTILINE)
        if found is None:
            raise LookupError(f"There is no code in the latest mail: {text}")
        return found[1]


def posted(path: str, body: Any) -> Call:
    """Return a request by nobody."""
    return Call(path, "POST", json.dumps(body).encode())


def add_second_factor(person: Somebody) -> None:
    """Have a person owe a code of an app at each sign-in."""
    TOTP.activate(person.user, _SECRET)


def code_of_app() -> str:
    """Return what the app of those shows now who have one."""
    moment = int(timezone.now().timestamp()) // _STEP_SECONDS
    return str(format_hotp_value(hotp_value(_SECRET, moment)))


def _picture() -> bytes:
    """Return a photograph's worth of pixels as JPEG: noise, which no encoder makes small."""
    width, height = _PIXELS[0] // 8, _PIXELS[1] // 8
    noise = Random(7).randbytes(width * height * 3)  # noqa: S311  # a picture, no secret
    small = Image.frombytes("RGB", (width, height), noise)
    out = io.BytesIO()
    small.resize(_PIXELS).save(out, "JPEG", quality=85)
    return out.getvalue()
