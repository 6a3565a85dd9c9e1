"""The list of the mails whose words can be changed, and who has changed which."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiring.admin import mail_text_editor as editor
from hiring.admin.mail_scope import Scope, owned_companies, scope_of
from nexus.core.backoffice import Entry, Section, acting, add_entry, add_page
from people.mail_events import mail_events
from people.models import Company, MailWording

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.mail_events import MailEvent
    from people.models import User

_LABEL = gettext_lazy("Mail texts")
_MOST_COMPANIES = 20


class Cell(NamedTuple):
    """A mail in one language: where it is changed, and whose words hold."""

    language: str
    url: str
    own: MailWording | None
    site: MailWording | None


class Row(NamedTuple):
    event: MailEvent
    cells: list[Cell]


class Group(NamedTuple):
    label: str
    rows: list[Row]


def overview(request: HttpRequest) -> HttpResponse:
    """Show every mail with the state of its words in each language. Two queries for the content."""
    scope, user = scope_of(request), acting(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Mail texts"),
        "scope": scope,
        "groups": groups_of(scope),
        "languages": settings.LANGUAGES,
        "owned": owned_companies(user),
        "with_texts": _companies_with_texts() if user.is_admin and not scope.company else [],
    }
    return TemplateResponse(request, "admin/mail_texts/list.html", context)


def groups_of(scope: Scope) -> list[Group]:
    """Return the mails of a scope by whom they go to. One query."""
    rows = MailWording.objects.select_related("changed_by")
    kept = rows.filter(company=None)
    if scope.company:
        kept |= rows.filter(company=scope.company)
    found = {(one.event, one.language, one.company_id): one for one in kept}
    groups: dict[str, list[Row]] = {}
    for event in mail_events():
        if scope.has(event):
            cells = [
                Cell(
                    name,
                    reverse("admin:mail_text", args=[event.name, code]) + scope.query,
                    found.get((event.name, code, scope.company_id)),
                    found.get((event.name, code, None)) if scope.company else None,
                )
                for code, name in settings.LANGUAGES
            ]
            groups.setdefault(str(event.group), []).append(Row(event, cells))
    return [Group(label, rows) for label, rows in groups.items()]


def _companies_with_texts() -> list[Company]:
    return list(
        Company.objects.filter(mail_wordings__isnull=False)
        .distinct()
        .order_by("name")[:_MOST_COMPANIES]
    )


def _owns_and_is_no_admin(user: User) -> bool:
    return not user.is_admin and bool(owned_companies(user))


def _address(request: HttpRequest) -> str:
    return reverse("admin:mail_texts")


add_page("mail-texts/", overview, "mail_texts")
_ONE = "mail-texts/<slug:event>/<slug:language>/"
add_page(_ONE, editor.edit, "mail_text")
add_page(f"{_ONE}preview/", editor.preview, "mail_text_preview")
add_page(f"{_ONE}test/", editor.send_test, "mail_text_test")
add_page(f"{_ONE}reset/", editor.reset, "mail_text_reset")
add_entry(
    Entry(_LABEL, "mail", _address, Section.MARKET, order=65, is_for=lambda user: user.is_admin)
)
add_entry(Entry(_LABEL, "mail", _address, Section.WORK, order=65, is_for=_owns_and_is_no_admin))
