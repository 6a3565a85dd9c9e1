"""Static files in production: small on the wire, under names that change with what they hold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

_ASK = """
from django.test import Client
from django.contrib.staticfiles.storage import staticfiles_storage as files
url = files.url("careers/css/base.css")
for accepted in ("br, gzip", "gzip", ""):
    answer = Client().get(url, headers={"accept-encoding": accepted, "host": "127.0.0.1"})
    size = len(b"".join(answer))
    print(url, answer.status_code, answer.headers.get("Content-Encoding", "-"), size, end=" | ")
    print(answer.headers["Cache-Control"], "|", answer.headers["Vary"])
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Collect the files as a deployment does, ask for one, and return what was answered."""
    root = tmp_path_factory.mktemp("static")
    (root / "production.py").write_text(
        "from nexus.settings import *\n"
        f"STATIC_ROOT = {str(root / 'files')!r}\n"
        # Those of the site alone: all there are take a minute.
        'STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]\n'
        'STATICFILES_DIRS = [BASE_DIR / "site" / "careers" / "static"]\n'
    )
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "PYTHONPATH": str(root),
        "DJANGO_SETTINGS_MODULE": "production",
        "ENV_FILE": "",
        "DEBUG": "off",
        "SECURE": "off",
        "DATA_DIR": str(root / "data"),
        **dict.fromkeys(("SECRET_KEY", "ENCRYPTION_KEYS", "INDEX_KEY", "JWT_SECRET"), "x" * 60),
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    run = [sys.executable, str(Path(__file__).resolve().parents[2] / "manage.py")]
    for command in (("collectstatic", "--noinput", "-v", "0"), ("shell", "-v", "0", "-c", _ASK)):
        done = subprocess.run([*run, *command], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()


def test_files_are_sent_in_the_best_encoding_that_is_accepted(told: list[str]) -> None:
    assert [line.split()[2] for line in told] == ["br", "gzip", "-"]
    brotli, gzip, plain = (int(line.split()[3]) for line in told)
    assert brotli < gzip < plain
    assert all("Accept-Encoding" in line for line in told)


def test_names_change_with_what_files_hold_so_that_they_are_kept_for_good(told: list[str]) -> None:
    assert re.match(r"/static/careers/css/base\.[0-9a-f]{12}\.css 200", told[0])
    for line in told:
        assert "max-age=315360000, public, immutable" in line
