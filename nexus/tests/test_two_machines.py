"""Two machines are one market: web servers and workers that share a database, a cache and files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from http.cookiejar import DefaultCookiePolicy
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
import pytest
import requests
from django.conf import settings

from nexus.bench.server import running_server
from nexus.bench.sink import MailSink
from nexus.bench.soak.services import OwnRedis, Unavailable
from nexus.tests.acting import Actor
from nexus.tests.machine import wait_for
from nexus.tests.machines_acts import NOTE_SECONDS, PASSWORD
from nexus.tests.samples import pdf_bytes, png_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from requests import Response

pytestmark = pytest.mark.slow

BASE_DIR = Path(__file__).resolve().parents[2]
_SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/nexus")
HOST = "jobs.example.com"
# The index of a machine follows the database within a second; here all machines share two cores.
FOLLOWS_WITHIN = 5.0
KEYS = [f"note{number}" for number in range(16)]
MANY = [f"many{number}" for number in range(60)]
READERS = [f"reader{number}" for number in range(5)]


def address_of(database: str, scheme: str = "postgresql") -> str:
    return urlunsplit(urlsplit(_SERVER)._replace(scheme=scheme, path=f"/{database}"))


@contextmanager
def own_database(environment: Mapping[str, str]) -> Iterator[str]:
    """Make a database from one that was migrated once for all runs; yield its address."""
    name = f"{Path(settings.DATABASES['default']['TEST']['NAME']).stem}_machines"
    migrated, unfinished = f"{name}_migrated", f"{name}_unfinished"
    try:
        server = psycopg.connect(address_of("postgres"), autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"There is no PostgreSQL at {urlsplit(_SERVER).hostname}: {error}")

    def do(statement: str) -> None:
        server.execute(statement.encode())

    with server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [migrated])
        if known.fetchone() is None:
            do(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
            do(f'CREATE DATABASE "{unfinished}"')
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                cwd=BASE_DIR,
                env={**environment, "DATABASE_URL": address_of(unfinished, "postgres")},
                check=True,
            )
            do(f'ALTER DATABASE "{unfinished}" RENAME TO "{migrated}"')
        do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        do(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
        yield address_of(name, "postgres")
        do(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running_worker(environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "nexus.keeper"],
            cwd=BASE_DIR,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.wait(40)


class Visitor:
    """Somebody at an address of their own, whom the balancer sends to either machine."""

    def __init__(self, address: str, ports: tuple[int, int]) -> None:
        self.token = ""
        self._ports = ports
        # Not the session's: behind the balancer, which ends TLS, secure cookies travel in the clear.
        self.cookies: dict[str, str] = {}
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.update(
            {
                "Host": HOST,
                "X-Forwarded-For": address,
                "X-Forwarded-Proto": "https",
                "Referer": f"https://{HOST}/",
            }
        )

    def ask(self, machine: int, path: str, method: str = "GET", **options: Any) -> Response:
        """Ask the first machine (0) or the second one (1)."""
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        answer = self._session.request(
            method,
            f"http://127.0.0.1:{self._ports[machine]}{path}",
            headers=headers,
            allow_redirects=False,
            timeout=60,
            **options,
        )
        self.cookies.update({cookie.name: cookie.value or "" for cookie in answer.cookies})
        return answer

    def sign_in(self, machine: int, username: str) -> Response:
        body = {"username": username, "password": PASSWORD, "remember_me": True}
        found = self.ask(machine, "/auth/login/", "POST", json=body)
        self.token = found.json()["access"]
        return found

    def press(self, machine: int, path: str, **fields: str) -> Response:
        """Fill in the form of a page and send it."""
        form = self.ask(machine, path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        assert token, form.text
        return self.ask(machine, path, "POST", data={**fields, "csrfmiddlewaretoken": token[1]})


class Market:
    """Both machines, and who stands beside them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        try:
            redis = OwnRedis()
            redis.start()
        except Unavailable as reason:
            pytest.skip(str(reason))
        stack.callback(redis.close)
        self.sink = stack.enter_context(MailSink())
        shared = self._environment(folder, redis.url, f"smtp://127.0.0.1:{self.sink.port}")
        shared["DATABASE_URL"] = stack.enter_context(
            own_database({**shared, "DATA_DIR": str(folder / "migrating")})
        )
        self.hand = Actor(
            "nexus.tests.machines_acts",
            cwd=BASE_DIR,
            env={**shared, "DATA_DIR": str(folder / "hand"), "SEARCH_SYNC": "inline"},
        )
        stack.callback(self.hand.end)
        self.hand.do("people", names=["owner", "boss", "carla", "forgetful", *MANY, *READERS])
        self.hand.do("company", owner="owner")
        self.hand.do("admin", name="boss")
        self.workers, servers = [], []
        for name in ("first", "second"):
            own = {**shared, "DATA_DIR": str(folder / name)}
            worker = running_worker(own, folder / f"{name}-worker.log")
            self.workers.append(stack.enter_context(worker))
            server = running_server(own, folder / f"{name}-web.log", processes=1)
            servers.append(stack.enter_context(server))
        for process in (*self.workers, *(server.process for server in servers)):
            stack.callback(process.terminate)  # all at once, before any is waited for
        self.ports = (servers[0].port, servers[1].port)
        self._addresses = (f"198.51.100.{number}" for number in range(1, 255))
        wait_for(lambda: self.state()["workers"] == 2)
        self.hand.do("schedule", keys=KEYS, after=0)
        boss = self.visitor("boss")
        made = boss.ask(0, "/api/categories/", "POST", json={"name": "Nursing"})
        self.category: dict[str, Any] = made.json()

    @staticmethod
    def _environment(folder: Path, redis: str, mail: str) -> dict[str, str]:
        secret = "machines-only-" * 4
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "PYTHONPATH": f"{BASE_DIR}:{BASE_DIR / 'site'}",
            "PYTHONWARNINGS": "ignore",
            "DJANGO_SETTINGS_MODULE": "nexus.tests.machines_settings",
            "ENV_FILE": "",
            "SECRET_KEY": f"{secret}1",
            "ENCRYPTION_KEYS": f"{secret}2",
            "INDEX_KEY": f"{secret}3",
            "JWT_SECRET": f"{secret}4",
            "CACHE_URL": redis,
            "EMAIL_URL": mail,
            "STORAGE_URL": f"file://{folder / 'files'}",
            "BASE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
            "TRUSTED_PROXIES": "1",
            "REQUIRE_MFA": "off",
            "LOG_LEVEL": "WARNING",
        }

    def visitor(self, username: str = "", *, at: int = 0) -> Visitor:
        """Return somebody at an address that nobody had yet, signed in where a name is given."""
        found = Visitor(next(self._addresses), self.ports)
        if username:
            found.sign_in(at, username)
        return found

    def state(self) -> Any:
        return self.hand.do("state")

    def publish(self, title: str, *, at: int = 0) -> dict[str, Any]:
        posted = self.visitor("owner", at=at).ask(
            at,
            "/api/jobs/",
            "POST",
            json={
                "title": title,
                "description": "<p>What there is to do.</p>",
                "location": "Hamburg, Germany",
                "employment_type": "full_time",
                "experience_level": "mid",
                "category_id": self.category["id"],
                "is_active": True,
            },
        )
        assert posted.status_code == 201, posted.text
        found: dict[str, Any] = posted.json()
        return found


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    with ExitStack() as stack:
        yield Market(tmp_path_factory.mktemp("machines"), stack)


