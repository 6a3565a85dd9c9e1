"""Mail as files, for development."""

import email
import email.policy
from pathlib import Path

from django.core.mail import EmailMessage

from nexus.core.mail_backends import EmlFileBackend


def test_each_message_is_a_file_that_a_mail_program_reads(tmp_path: Path) -> None:
    backend = EmlFileBackend(alias="default", file_path=str(tmp_path / "mail"))
    messages = [
        EmailMessage("Grüße", f"Nummer {n}\n", "a@example.com", ["b@example.com"]) for n in (1, 2)
    ]

    assert backend.send_messages(messages) == 2

    files = sorted((tmp_path / "mail").iterdir())
    assert [f.suffix for f in files] == [".eml", ".eml"]
    assert {f.stat().st_mode & 0o777 for f in files} == {0o600}
    read = [email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files]
    assert [m["Subject"] for m in read] == ["Grüße", "Grüße"]
    assert [m.get_content().strip() for m in read] == ["Nummer 1", "Nummer 2"]
