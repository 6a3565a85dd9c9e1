"""The benchmark's settings, with mail sent to the mail server of the run."""

from urllib.parse import urlsplit

from nexus.bench.settings import *  # noqa: F403
from nexus.bench.settings import env

_MAIL = urlsplit(env.str("EMAIL_URL"))
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": _MAIL.hostname, "port": _MAIL.port, "timeout": 15},
    }
}
