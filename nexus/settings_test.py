"""The settings of the test suite: fixed keys, quick hashing, nothing outside the process."""

import os
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = ""
os.environ.setdefault("SECRET_KEY", "test-secret-key-test-secret-key-test-secret-key-test-secret")
os.environ.setdefault("ENCRYPTION_KEYS", "test-encryption-key")
os.environ.setdefault("INDEX_KEY", "test-index-key")
os.environ.setdefault("JWT_SECRET", "test-jwt-secret-test-jwt-secret-test-jwt-secret")
os.environ.setdefault("EMAIL_URL", "smtp://localhost:25")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("SECURE", "off")
os.environ.setdefault("REQUIRE_MFA", "off")
os.environ.setdefault("SEARCH_SYNC", "inline")

from nexus.settings import *  # noqa: E402, F403
from nexus.settings import BASE_DIR, DATABASES, STORAGES, TASKS, USES_SQLITE  # noqa: E402

_SCRATCH = Path(tempfile.mkdtemp(prefix="nexus-test-"))
DATA_DIR = _SCRATCH
SEARCH_DIR = _SCRATCH / "search"
STORAGES["default"]["OPTIONS"]["location"] = str(_SCRATCH / "media")
STORAGES["private"]["OPTIONS"]["location"] = str(_SCRATCH / "private")
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
if USES_SQLITE:
    (BASE_DIR / "var").mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / "var" / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS["q2"] = {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}
# The suite makes more calls than a person would; tests of the limits set their own.
API_RATE_ANON = API_RATE_USER = "1000000/h"
ACCOUNT_RATE_LIMITS = False
