"""The pages of the back office: those found in a market, and those that take a few steps to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nexus.screenshots.pages import PageType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from nexus.screenshots.markets import Addresses
    from nexus.screenshots.pages import Act

_ADMIN, _OWNER, _VIEWER = "admin", "employer", "viewer"
_FULL = ("demo", "messy")
_JOBS, _PEOPLE = "/admin/jobs/job/", "/admin/people/user/"
_APPLICATIONS, _BOARD = "/admin/hiring/application/", "/admin/hiring/application/board/"
_APPLICATION = _APPLICATIONS + "{office_application}/change/"
_IMPORTS = "/admin/imports/"
_COMPANIES = """name,location,website,Members
Harbour Works,"Hamburg, Germany",https://harbour.example,3
Öl & Söhne,"Wien, Österreich",no address,1
,Nowhere,,
"""
_CANDIDATES = """email,Name,skills,expected_salary_min
ada@example.com,Ada Byron,Wiring | Plans,38000
nobody,Somebody,,12
bo@example.com,Bo,,much
"""
_COMPANY = "/admin/people/company/{office_company}/"


def office_pages_of(state: str, addresses: Addresses) -> Iterator[tuple[PageType, str]]:
    """Yield each page of a market's back office with its path, those that change something last."""
    for name in sorted(addresses):
        if name.startswith("admin:"):
            found = PageType(f"office-{name.removeprefix('admin:')}", addresses[name], _ADMIN)
            yield found, found.address
    for page_type in OFFICE_PAGES:
        path = page_type.path(addresses)
        if path is not None and state in page_type.states:
            yield page_type, path


def _steps(*acts: Act) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


def _press(selector: str) -> Act:
    """Click the first of what is there; what a width does not show is left alone."""

    def act(page: Page) -> None:
        found = page.locator(selector).first
        if found.is_visible():
            found.click()
            page.wait_for_load_state("networkidle")

    return act


