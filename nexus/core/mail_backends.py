"""Where mail goes while one develops: each message is a file that a mail program opens."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.utils import timezone


class EmlFileBackend(EmailBackend):
    """Writes each message to a file of its own, named by time, `.eml`; option `file_path`."""

    file_path: str

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        rendered: Any = message.message()
        mark = re.sub(r"[^0-9A-Za-z]+", "", str(rendered["Message-ID"]))[:24]
        name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{mark}.eml"
        target = Path(self.file_path) / name
        # Under another name first, so that whoever watches the directory never reads half of it.
        draft = target.with_suffix(".part")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(rendered.as_bytes())
        draft.rename(target)
