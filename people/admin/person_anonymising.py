"""The page on which what identifies a person is erased: it says first what goes and what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.backoffice import acting
from people.admin.asking import Question, ask
from people.admin.person_forms import TypedYes
from people.admin.person_steps import at, crumbs
from people.models import AccountDeletion
from people.names import called
from people.personal_data import held_of
from people.services import anonymise_account, deletion_outlook

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.admin.people import UserAdmin
    from people.admin.person_steps import Step
    from people.models import User

_WORDS = [
    gettext_lazy(
        "What identifies this person is erased at once and for good, as when they delete their"
        " account themselves. Nobody can bring it back."
    ),
    gettext_lazy("A number stays, to which what companies keep refers."),
]


def anonymise(model_admin: UserAdmin, request: HttpRequest, person: User) -> HttpResponse:
    """Ask for a typed yes, below exactly what goes and what stays."""
    user = acting(request)
    outlook = deletion_outlook(person)
    is_erased = AccountDeletion.objects.filter(user=person, erasing_at__isnull=False).exists()
    is_own = person.pk == user.pk
    held = held_of(person)
    name = called(person)

    def do(_data: dict[str, Any]) -> None:
        anonymise_account(person, by=user)
        model_admin.log_change(request, person, [{"changed": {"fields": ["account"]}}])

    return ask(
        model_admin,
        request,
        Question(
            _("Anonymise %(person)s?") % {"person": name},
            _("Erase for good"),
            "eraser",
            _WORDS,
            is_danger=True,
            template="admin/people/user/anonymise.html",
        ),
        form=TypedYes(request.POST if request.method == "POST" else None, expected=person.username),
        do=do,
        done=lambda: _("What identified the person is being erased."),
        crumbs=crumbs(model_admin, person),
        back=at(person),
        extra={
            "person": person,
            "outlook": outlook,
            "is_own": is_own,
            "is_erased": is_erased,
            "is_possible": outlook.is_possible and not is_own and not is_erased,
            "goes": [one for one in held if not one.stays],
            "stays": [one for one in held if one.stays],
        },
    )


ANONYMISING: dict[str, Step] = {"anonymise": anonymise}