def _key(*keys: str) -> Act:
    def act(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(500)

    return act


def _tick(number: int) -> Act:
    def act(page: Page) -> None:
        for box in page.locator("input.action-select").all()[:number]:
            box.check()

    return act


def _fill(**values: str) -> Act:
    def act(page: Page) -> None:
        for name, value in values.items():
            page.locator(f"main [name={name}]").first.fill(value)

    return act


def _send(selector: str = ".submit-row [type=submit]") -> Act:
    """Send the form past what the browser itself would refuse."""

    def act(page: Page) -> None:
        button = page.locator(f"main {selector}").first
        button.evaluate("button => { button.form.noValidate = true; }")
        with page.expect_navigation(wait_until="networkidle"):
            button.click()

    return act


def _upload(rows: str) -> Act:
    """Choose a file of these rows and have it looked at."""

    def act(page: Page) -> None:
        file = {"name": "rows.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        page.locator("[name=file]").set_input_files(file)  # type: ignore[arg-type]
        _send()(page)

    return act


def _choose_company(page: Page) -> None:
    page.locator(".select2-selection").first.click()
    page.wait_for_timeout(900)


def _chosen(action: str, number: int = 3) -> Act:
    return _steps(_tick(number), _send(f"button[name=action][value={action}]"))


def _unfold(selector: str) -> Act:
    return _press(f"{selector} > summary")


def _step(name: str, job: str) -> str:
    return f"{_JOBS}{name}/?ids={{{job}}}"


def _choose_reply(page: Page) -> None:
    page.select_option("#id_reply", index=1)


_OPEN_MENU = _steps(_press("[popovertarget=sidebar]"), _unfold(".me"))
_FILTERS = _press("[popovertarget=changelist-filter]")

OFFICE_PAGES: tuple[PageType, ...] = (
    PageType("office-home", "/admin/", _ADMIN),
    PageType("office-home-owner", "/admin/", _OWNER),
    PageType("office-home-viewer", "/admin/", _VIEWER, states=_FULL),
    PageType("office-menu", "/admin/", _OWNER, _press("[popovertarget=sidebar]")),
    PageType("office-me", "/admin/", _OWNER, _OPEN_MENU, _FULL),
    PageType("office-jobs-owner", _JOBS, _OWNER),
    PageType("office-jobs-viewer", _JOBS, _VIEWER, states=_FULL),
    PageType("office-jobs-row-menu", _JOBS, _OWNER, _unfold(".row-menu"), _FULL),
    PageType("office-jobs-ticked", _JOBS, _OWNER, _tick(3), _FULL),
    PageType("office-jobs-nothing", f"{_JOBS}?q=zeppelin", _OWNER, states=_FULL),
    PageType("office-jobs-filters", f"{_JOBS}?q=e", _ADMIN, _FILTERS, _FULL),
    PageType("office-job-owner", _JOBS + "{office_job}/change/", _OWNER),
    PageType("office-job-viewer", _JOBS + "{office_job}/change/", _VIEWER),
    PageType("office-job-draft", _JOBS + "{office_draft}/change/", _OWNER),
    PageType("office-job-in-review", _JOBS + "{office_in_review}/change/", _ADMIN),
    PageType("office-job-closed", _JOBS + "{office_closed}/change/", _OWNER),
    PageType("office-job-company", f"{_JOBS}add/", _ADMIN, _choose_company, _FULL),
    PageType("office-job-errors", f"{_JOBS}add/", _ADMIN, _send()),
    PageType(
        "office-job-link",
        _JOBS + "{office_job}/change/",
        _OWNER,
        _steps(_press(".rich-text__page p"), _press("[data-do=link]")),
    ),
    PageType("office-step-publish", _step("publish", "office_draft"), _OWNER),
    PageType("office-step-close", _step("close", "office_job"), _OWNER),
    PageType("office-step-close-errors", _step("close", "office_job"), _OWNER, _send()),
    PageType("office-step-extend-errors", _step("extend", "office_job"), _OWNER, _send()),
    PageType("office-step-send-back", _step("send_back", "office_in_review"), _ADMIN),
    PageType(
        "office-step-decline",
        _step("decline", "office_in_review"),
        _ADMIN,
        _steps(_choose_reply, _send("[name=_preview]")),
    ),
    PageType("office-step-copy", _step("copy", "office_closed"), _OWNER),
    PageType("office-step-several", _JOBS, _OWNER, _chosen("close"), _FULL),
    PageType("office-applications-owner", _APPLICATIONS, _OWNER),
    PageType("office-applications-viewer", _APPLICATIONS, _VIEWER, states=_FULL),
    PageType("office-applications-ticked", _APPLICATIONS, _OWNER, _tick(3), _FULL),
    PageType(
        "office-applications-columns", _APPLICATIONS, _OWNER, _press("[popovertarget=columns]")
    ),
    PageType(
        "office-applications-filters",
        f"{_APPLICATIONS}?stage=pending",
        _OWNER,
        _FILTERS,
        _FULL,
    ),
    PageType("office-application-owner", _APPLICATION, _OWNER),
    PageType("office-application-viewer", _APPLICATION, _VIEWER),
    PageType("office-application-keys", _APPLICATION, _OWNER, _key("?")),
    PageType("office-reject", _APPLICATIONS, _OWNER, _chosen("reject"), _FULL),
    PageType(
        "office-reject-errors",
        _APPLICATIONS,
        _OWNER,
        _steps(
            _chosen("reject"),
            _press("[name=mail][value=own]"),
            _fill(subject="", body="Dear {{nobody}},"),
            _send("[name=_do]"),
        ),
        _FULL,
    ),
    PageType(
        "office-move-preview",
        _APPLICATIONS,
        _OWNER,
        _steps(_chosen("move"), _send("[name=_preview]")),
        _FULL,
    ),
    PageType("office-write", _APPLICATIONS, _OWNER, _chosen("write"), _FULL),
    PageType(
        "office-note-errors",
        _APPLICATIONS,
        _OWNER,
        _steps(_chosen("note"), _send("[name=_do]")),
        _FULL,
    ),
    PageType("office-board", f"{_BOARD}?job={{office_busy}}", _OWNER),
    PageType("office-board-viewer", f"{_BOARD}?job={{office_busy}}", _VIEWER),
    PageType("office-board-jobs-owner", _BOARD, _OWNER),
    PageType("office-board-menu", f"{_BOARD}?job={{office_busy}}", _OWNER, _key("ArrowDown", "m")),
    PageType("office-board-keys", f"{_BOARD}?job={{office_busy}}", _OWNER, _key("?")),
    PageType("office-candidates-owner", "/admin/people/profile/", _OWNER),
    PageType(
        "office-invite-errors",
        "/admin/people/profile/{office_profile}/invite/",
        _OWNER,
        _send("[type=submit]"),
    ),
    PageType("office-company-owner", _COMPANY, _OWNER),
    PageType("office-company-viewer", _COMPANY, _VIEWER, states=_FULL),
    PageType("office-company-form-owner", f"{_COMPANY}change/", _OWNER),
    PageType("office-company-errors", "/admin/people/company/add/", _ADMIN, _send()),
    PageType(
        "office-company-invite-errors",
        _COMPANY,
        _OWNER,
        _send("#invite-form button"),
    ),
    PageType("office-mails-of-stages", "/admin/mail-texts/stages/", _OWNER),
    PageType("office-mail-texts-owner", "/admin/mail-texts/", _OWNER),
    PageType("office-imports-owner", _IMPORTS, _OWNER),
    PageType("office-import-new-categories", f"{_IMPORTS}new/categories/", _ADMIN),
    PageType("office-import-new-companies", f"{_IMPORTS}new/companies/", _ADMIN),
    PageType("office-import-new-candidates", f"{_IMPORTS}new/candidates/", _ADMIN),
    PageType("office-import-new-applications", f"{_IMPORTS}new/applications/", _OWNER),
    PageType(
        "office-import-errors",
        f"{_IMPORTS}new/candidates/",
        _ADMIN,
        _upload("nothing,known\n1,2\n"),
    ),
    PageType("office-people-ticked", _PEOPLE, _ADMIN, _tick(2)),
    PageType(
        "office-person-mail",
        _PEOPLE + "{office_user}/deactivate/",
        _ADMIN,
        _steps(
            _press("[name=reason][value=security]"),
            _press("[name=mail]"),
            _fill(words="Write to us, and we make sure that it is you."),
            _send("[name=_preview]"),
        ),
    ),
    PageType("office-person-merge", _PEOPLE + "{office_user}/merge/?with={office_other}", _ADMIN),
    PageType("office-person-found", _PEOPLE + "{office_user}/merge/?q=a", _ADMIN, states=_FULL),
    PageType("office-person-errors", _PEOPLE + "{office_user}/deactivate/", _ADMIN, _send()),
    # What follows changes something.
    PageType(
        "office-import-preview-companies",
        f"{_IMPORTS}new/companies/",
        _ADMIN,
        _upload(_COMPANIES),
    ),
    PageType(
        "office-import-preview-candidates",
        f"{_IMPORTS}new/candidates/",
        _ADMIN,
        _upload(_CANDIDATES),
    ),
    PageType(
        "office-import-done-categories",
        f"{_IMPORTS}new/categories/",
        _ADMIN,
        _steps(
            _upload("name,description\nUnderwater welding,Below the waterline.\n"),
            _send(".import-decide [type=submit]"),
        ),
    ),
    PageType(
        "office-saved-filter",
        f"{_APPLICATIONS}?stage=pending",
        _OWNER,
        _steps(
            _FILTERS,
            _fill(name="Those of this week that nobody has opened yet"),
            _send(".saved-filters__new [type=submit]"),
            _FILTERS,
        ),
        _FULL,
    ),
    PageType("office-board-toast", f"{_BOARD}?job={{office_busy}}", _OWNER, _key("ArrowDown", "2")),
    PageType(
        "office-report",
        f"{_APPLICATIONS}?stage=reviewed",
        _OWNER,
        _steps(_chosen("note"), _fill(text="Call them on Monday."), _send("[name=_do]")),
        _FULL,
    ),
    PageType(
        "office-report-undo",
        f"{_APPLICATIONS}?stage=reviewed",
        _OWNER,
        _steps(_chosen("move", 1), _send("[name=_do]")),
        _FULL,
    ),
)
