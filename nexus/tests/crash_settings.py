"""The settings of processes that are killed by tests: PostgreSQL, real mail, short pauses."""

from datetime import timedelta
from urllib.parse import urlsplit

from nexus.settings_test import *  # noqa: F403
from nexus.settings_test import DATABASES, Q_CLUSTER, TASKS, env

_MAIL = urlsplit(env.str("EMAIL_URL"))
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": _MAIL.hostname, "port": _MAIL.port, "timeout": 15},
    }
}
TASKS["q2"] = {"BACKEND": "nexus.core.q2_backend.Q2Backend", "QUEUES": []}
DATABASES["default"]["CONN_MAX_AGE"] = 60
Q_CLUSTER |= {"timeout": 4, "retry": 5, "poll": 0.2}


class _NoMigrations(dict[str, None]):
    """Tables are made from the models as they are, which takes a fraction of the time."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _NoMigrations()

SHORT = timedelta(seconds=1)
