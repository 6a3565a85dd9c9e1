"""What a run of the benchmark is asked for, and the environment its processes get."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

BASE_DIR = Path(__file__).resolve().parent.parent.parent
_POSTINGS = BASE_DIR.parent / "shared" / "data" / "postings" / "dev.jsonl.gz"
_MOST_JOBS = 20_000_000
_SMALL = 10_000
_MOST_CHANGES = 10_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """A run: how many jobs and changes of status, in which database and folder, of which postings."""

    jobs: int
    changes: int
    server_url: str  # of PostgreSQL, "" for SQLite
    data_dir: Path
    postings: Path | None
    keep: bool
    only: tuple[str, ...]  # one of which the name of a line holds that is measured; () for all
    beside: int = 0  # how many jobs the market has that is measured first, to compare; 0 for none
    purpose: str = ""  # what is measured, where that is not the requests
    results: Path | None = None  # where the medians go for a program to read

    def is_measured(self, name: str) -> bool:
        """Tell whether the line of this name is asked for."""
        return not self.only or any(part in name for part in self.only)

    @property
    def uses_postgres(self) -> bool:
        return bool(self.server_url)

    @property
    def database_name(self) -> str:
        if self.purpose:
            return f"nexus_bench_{self.purpose}"
        return f"nexus_bench_{self.jobs}" + (f"_{self.changes}" if self.changes else "")

    @property
    def database_url(self) -> str:
        """The address of the scratch database."""
        if not self.server_url:
            return f"sqlite:///{self.data_dir / 'bench.sqlite3'}"
        parts = urlsplit(self.server_url)
        return urlunsplit(parts._replace(path=f"/{self.database_name}"))

    def environment(self) -> dict[str, str]:
        """Return what the settings read: nothing of the caller's own deployment gets in."""
        fixed = "bench-only-" * 5
        return {
            "DJANGO_SETTINGS_MODULE": "nexus.bench.settings",
            "ENV_FILE": "",
            "DEBUG": "off",
            "SECURE": "off",
            "SECRET_KEY": f"{fixed}secret",
            "ENCRYPTION_KEYS": f"{fixed}encryption",
            "INDEX_KEY": f"{fixed}index",
            "JWT_SECRET": f"{fixed}tokens",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "ALLOWED_HOSTS": "127.0.0.1",
            "API_RATE_ANON": "1000000000/h",
            "API_RATE_USER": "1000000000/h",
            "REQUIRE_MFA": "off",
            "LOG_LEVEL": "ERROR",
            "SEARCH_SYNC": "thread",
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.data_dir),
        }


class BadOptions(ValueError):
    """The environment asks for something that cannot be done. The message says what."""


def read_options(environ: Mapping[str, str] = os.environ, *, purpose: str = "") -> Options:
    """Read a run from the environment. Raises BadOptions with a sentence."""
    text = environ.get("JOBS", "") or "10000"
    jobs = int(text) if text.isdecimal() else 0
    if not 100 <= jobs <= _MOST_JOBS:
        raise BadOptions(f"JOBS must be a number from 100 to {_MOST_JOBS:,}, not {text!r}.")
    changes = environ.get("STATUS_CHANGES", "") or "0"
    if not (changes.isdecimal() and int(changes) <= _MOST_CHANGES):
        raise BadOptions(f"STATUS_CHANGES must be a number up to {_MOST_CHANGES:,}.")
    url = environ.get("DATABASE_URL", "")
    scheme = urlsplit(url).scheme
    if scheme in {"postgres", "postgresql", "pgsql"}:
        server_url = url
    elif not url or scheme.startswith("sqlite"):
        server_url = ""
    else:
        raise BadOptions(f"DATABASE_URL names {scheme}; the benchmark knows PostgreSQL and SQLite.")
    postings = Path(environ["POSTINGS"]) if environ.get("POSTINGS") else _POSTINGS
    if environ.get("POSTINGS") and not postings.is_file():
        raise BadOptions(f"POSTINGS names {postings}, which is no file.")
    keep = environ.get("KEEP", "") not in {"", "0"}
    kind = "postgres" if server_url else "sqlite"
    what = purpose or f"{jobs}-{int(changes)}"
    folder = Path(tempfile.gettempdir()) / f"nexus-bench-{kind}-{what}"
    return Options(
        jobs=jobs,
        changes=int(changes),
        server_url=server_url,
        data_dir=folder,
        postings=postings if postings.is_file() else None,
        keep=keep,
        only=tuple(part for part in environ.get("ONLY", "").split(",") if part),
        beside=_beside(environ, jobs),
        purpose=purpose,
        results=Path(environ["RESULTS"]) if environ.get("RESULTS") else None,
    )


def _beside(environ: Mapping[str, str], jobs: int) -> int:
    text = environ.get("BESIDE", "")
    if not text:
        return _SMALL if jobs > _SMALL else 0
    if not (text.isdecimal() and int(text) < jobs):
        raise BadOptions(f"BESIDE must be a number below JOBS, 0 for none, not {text!r}.")
    return int(text)
