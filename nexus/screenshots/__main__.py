"""`make screenshots`: every kind of page of three markets, in three widths, light and dark.

Each market has its own database and files below var/screenshots, made once and kept until
`--fresh`; the pictures lie beside them with a contact sheet.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nexus.bench.server import ServerFailed, running_server
from nexus.devserver import BASE_DIR, write_env_file
from nexus.screenshots.guide import shoot_guide
from nexus.screenshots.markets import STATES
from nexus.screenshots.sheet import write_sheet
from nexus.screenshots.shooting import NoBrowser, PageBroken, open_browser, shoot

if TYPE_CHECKING:
    from nexus.screenshots.markets import Addresses

FOLDER = BASE_DIR / "var" / "screenshots"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make screenshots")
    parser.add_argument(
        "states",
        nargs="*",
        metavar="STATE",
        help=f"some of {', '.join(STATES)}, or guide: the pictures in docs/",
    )
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--fresh", action="store_true", help="make the markets anew")
    options = parser.parse_args()
    if unknown := set(options.states) - {*STATES, "guide"}:
        parser.error(f"There is no market called {', '.join(sorted(unknown))}.")

    try:
        with open_browser() as browser:
            for state in options.states or STATES:
                market = "demo" if state == "guide" else state
                home = FOLDER / ".markets" / market
                if options.fresh:
                    shutil.rmtree(home, ignore_errors=True)
                environment = _environment(home)
                addresses = _prepared(market, home, environment)
                with running_server(environment, home / "server.log") as server:
                    base_url = f"http://127.0.0.1:{server.port}"
                    if state == "guide":
                        number = shoot_guide(browser, base_url, addresses)
                    else:
                        number = shoot(
                            browser, base_url, state, addresses, FOLDER / state, options.only
                        )
                print(f"{state}: {number} pictures")  # noqa: T201  # a command
    except (NoBrowser, PageBroken, ServerFailed) as failed:
        raise SystemExit(str(failed)) from failed
    print(write_sheet(FOLDER).relative_to(BASE_DIR))  # noqa: T201  # a command


def _environment(home: Path) -> dict[str, str]:
    env_file = home / "env"
    write_env_file(env_file)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "ENV_FILE": str(env_file),
        "DATA_DIR": str(home),
        "DJANGO_SETTINGS_MODULE": "nexus.screenshots.settings",
        "REQUIRE_MFA": "off",
    }


def _prepared(state: str, home: Path, environment: dict[str, str]) -> Addresses:
    """Return the addresses of a market, which is made first unless it is there."""
    known = home / "addresses.json"
    if not known.exists():
        _run(environment, str(BASE_DIR / "manage.py"), "migrate", "--verbosity", "0")
        told = _run(environment, "-m", "nexus.screenshots.markets", state)
        known.write_text(told.splitlines()[-1], encoding="utf-8")
    addresses: Addresses = json.loads(known.read_text(encoding="utf-8"))
    return addresses


def _run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(  # noqa: S603  # our own commands
        [sys.executable, *command],
        cwd=BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    main()