def test_calls_are_counted_over_both(market: Market) -> None:
    visitor = market.visitor()

    answers = [visitor.ask(n % 2, "/api/categories/") for n in range(100)]

    assert {answer.status_code for answer in answers} == {200}
    left = [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers]
    assert left == list(range(99, -1, -1))
    assert [visitor.ask(n, "/api/categories/").status_code for n in (0, 1)] == [429, 429]


def test_wrong_passwords_are_counted_over_both(market: Market) -> None:
    def wrong(machine: int) -> int:
        body = {"username": "forgetful", "password": "not-the-one-that-was-set"}
        return market.visitor().ask(machine, "/auth/login/", "POST", json=body).status_code

    tries = [wrong(n % 2) for n in range(5)]

    assert 429 not in tries
    assert [wrong(0), wrong(1)] == [429, 429]


def test_session_begins_and_ends_on_both(market: Market) -> None:
    browser = market.visitor()
    page = "/accounts/email/"
    assert browser.ask(1, page).status_code == 302

    entered = browser.press(0, "/accounts/login/", login="carla", password=PASSWORD)

    assert entered.status_code == 302, entered.text
    assert "carla@example.com" in browser.ask(1, page).text
    kept = dict(browser.cookies)
    assert browser.press(1, "/accounts/logout/").status_code == 302
    # Whoever kept the cookie has nothing in it on either.
    browser.cookies = kept
    assert [browser.ask(n, page).status_code for n in (0, 1)] == [302, 302]


def test_token_is_good_and_ends_on_both(market: Market) -> None:
    client = market.visitor()
    refresh = client.sign_in(0, "carla").json()["refresh"]
    profile = "/account/profiles/my_profile/"
    assert client.ask(1, profile).status_code == 200

    client.token = client.ask(1, "/api/token/refresh/", "POST", json={"refresh": refresh}).json()[
        "access"
    ]
    assert client.ask(0, profile).status_code == 200

    assert client.ask(1, "/auth/logout/", "POST").status_code == 200
    assert [client.ask(n, profile).status_code for n in (0, 1)] == [401, 401]


def places_of(market: Market, word: str) -> dict[str, Callable[[str], bool]]:
    """Return where a job is seen, and whether an answer from there shows it."""
    category = market.category
    return {
        f"/api/jobs/?search={word}": lambda text: word in text,
        "/api/jobs/?page_size=100": lambda text: word in text,
        f"/api/categories/{category['id']}/jobs/": lambda text: word in text,
        f"/api/jobs/facets/?search={word}": lambda text: category["slug"] in text,
        "/": lambda text: word in text,
        f"/jobs/?q={word}": lambda text: "list-1-" in text,
        f"/jobs/feed.json?q={word}": lambda text: "date_published" in text,
        "/jobs/feed.rss": lambda text: word in text,
    }


