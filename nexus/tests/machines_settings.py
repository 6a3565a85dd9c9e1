"""The settings of machines that share one market: production's, but no static file is collected."""

from nexus.settings import *  # noqa: F403
from nexus.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
