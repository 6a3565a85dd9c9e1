"""The settings of the test suite: fixed keys, quick hashing, nothing outside the process."""

import hashlib
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
os.environ.setdefault("LOG_FORMAT", "text")

from nexus.settings import *  # noqa: F403
from nexus.settings import BASE_DIR, CACHES, DATABASES, STORAGES, TASKS, USES_SQLITE

_SCRATCH = Path(tempfile.mkdtemp(prefix="nexus-test-"))
DATA_DIR = _SCRATCH
SEARCH_DIR = _SCRATCH / "search"
STORAGES["default"]["OPTIONS"]["location"] = str(_SCRATCH / "media")
STORAGES["private"]["OPTIONS"]["location"] = str(_SCRATCH / "private")
STATIC_ROOT = _SCRATCH / "static"
STATIC_ROOT.mkdir()
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def _schema_digest() -> str:
    """Return what changes with any migration, so that a kept test database is never stale."""
    digest = hashlib.blake2b(digest_size=4)
    for path in sorted(BASE_DIR.glob("*/**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(path.read_bytes())
    digest.update((BASE_DIR / "requirements.lock").read_bytes())
    return digest.hexdigest()


# TEST_SUFFIX lets two suites run beside each other.
_NAME = f"test_nexus_{_schema_digest()}{os.environ.get('TEST_SUFFIX', '')}"
if USES_SQLITE:
    (BASE_DIR / "var").mkdir(exist_ok=True)
    _NAME = str(BASE_DIR / "var" / f"{_NAME}.sqlite3")
DATABASES["default"]["TEST"] = {"NAME": _NAME}

# Where it is on (on PostgreSQL and Redis, as in production): each call would be a redirect.
SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
if "CACHE_URL" in os.environ:
    # Each test empties the cache, so every worker of the suite has a Redis database of its own.
    _server, _, _number = CACHES["default"]["LOCATION"].rpartition("/")
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{_server}/{int(_number) - _worker}"
else:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES["pictures"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pictures",
}
TASKS["q2"] = {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}
# The suite makes more calls than a person would; tests of the limits set their own.
LOG_REQUESTS, SLOW_REQUEST_MS = False, 0  # no test depends on how fast the machine is
API_RATE_ANON = API_RATE_USER = "1000000/h"
ACCOUNT_RATE_LIMITS = False
# Tests that look behind the back of the services would find what was; those of keeping turn it on.
KEEP_ANSWERS_SECONDS = int(os.environ.get("KEEP_ANSWERS_SECONDS", "0"))
