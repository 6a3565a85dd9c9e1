"""With what the preview of a mail text is filled: a real application, or made-up values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import translation

from hiring.mail_events import CODE, INVITED, NEW
from hiring.models import Application
from hiring.placeholders import values_for_team, values_of, values_of_invitation
from hiring.services.looks import note_list
from nexus.core.backoffice import acting
from people.mail_events import TO_APPLICANTS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from hiring.admin.mail_scope import Scope
    from people.mail_events import MailEvent
    from people.models import User

_MOST = 8


class Sample(NamedTuple):
    """What is put in, and whose it is: nobody's where it is made up."""

    values: dict[str, str]
    application: Application | None

    @property
    def about(self) -> User | None:
        return self.application.applicant if self.application else None


def samples(request: HttpRequest, event: MailEvent, scope: Scope) -> list[Application]:
    """Return the newest applications that the person may see, to choose one of. One query."""
    if not _is_about_applications(event):
        return []
    user = acting(request)
    rows = Application.objects.handled_by(user).exclude(applicant=user)
    if scope.company:
        rows = rows.filter(job__company=scope.company)
    return list(
        rows.select_related("job__company", "applicant").order_by("-applied_at", "-pk")[:_MOST]
    )


def sample(
    request: HttpRequest, event: MailEvent, language: str, applications: list[Application]
) -> Sample:
    """Return the values of the application that is asked for, the newest one of itself.

    Whoever is shown that way is told so, as for every look.
    """
    wanted = request.POST.get("sample", request.GET.get("sample", ""))
    found = next((one for one in applications if str(one.pk) == wanted), None)
    found = found or next(iter(applications), None)
    with translation.override(language):
        if found is None:
            return Sample(event.examples(), None)
        note_list(acting(request), [found])
        values = {**event.examples(), **_values(event, found, acting(request))}
        return Sample({name: values[name] for name in event.names}, found)


def _is_about_applications(event: MailEvent) -> bool:
    return event.group == TO_APPLICANTS or event.name == NEW


def _values(event: MailEvent, application: Application, user: User) -> dict[str, str]:
    if event.name == NEW:
        return values_for_team(application, user)
    if event.name == INVITED:
        message = event.examples()["message"]
        return values_of_invitation(application.applicant, application.job, message)
    values = values_of(application)
    if event.name == CODE:
        return {name: values[name] for name in ("job", "company")}
    return values