@pytest.mark.parametrize("here", [0, 1], ids=["first", "second"])
def test_job_is_seen_and_gone_on_the_other(market: Market, here: int) -> None:
    there = 1 - here
    word = f"Quokka{here}"
    reader = market.visitor("carla", at=there)
    places = places_of(market, word)

    def shown() -> list[str]:
        return [p for p, shows in places.items() if shows(reader.ask(there, p).text)]

    assert shown() == []  # whatever is kept of the answers, is kept from now on

    job = market.publish(f"{word} keeper", at=here)

    assert reader.ask(there, f"/api/jobs/{job['id']}/").status_code == 200
    assert word in reader.ask(there, urlsplit(job["url"]).path).text
    wait_for(lambda: shown() == list(places), seconds=FOLLOWS_WITHIN)

    closed = market.visitor("owner", at=here).ask(
        here, f"/api/jobs/{job['id']}/", "PATCH", json={"is_active": False}
    )

    assert closed.status_code == 200
    assert reader.ask(there, f"/api/jobs/{job['id']}/").status_code == 410
    wait_for(lambda: shown() == [], seconds=FOLLOWS_WITHIN)


def test_category_is_gone_on_the_other(market: Market) -> None:
    boss, reader = market.visitor("boss"), market.visitor("carla")
    made = boss.ask(0, "/api/categories/", "POST", json={"name": "Falconry"}).json()
    places = ("/api/categories/", "/", f"/categories/{made['slug']}/")
    assert ["Falconry" in reader.ask(1, place).text for place in places] == [True] * 3

    boss.ask(0, f"/api/categories/{made['id']}/", "PATCH", json={"is_active": False})

    assert ["Falconry" in reader.ask(1, place).text for place in places] == [False] * 3
    assert reader.ask(1, places[-1]).status_code == 404


def test_files_are_on_both(market: Market) -> None:
    carla = market.visitor("carla")
    profile = carla.ask(0, "/account/profiles/my_profile/").json()
    path = f"/account/profiles/{profile['id']}"
    resume, photo = pdf_bytes("Carla"), png_bytes()

    for name, field, content in (
        ("upload_resume", "resume", ("cv.pdf", resume)),
        ("upload_profile_image", "profile_image", ("me.png", photo)),
    ):
        sent = carla.ask(0, f"{path}/{name}/", "POST", files={field: content})
        assert sent.status_code == 200, sent.text

    assert carla.ask(1, f"{path}/resume/").content == resume
    shown = urlsplit(carla.ask(1, f"{path}/").json()["profile_image"]).path
    assert shown.startswith("/media/")
    assert carla.ask(1, shown).content == carla.ask(0, shown).content != b""


def mails_of(market: Market, kind: str) -> dict[str, str]:
    """Return how mails of a kind stand, by message id."""
    return {found: stands for found, what, stands in market.state()["mails"] if what == kind}


def assert_sent_once(market: Market, kind: str, number: int) -> None:
    """Wait until all mails of a kind are sent: each of them was taken once."""
    wait_for(lambda: set(mails_of(market, kind).values()) == {"sent"})
    owed = mails_of(market, kind)
    assert len(owed) == number
    taken = Counter(market.sink.taken)
    assert {taken[message_id] for message_id in owed} == {1}


def test_mails_owed_by_both_are_sent_once(market: Market) -> None:
    for machine, name in zip(cycle((0, 1)), MANY, strict=False):
        body = {"email": f"{name}@example.com"}
        asked = market.visitor().ask(machine, "/auth/forgot-password/", "POST", json=body)
        assert asked.status_code == 200, asked.text

    assert_sent_once(market, "password_reset_code", len(MANY))


def test_alerts_are_sent_once(market: Market) -> None:
    job = market.publish("Wombat whisperer")
    market.hand.do("opened_before", job=job["id"], minutes=5)
    market.hand.do("alerts", addresses=[f"{n}@example.com" for n in READERS], query="q=Wombat")
    market.hand.do("look_for_alerts", times=8)

    wait_for(lambda: len(mails_of(market, "job_alert")) == len(READERS), seconds=70)
    wait_for(lambda: not market.state()["queue"])

    assert_sent_once(market, "job_alert", len(READERS))


def test_schedule_fires_once(market: Market) -> None:
    wait_for(lambda: len(market.state()["notes"]) >= len(KEYS))
    time.sleep(3 * NOTE_SECONDS)

    notes = [note.split() for note in market.state()["notes"]]

    assert Counter(key for key, *_rest in notes) == Counter(KEYS)
    ran = {int(pid) for _key, pid, _at in notes}
    for worker in market.workers:
        family = {one.pid for one in psutil.Process(worker.pid).children(recursive=True)}
        assert family & ran, "one of the workers had no part in it"
