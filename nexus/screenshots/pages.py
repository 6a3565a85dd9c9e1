"""Every kind of page a visitor can meet, with what has to be done until it shows."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Literal

from nexus.demo.logins import DEMO_PASSWORD
from nexus.demo.pdf import Line, write_pdf
from nexus.screenshots.markets import CANDIDATE, NEWCOMER, NEWCOMERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from nexus.screenshots.markets import Addresses

    type Act = Callable[[Page], None]

_EVERYWHERE = ("demo", "empty", "messy")
# Below these the browser and the person decide which language is spoken, and not the address.
_WITHOUT_LANGUAGE = ("/accounts/", "/mails/")


@dataclass(frozen=True, slots=True)
class PageType:
    """A kind of page. `address` names parts of the market in braces, and is left out without them.

    `act` brings the loaded page into the state that is meant. Those who sign in are called by
    their user name in `visitor`. Of what is no page of the site, `medium` says where it is read.
    """

    name: str
    address: str
    visitor: str = ""
    act: Act | None = None
    states: tuple[str, ...] = _EVERYWHERE
    medium: Literal["screen", "paper", "mailbox"] = "screen"

    def path(self, addresses: Addresses, language: str = "en") -> str | None:
        """Return the address in a market, or None where the market has no such thing."""
        needed = {name for _, name, _, _ in Formatter().parse(self.address) if name}
        if not needed <= addresses.keys():
            return None
        path = self.address.format_map(addresses)
        is_english = language == "en" or path.startswith(_WITHOUT_LANGUAGE)
        return path if is_english else f"/{language}{path}"

    def visitor_in(self, language: str) -> str:
        """Return who visits the page: one newcomer per language, as none is new twice."""
        return NEWCOMERS[language] if self.visitor == NEWCOMER else self.visitor


def pages_of(
    state: str, addresses: Addresses, language: str = "en"
) -> Iterator[tuple[PageType, str]]:
    """Yield each page of a market with its path, in an order in which none spoils a later one."""
    for page_type in PAGES:
        path = page_type.path(addresses, language)
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
    form = page.locator("main form.form[method=post]").first
    form.evaluate("form => { form.noValidate = true; form.dataset.left = ''; }")
    form.locator("[type=submit]").first.click()
    # Scripts may have sent it: the answer then comes without the browser's waiting for it.
    page.wait_for_selector("[data-left]", state="detached")
    page.wait_for_load_state("networkidle")


def _print(page: Page) -> None:
    page.emulate_media(media="print")


def _fill(**values: str) -> Act:
    """Fill the form's fields with `values`, and send it."""

    def act(page: Page) -> None:
        for name, value in values.items():
            page.locator(f"main [name={name}]").fill(value)
        _send(page)

    return act


def _sign_up(page: Page) -> None:
    page.locator("main [name=account_type][value=candidate]").check()
    number = page.evaluate("Date.now()")
    _fill(
        first_name="Ada",
        last_name="Byron-Żółkiewska",
        email=f"ada-{number}@nexus.example",
        username=f"ada-{number}",
        password1=f"long-{number}-enough",
        password2=f"long-{number}-enough",
    )(page)


def _type_into_search(page: Page) -> None:
    page.locator("#search-words").press_sequentially("nu")
    page.wait_for_timeout(600)


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


def _confirm_access(page: Page) -> None:
    """Give the password where that is asked for before the page itself is shown."""
    if "reauthenticate" in page.url:
        _fill(password=DEMO_PASSWORD)(page)


_DEMO = ("demo",)
_mistype = _fill(login="somebody", password="not the password")  # noqa: S106  # nobody's
_WRONG = _fill(phone_number="not a number", linkedin_url="not an address")
_ask_for_code = _fill(email="candidate@nexus.example")
# The newest one of each kind that the pages above have caused.
_MAILS = (
    "application_code",
    "application_received",
    "job_invitation",
    "invitation",
    "job_alert_confirm",
    "job_alert",
    "job_alert_wanted",
    "job_alert_ended",
)
_ALERT = "/jobs/alerts/new/?q={words}&workplace=remote"

