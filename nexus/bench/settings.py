"""The settings of the server under test: production's, with the floor's addresses added."""

from nexus.settings import *  # noqa: F403
from nexus.settings import DATA_DIR, STORAGES

ROOT_URLCONF = "nexus.bench.urls"
# One client asks more in a minute than a person in a year.
ACCOUNT_RATE_LIMITS = False
# No page with static files is asked for, and nobody has collected them.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MAILERS = {
    "default": {
        "BACKEND": "nexus.core.mail_backends.EmlFileBackend",
        "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
    }
}
