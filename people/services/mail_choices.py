"""Which mails somebody gets, and how often, beyond those that come in any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from nexus.core.errors import Invalid
from nexus.core.mail import as_html
from people.addresses import site_address
from people.mail_kinds import Audience, HowOften, MailKind, mail_kind, mail_kinds
from people.mail_words import endable
from people.models import MailChoice, User

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from django.db.models import QuerySet

    from nexus.core.mail import Owed
    from people.mail_events import Words

# Part of every address in mails that were sent: it stays what it is.
_SIGNER = Signer(salt="people.mail_choices")


def kinds_for(person: User) -> list[MailKind]:
    """Return the kinds of mail that `person` may get. At most one query."""
    audiences = [Audience.EVERYBODY]
    if person.memberships.exists():
        audiences.append(Audience.COMPANIES)
    if person.is_admin:
        audiences.append(Audience.ADMINISTRATORS)
    return mail_kinds(audiences)


def chosen_by(person: User) -> dict[str, HowOften]:
    """Return what holds for `person`, by the names of all kinds. One query."""
    chosen = dict(MailChoice.objects.filter(user=person).values_list("kind", "how_often"))
    return {kind.name: _valid(kind, chosen.get(kind.name)) for kind in mail_kinds()}


def how_often(kind: str, people: Collection[int]) -> dict[int, HowOften]:
    """Return how often each of these people, by id, gets mails of a kind. One query."""
    found = _known(kind)
    rows = MailChoice.objects.filter(kind=kind, user__in=people)
    chosen = dict(rows.values_list("user", "how_often"))
    return {pk: _valid(found, chosen.get(pk)) for pk in people}


def wanting(kind: str, people: QuerySet[User]) -> QuerySet[User]:
    """Narrow `people` to those who get mails of a kind at all, and have an address. No query."""
    refusing = MailChoice.objects.filter(kind=kind, how_often=HowOften.NEVER)
    chosen = people.filter(is_active=True).exclude(email="")
    return chosen.exclude(pk__in=refusing.values("user"))


def choose_mails(person: User, choices: Mapping[str, str]) -> None:
    """Note how often `person` wants these kinds of mail. Raises Invalid under a kind's name."""
    for name, wished in choices.items():
        if wished not in _known(name).choices:
            raise Invalid.field(name, _("Choose one of these."))
    MailChoice.objects.bulk_create(
        [MailChoice(user=person, kind=name, how_often=wished) for name, wished in choices.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["how_often"],
    )


def end_mails(person: User, kind: MailKind) -> None:
    """Have no more mails of a kind go to `person`."""
    choose_mails(person, {kind.name: HowOften.NEVER})


def begin_mails_again(person: User, kind: MailKind) -> None:
    """Have them come as they do to whoever has chosen nothing, if they have ended."""
    if how_often(kind.name, [person.pk])[person.pk] == HowOften.NEVER:
        MailChoice.objects.filter(user=person, kind=kind.name).delete()


def end_address(person: User, kind: str) -> str:
    """Return where mails of a kind are ended, by whoever has the mail. It works for years."""
    return site_address(end_path(person, kind))


def end_path(person: User, kind: str) -> str:
    """Return the path of `end_address`."""
    return reverse("account_mails_end", args=[_SIGNER.sign(f"{person.pk}.{kind}")])


def of_token(token: str) -> tuple[User, MailKind] | None:
    """Return whose mails of which kind the address with `token` ends; None for any other."""
    try:
        number, _dot, name = _SIGNER.unsign(token).partition(".")
    except BadSignature:
        return None
    kind = mail_kind(name)
    person = User.objects.filter(pk=int(number), is_active=True).first()
    return (person, kind) if person and kind else None


def letter(
    event: str,
    words: Words,
    values: Mapping[str, str],
    *,
    kind: str,
    to: User,
    about: User | None = None,
    draw: Callable[..., str] = as_html,
) -> Owed:
    """Return a mail of a kind that `to` may have no more of. To be written within `in_words_of`."""
    return endable(
        event,
        words,
        values,
        to=to.email,
        recipient=to,
        end_url=end_address(to, kind),
        about=about,
        draw=draw,
    )


def _known(name: str) -> MailKind:
    kind = mail_kind(name)
    if kind is None:
        raise LookupError(f"No such kind of mail: {name}")
    return kind


def _valid(kind: MailKind, chosen: str | None) -> HowOften:
    """Return what somebody has chosen while it is still to be had, else what holds for all."""
    return HowOften(chosen) if chosen in kind.choices else kind.default
