"""The kinds of mail that people may choose to get less often, or not at all.

The apps name theirs when they are ready. What is not named here comes in any case: what became of
somebody's application, codes, and whatever is about an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise


class Audience(models.TextChoices):
    """Whom a kind of mail is for."""

    EVERYBODY = "everybody", _("About jobs")
    COMPANIES = "companies", _("About the jobs of your company")
    ADMINISTRATORS = "administrators", _("For administrators")


class HowOften(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    HOURLY = "hourly", _("Once an hour at most")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Not at all")


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail, and how often it may come; the first of them is what nobody has to choose."""

    name: str
    label: StrOrPromise
    explained: StrOrPromise
    audience: Audience
    choices: tuple[HowOften, ...]

    @property
    def default(self) -> HowOften:
        return self.choices[0]


_kinds: dict[str, MailKind] = {}


def register(kinds: Iterable[MailKind]) -> None:
    """Take in the kinds of an app. To be called when the app is ready."""
    _kinds.update({kind.name: kind for kind in kinds})


def mail_kinds(audiences: Iterable[Audience] = Audience) -> list[MailKind]:
    """Return the kinds for these audiences, those of each beside each other."""
    return [kind for one in audiences for kind in _kinds.values() if kind.audience == one]


def mail_kind(name: str) -> MailKind | None:
    return _kinds.get(name)
