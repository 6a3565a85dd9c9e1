"""Every kind of page a visitor can meet, with what has to be done until it shows."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

from nexus.demo.pdf import Line, write_pdf
from nexus.screenshots.markets import CANDIDATE, NEWCOMER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from nexus.screenshots.markets import Addresses

    type Act = Callable[[Page], None]

_EVERYWHERE = ("demo", "empty", "messy")


@dataclass(frozen=True, slots=True)
class PageType:
    """A kind of page. `address` names parts of the market in braces, and is left out without them.

    `act` brings the loaded page into the state that is meant. Those who sign in are called by
    their user name in `visitor`.
    """

    name: str
    address: str
    visitor: str = ""
    act: Act | None = None
    states: tuple[str, ...] = _EVERYWHERE

    def path(self, addresses: Addresses) -> str | None:
        """Return the address in a market, or None where the market has no such thing."""
        needed = {name for _, name, _, _ in Formatter().parse(self.address) if name}
        return self.address.format_map(addresses) if needed <= addresses.keys() else None


def pages_of(state: str, addresses: Addresses) -> Iterator[tuple[PageType, str]]:
    """Yield each page of a market with its path, in an order in which none spoils a later one."""
    for page_type in PAGES:
        path = page_type.path(addresses)
        if path is not None and state in page_type.states:
            yield page_type, path


def _open(selector: str) -> Act:
    """Unfold what is folded, by pressing it as people do."""

    def act(page: Page) -> None:
        for fold in page.locator(f"{selector}:not([open]) > summary").all()[::-1]:
            fold.click()

    return act


def _send(page: Page) -> None:
    """Send the page's form as it is, past what the browser itself would refuse."""
    form = page.locator("main form[method=post]").first
    form.evaluate("form => { form.noValidate = true; }")
    form.locator("[type=submit]").first.click()
    page.wait_for_load_state()


def _type_into_search(page: Page) -> None:
    page.locator("#search-words").press_sequentially("nu")
    page.wait_for_timeout(600)


def _mistype(page: Page) -> None:
    page.locator("main [name=login]").fill("somebody")
    page.locator("main [name=password]").fill("not the password")
    _send(page)


def _apply(page: Page) -> None:
    """Send an application, unless the page says that there is one already."""
    if not page.locator("main [name=resume]").count():
        return
    fields = {"full_name": "Ada Byron-Żółkiewska", "email": "ada@nexus.example"}
    for name, value in fields.items():
        if page.locator(f"main [name={name}]").count():
            page.locator(f"main [name={name}]").fill(value)
    content = write_pdf([Line("Curriculum vitae")], title="CV")
    cv = {"name": "CV Ada Byron.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator("main [name=resume]").set_input_files(cv)  # type: ignore[arg-type]  # a file of ours
    page.locator("main [name=cover_letter]").fill("Dear all,\n\nthis is the work I look for.")
    page.locator("main [name=consent]").check()
    _send(page)


_DEMO = ("demo",)

PAGES: tuple[PageType, ...] = (
    PageType("home", "/"),
    PageType("search", "/jobs/"),
    PageType("search-narrowed", "/jobs/?q={words}&employment_type=full_time&posted_within=30"),
    PageType("search-nothing", "/jobs/?q=zeppelin+pilot&workplace=hybrid"),
    PageType("search-filters", "/jobs/?q={words}", act=_open("#filters")),
    PageType("search-suggestions", "/jobs/", act=_type_into_search, states=_DEMO),
    PageType("search-near", "/jobs/?location={place}&within=200", act=_open("#map")),
    PageType("search-map", "/jobs/", act=_open("#map")),
    PageType("category-index", "/categories/"),
    PageType("category", "{category}"),
    PageType("featured-index", "/featured/"),
    PageType("featured-job", "{feature}"),
    PageType("company-index", "/companies/"),
    PageType("company-index-nothing", "/companies/?q=zeppelin"),
    PageType("company", "{company}"),
    PageType("company-unwritten", "{plain_company}"),
    PageType("content", "{content}", act=_open("main details")),
    PageType("content-about", "/about/", states=_DEMO),
    PageType("content-how-we-hire", "/how-we-hire/", states=_DEMO),
    PageType("content-questions", "/questions/", states=_DEMO),
    PageType("job", "{job}"),
    PageType("job-plain", "{plain_job}"),
    PageType("job-closed", "{closed_job}"),
    PageType("save-job", "{save}"),
    PageType("apply", "{job}apply/"),
    PageType("apply-errors", "{job}apply/", act=_send),
    PageType("apply-code", "{job}apply/", act=_apply),
    PageType("apply-signed-in", "{job}apply/", visitor=CANDIDATE),
    PageType("apply-already", "{applied}apply/", visitor=CANDIDATE),
    PageType("apply-closed", "{closed_job}apply/", visitor=CANDIDATE),
    PageType("my-applications", "/my/", visitor=CANDIDATE, states=("demo", "messy")),
    PageType("my-application", "{application}", visitor=CANDIDATE),
    PageType("my-profile", "/my/profile/", visitor=CANDIDATE, states=("demo", "messy")),
    PageType("my-saved-jobs", "/my/saved/", visitor=CANDIDATE, states=("demo", "messy")),
    PageType("my-saved-searches", "/my/searches/", visitor=CANDIDATE, states=("demo", "messy")),
    PageType("my-search-to-save", "/my/searches/?query=q%3Dnurse", visitor=CANDIDATE, states=_DEMO),
    PageType("my-applications-none", "/my/", visitor=NEWCOMER),
    PageType("my-profile-none", "/my/profile/", visitor=NEWCOMER),
    PageType("my-saved-jobs-none", "/my/saved/", visitor=NEWCOMER),
    PageType("my-saved-searches-none", "/my/searches/", visitor=NEWCOMER),
    PageType("apply-sent", "{job}apply/", visitor=NEWCOMER, act=_apply),
    PageType("login", "/accounts/login/"),
    PageType("login-errors", "/accounts/login/", act=_mistype),
    PageType("sign-up", "/accounts/signup/"),
    PageType("sign-up-errors", "/accounts/signup/", act=_send),
    PageType("reset-password", "/accounts/password/reset/", states=_DEMO),
    PageType("account", "/accounts/email/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-preferences", "/accounts/preferences/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-data", "/accounts/data/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-accesses", "/accounts/accesses/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-sessions", "/accounts/sessions/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-two-factor", "/accounts/2fa/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-delete", "/accounts/delete/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-team", "/accounts/team/saltgrass-solar/", visitor="employer", states=_DEMO),
    PageType("error-403", "/errors/403/"),
    PageType("error-404", "/nothing/is/here/"),
    PageType("error-csrf", "/errors/419/", states=_DEMO),
    PageType("error-429", "/errors/429/", states=_DEMO),
    PageType("error-500", "/errors/500/"),
)
