"""axe, held to the page that is open in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

from nexus.tests.policing import let_axe_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

# Without it axe loads each style sheet of the page anew, for a rule that we do not ask about, and
# what a sheet imports from where it is not: requests that are under way when the next page opens.
_NO_STYLE_SHEETS = {"preload": {"assets": ["media"]}}


def broken_rules(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return what breaks a rule of axe's, or one of `rules`, with the element that does."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **_NO_STYLE_SHEETS}
    if rules:
        options["runOnly"] = list(rules)
    let_axe_style(page)
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)", options
    )
    return [f"{rule['id']}: {node['html'][:120]}" for rule in violations for node in rule["nodes"]]
