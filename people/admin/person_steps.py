"""What can be done on the page of a person: to shut them out, and to let them in again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nexus.core.backoffice import acting
from nexus.core.ids import row_ids_of
from people.account_mails import standing_mail
from people.admin.asking import Crumb, Question, ask
from people.admin.person_forms import StandingForm
from people.choices import LetInReason, ShutOutReason
from people.names import called
from people.services import deactivate_account, reactivate_account

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import TextChoices
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from people.admin.people import UserAdmin
    from people.models import User

    type Step = Callable[[UserAdmin, HttpRequest, User], HttpResponse]

MOST_AT_ONCE = 50
_MOST_LETTERS = 3
_MOST_NAMED = 5


def person_urls(model_admin: UserAdmin, steps: dict[str, Step]) -> list[Any]:
    """Return the addresses of steps, each below the person's own and named after itself."""
    return [
        path(
            f"<int:object_id>/{name}/",
            model_admin.admin_site.admin_view(partial(_at, model_admin, view)),
            name=f"people_user_{name.replace('-', '_')}",
        )
        for name, view in steps.items()
    ]


def several_urls(model_admin: UserAdmin) -> list[Any]:
    """Return the addresses at which the same is done with those who were ticked in the list."""
    return [
        path(
            f"{name}/",
            model_admin.admin_site.admin_view(partial(_several, model_admin, name)),
            name=f"people_user_{name}_several",
        )
        for name in STANDINGS
    ]


def at(person: User) -> str:
    return reverse("admin:people_user_change", args=[person.pk])


def crumbs(model_admin: UserAdmin, *people: User) -> list[Crumb]:
    """Return the way to the page of the person; of several it ends at the list."""
    listed = Crumb(model_admin.list_label(), reverse("admin:people_user_changelist"))
    return [listed, *(Crumb(called(one), at(one)) for one in people)]


def ensure_admin(request: HttpRequest) -> None:
    if not acting(request).is_admin:
        raise PermissionDenied


def _at(model_admin: UserAdmin, view: Step, request: HttpRequest, object_id: int) -> HttpResponse:
    ensure_admin(request)
    person = get_object_or_404(model_admin.get_queryset(request), pk=object_id)
    return view(model_admin, request, person)


def _several(model_admin: UserAdmin, name: str, request: HttpRequest) -> HttpResponse:
    ensure_admin(request)
    typed = request.GET.get("ids", "")[: 20 * MOST_AT_ONCE].split(",")
    ids = row_ids_of(typed)
    people = list(model_admin.get_queryset(request).filter(pk__in=ids[:MOST_AT_ONCE]))
    listed = reverse("admin:people_user_changelist")
    if not people:
        return HttpResponseRedirect(listed)
    return change_standing(
        model_admin, request, people, STANDINGS[name], crumbs(model_admin), listed
    )


@dataclass(frozen=True)
class Standing:
    """A change of who may sign in: its words, its reasons, its mail and what does it."""

    title: Callable[[Sequence[User]], str]
    button: StrOrPromise
    icon: str
    words: Sequence[StrOrPromise]
    reasons: type[TextChoices]
    mail: str
    do: Callable[..., User]
    done: Callable[[int], str]
    is_danger: bool = False


def _named(people: Sequence[User]) -> str:
    names = ", ".join(called(one) for one in people[:_MOST_NAMED])
    return f"{names} …" if len(people) > _MOST_NAMED else names


STANDINGS = {
    "deactivate": Standing(
        lambda people: _("Deactivate %(people)s?") % {"people": _named(people)},
        gettext_lazy("Deactivate"),
        "ban",
        [
            gettext_lazy(
                "They are signed out everywhere at once, programs that use their account as well,"
                " and cannot sign in again."
            ),
            gettext_lazy("What they made and sent stays. You can let them in again at any time."),
        ],
        ShutOutReason,
        "account_deactivated",
        deactivate_account,
        lambda n: (
            ngettext(
                "%(n)s person can no longer sign in.", "%(n)s people can no longer sign in.", n
            )
            % {"n": n}
        ),
        is_danger=True,
    ),
    "activate": Standing(
        lambda people: _("Let %(people)s in again?") % {"people": _named(people)},
        gettext_lazy("Let in again"),
        "circle-check",
        [gettext_lazy("They can sign in as they did before.")],
        LetInReason,
        "account_reactivated",
        reactivate_account,
        lambda n: (
            ngettext("%(n)s person can sign in again.", "%(n)s people can sign in again.", n)
            % {"n": n}
        ),
    ),
}


def change_standing(
    model_admin: UserAdmin,
    request: HttpRequest,
    people: Sequence[User],
    standing: Standing,
    way: Sequence[Crumb],
    back: str,
) -> HttpResponse:
    """Ask for the reason and whether to write to them; a mail is shown before it is sent."""
    sent = request.POST if request.method == "POST" else None
    reached = [one for one in people if one.email]
    form = StandingForm(sent, reasons=standing.reasons, reaches=bool(reached))
    letters: list[tuple[str, str, str]] = []
    if form.is_bound and form.is_valid() and form.has_mail:
        letters = [
            (one.email, *standing_mail(standing.mail, one, form.added_words))
            for one in reached[:_MOST_LETTERS]
        ]
    digest = sha256(repr(letters).encode()).hexdigest() if letters else ""
    is_unseen = bool(letters) and request.POST.get("seen", "") != digest

    def do(data: dict[str, Any]) -> None:
        reason = standing.reasons(data["reason"])
        with transaction.atomic():  # all of them or none
            for one in people:
                standing.do(
                    one,
                    by=acting(request),
                    reason=reason,
                    mail=form.has_mail,
                    words=form.added_words,
                )
                model_admin.log_change(request, one, [{"changed": {"fields": ["active"]}}])

    return ask(
        model_admin,
        request,
        Question(
            standing.title(people),
            standing.button,
            standing.icon,
            standing.words,
            is_danger=standing.is_danger,
            template="admin/people/user/standing.html",
        ),
        form=form,
        do=do,
        done=lambda: standing.done(len(people)),
        crumbs=way,
        back=back,
        extra={"letters": letters, "seen": digest, "reaches": bool(reached)},
        is_held=is_unseen or "_preview" in request.POST,
    )


def _step(name: str) -> Step:
    def view(model_admin: UserAdmin, request: HttpRequest, person: User) -> HttpResponse:
        way, back = crumbs(model_admin, person), at(person)
        return change_standing(model_admin, request, [person], STANDINGS[name], way, back)

    return view


STEPS: dict[str, Step] = {name: _step(name) for name in STANDINGS}
