"""Runs `check --deploy` as production would be configured: nothing may be found."""

import os
import subprocess
import sys

PRODUCTION = {
    "ENV_FILE": "",
    "DEBUG": "off",
    "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "ENCRYPTION_KEYS": "one-long-encryption-key",
    "INDEX_KEY": "one-long-index-key",
    "JWT_SECRET": "one-long-secret-for-the-tokens-of-the-api",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
    "ALLOWED_HOSTS": "jobs.example.com",
    "BASE_URL": "https://jobs.example.com",
}


def main() -> int:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env={**os.environ, **PRODUCTION}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
