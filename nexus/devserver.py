"""`make run`: from nothing to a working market on this machine.

Writes var/dev.env once, migrates, loads the demo into an empty database, and becomes gunicorn
with the background worker beside it. Not for production, where each of these is its own step.
"""

import argparse
import os
import secrets
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = BASE_DIR / "var" / "dev.env"


def write_env_file(path: Path) -> bool:
    """Write fresh development keys unless the file is there. Return whether it was written."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ("SECRET_KEY", "ENCRYPTION_KEYS", "INDEX_KEY", "JWT_SECRET")
    lines = [
        "# Made once by `make run`, for development on this machine alone.",
        "DEBUG=on",
        *[f"{name}={secrets.token_urlsafe(48)}" for name in names],
    ]
    # Another process may be first: what it wrote must not be replaced, for data may depend on it.
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except FileExistsError:
        return False
    path.chmod(0o600)
    return True


def manage(*arguments: str) -> None:
    """Run a management command; stop with its status where it fails."""
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, str(BASE_DIR / "manage.py"), *arguments], check=False
    )
    if done.returncode:
        raise SystemExit(done.returncode)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--prepare-only", action="store_true", help="stop before the server")
    options = parser.parse_args()

    os.environ.setdefault("ENV_FILE", str(ENV_FILE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")
    write_env_file(Path(os.environ["ENV_FILE"]))
    manage("migrate", "--verbosity", "0")
    manage("demo", "--if-empty")
    if options.prepare_only:
        return
    os.environ["PORT"] = str(options.port)
    os.environ["NEXUS_EMBED_WORKER"] = "1"
    os.environ.setdefault("LOG_FORMAT", "text")
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", str(BASE_DIR / "gunicorn.conf.py")]
    os.execv(sys.executable, [*gunicorn, "nexus.wsgi:application"])  # noqa: S606  # our own server


if __name__ == "__main__":
    main()
