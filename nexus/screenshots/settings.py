"""Development's settings with the pages of production: no debug page takes an error's place."""

from nexus.settings import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "nexus.screenshots.urls"
# One browser asks more in a minute than a person in a year.
ACCOUNT_RATE_LIMITS = False
