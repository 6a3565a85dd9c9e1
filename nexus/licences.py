"""`make licences`: writes docs/licences.md, the licences of all that requirements.lock installs."""

from __future__ import annotations

import re
from importlib import metadata

from nexus.devserver import BASE_DIR

REPORT = BASE_DIR / "docs" / "licences.md"
_HEAD = """# Licences

Nexus is under the BSD-3-Clause licence (see [LICENSE](../LICENSE)). What it installs is listed here as
each package declares it; `make licences` writes this page anew, and a test keeps it up to date.

Nothing here binds those who use or change Nexus. psycopg (LGPL) is used unchanged and can be
replaced; the MPL asks only that changes to its own files stay open. qrcode's own
licence file is BSD and, for what it grew from, MIT, whatever its second classifier says.

| package | version | licence |
|---|---|---|
"""


def locked() -> dict[str, str]:
    """Return the version of each package that is installed to run Nexus."""
    lock = (BASE_DIR / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE))


def licence_of(name: str) -> str:
    """Return what a package says of its licence, in the words that it uses."""
    about = metadata.metadata(name)
    if expression := about.get("License-Expression"):
        return str(expression)
    kinds = [str(one) for one in about.get_all("Classifier") or []]
    named = [one.rsplit(" :: ", 1)[-1] for one in kinds if one.startswith("License ::")]
    declared = str(about.get("License") or "").partition("\n")[0].strip()
    return "; ".join(named) or declared or "not declared"


def report() -> str:
    rows = [f"| {name} | {version} | {licence_of(name)} |" for name, version in locked().items()]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    REPORT.write_text(report(), encoding="utf-8")