PAGES: tuple[PageType, ...] = (
    PageType("home", "/"),
    PageType("search", "/jobs/"),
    PageType("search-narrowed", "/jobs/?q={words}&employment_type=full_time&posted_within=30"),
    PageType("search-page-2", "/jobs/?page=2", states=_DEMO),
    PageType("search-nothing", "/jobs/?q=zeppelin+pilot&workplace=hybrid"),
    PageType("search-filters", "/jobs/?q={words}", act=_open("#filters")),
    PageType("search-suggestions", "/jobs/", act=_type_into_search, states=_DEMO),
    PageType("search-near", "/jobs/?location={place}&within=200", act=_open("#map")),
    PageType("search-map", "/jobs/", act=_open("#map")),
    PageType("alert-new", _ALERT),
    PageType("alert-new-errors", _ALERT, act=_send, states=_DEMO),
    PageType("alert-new-signed-in", _ALERT, visitor=CANDIDATE, states=_DEMO),
    PageType("alert-sent", "/jobs/alerts/sent/?q={words}", states=_DEMO),
    PageType("alert", "{alert}"),
    PageType("alert-unconfirmed", "{alert_unconfirmed}"),
    PageType("alert-ended", "{alert_ended}"),
    PageType("alert-end", "{alert}end/"),
    PageType("alert-end-all", "{alert}end/all/"),
    PageType("alert-kept", "{alert_mark}keep/"),
    PageType("alert-gone", f"/jobs/alerts/{'x' * 43}/", states=_DEMO),
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
    PageType("job-preview", "{preview}", visitor="employer"),
    PageType("job-print", "{job}", act=_print, medium="paper"),
    PageType("job-closed", "{closed_job}"),
    PageType("save-job", "{save}"),
    PageType("save-job-signed-in", "{save}", visitor=CANDIDATE),
    PageType("apply", "{job}apply/"),
    PageType("apply-errors", "{job}apply/", act=_send),
    PageType("apply-code", "{job}apply/", act=_apply),
    PageType("apply-signed-in", "{job}apply/", visitor=CANDIDATE),
    PageType("apply-already", "{applied}apply/", visitor=CANDIDATE),
    PageType("apply-refused", "{own_job}apply/", visitor="employer"),
    PageType("apply-closed", "{closed_job}apply/", visitor=CANDIDATE),
    PageType("report", "{job}report/"),
    PageType("report-errors", "{job}report/", act=_send),
    PageType("report-sent", "{job}report/sent/", states=_DEMO),
    PageType("my-applications", "/my/", visitor=CANDIDATE, states=("demo", "messy")),
    PageType("my-application", "{application}", visitor=CANDIDATE),
    PageType("my-application-withdrawn", "{withdrawn}", visitor=CANDIDATE),
    PageType("my-profile", "/my/profile/", visitor=CANDIDATE, states=("demo", "messy")),
    PageType("my-profile-errors", "/my/profile/", visitor=CANDIDATE, act=_WRONG, states=_DEMO),
    PageType("my-photo", "/my/profile/photo/", visitor=CANDIDATE, states=_DEMO),
    PageType("my-privacy", "/my/profile/privacy/", visitor=CANDIDATE, states=_DEMO),
    PageType("my-invitations", "/my/invitations/", visitor=CANDIDATE, states=_DEMO),
    PageType("my-saved-jobs", "/my/saved/", visitor=CANDIDATE, states=("demo", "messy")),
    PageType("my-saved-searches", "/my/searches/", visitor=CANDIDATE, states=("demo", "messy")),
    PageType("my-search-to-save", "/my/searches/?query=q%3Dnurse", visitor=CANDIDATE, states=_DEMO),
    PageType("my-applications-none", "/my/", visitor=NEWCOMER),
    PageType("my-profile-none", "/my/profile/", visitor=NEWCOMER),
    PageType("my-photo-none", "/my/profile/photo/", visitor=NEWCOMER, states=_DEMO),
    PageType("my-privacy-none", "/my/profile/privacy/", visitor=NEWCOMER, states=_DEMO),
    PageType("my-invitations-none", "/my/invitations/", visitor=NEWCOMER),
    PageType("my-saved-jobs-none", "/my/saved/", visitor=NEWCOMER),
    PageType("my-saved-searches-none", "/my/searches/", visitor=NEWCOMER),
    PageType("apply-sent", "{job}apply/", visitor=NEWCOMER, act=_apply),
    PageType("login", "/accounts/login/"),
    PageType("login-errors", "/accounts/login/", act=_mistype),
    PageType("login-code", "/accounts/login/code/", states=_DEMO),
    PageType("login-code-sent", "/accounts/login/code/", act=_ask_for_code, states=_DEMO),
    PageType("sign-up", "/accounts/signup/"),
    PageType("sign-up-errors", "/accounts/signup/", act=_send),
    PageType("reset-password", "/accounts/password/reset/", states=_DEMO),
    PageType("reset-password-sent", "/accounts/password/reset/", act=_ask_for_code, states=_DEMO),
    PageType("login-cancelled", "/accounts/3rdparty/login/cancelled/", states=_DEMO),
    PageType("login-failed", "/accounts/3rdparty/login/error/", states=_DEMO),
    PageType("invitation", "{invitation}"),
    PageType("invitation-sign-up", "{invitation}sign-up/"),
    # Whoever waits for a code is led to where it is entered, from wherever accounts are made.
    PageType("sign-up-confirm", "/accounts/signup/", act=_sign_up, states=_DEMO),
    PageType("invitation-unknown", "/accounts/invitations/no-such-invitation/", states=_DEMO),
    PageType("account-restore", "{restore}"),
    PageType("account-restore-gone", "/accounts/restore/no-such-link/", states=_DEMO),
    PageType("account-deleted", "/accounts/deleted/", states=_DEMO),
    PageType("account", "/accounts/email/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-password", "/accounts/password/change/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-company", "/accounts/company/", visitor=NEWCOMER, states=_DEMO),
    PageType("account-preferences", "/accounts/preferences/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-mails", "/accounts/mails/", visitor="employer", states=_DEMO),
    PageType("account-mails-end", "{mails_end}", states=_DEMO),
    PageType("account-mails-unknown", "/accounts/mails/end/no-such-link/", states=_DEMO),
    PageType("account-data", "/accounts/data/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-accesses", "/accounts/accesses/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-sessions", "/accounts/sessions/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-two-factor", "/accounts/2fa/", visitor=CANDIDATE, states=_DEMO),
    PageType(
        "account-totp",
        "/accounts/2fa/totp/activate/",
        visitor=CANDIDATE,
        act=_confirm_access,
        states=_DEMO,
    ),
    PageType(
        "account-key",
        "/accounts/2fa/webauthn/add/",
        visitor=CANDIDATE,
        act=_confirm_access,
        states=_DEMO,
    ),
    PageType("account-delete", "/accounts/delete/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-sign-out", "/accounts/logout/", visitor=CANDIDATE, states=_DEMO),
    PageType("account-team", "{team}", visitor="employer"),
    PageType("account-team-remove", "{team_member}remove/", visitor="employer"),
    PageType("account-team-leave", "{team}leave/", visitor="recruiter"),
    PageType("error-403", "/errors/403/"),
    PageType("error-404", "/nothing/is/here/"),
    PageType("error-csrf", "/errors/419/", states=_DEMO),
    PageType("error-429", "/errors/429/", states=_DEMO),
    PageType("error-500", "/errors/500/"),
    PageType("error-503", "/errors/503/"),
    *(
        PageType(f"mail-{kind}", f"/mails/{kind}/", states=_DEMO, medium="mailbox")
        for kind in _MAILS
    ),
)
