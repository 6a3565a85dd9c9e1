"""Candidates in a file: whom a row is about, and when it may still say something of them."""

from __future__ import annotations

import json
from copy import copy
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from hiring.transfers.candidate_columns import CandidateColumns
from nexus.core.errors import Refused
from nexus.core.money import OUT_OF_ORDER, is_out_of_order
from nexus.core.transfers.cells import text_at
from nexus.core.transfers.models import RowOutcome
from nexus.core.transfers.rows import Written, reason_of
from nexus.core.transfers.states import plain
from nexus.core.transfers.widgets import fold
from people.models import Profile
from people.querysets import with_what_is_shown
from people.services.brought_in import (
    NAMES,
    bring_in,
    change_brought_in,
    send_away,
    taken_over,
    their_own,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from nexus.core.transfers.columns import Column
    from nexus.core.transfers.rows import Judged

# Of the profile's own columns what a file decides, or the option beside it.
_PROFILE = (
    *("phone_number", "job_title", "company", "city", "country", "experience_level"),
    *("expected_salary_min", "expected_salary_max", "expected_salary_currency"),
    *("bio", "education", "certifications", "linkedin_url", "github_url", "website_url"),
)
_SHOWN = ("is_profile_public", "is_available_for_hire")
# What is asked of `User`, by the attribute in which a row says it.
_OF_USER = {"given_email": "email", "given_username": "username"}


class CandidateResource(CandidateColumns):
    """People whom administrators bring in. Whoever came themselves is changed by nobody else."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.are_shown = bool(self.options.get("are_shown"))
        self._taken_over: set[int] = set()
        self._usernames: set[str] = set()

    # --- whom a row is about -------------------------------------------------------------------

    def key_of(self, row: Mapping[str, Any]) -> str:
        if email := text_at(row, "email").lower():
            return f"mail {email}"
        name = text_at(row, "username").lower()
        return f"name {name}" if name else ""

    def find(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        emails = {email for row in rows if (email := text_at(row, "email").lower())}
        names = {name for row in rows if (name := text_at(row, "username").lower())}
        addresses = dict(
            EmailAddress.objects.filter(email__in=emails, verified=True).values_list(
                "email", "user_id"
            )
        )
        found = Profile.objects.alias(_mail=Lower("user__email"), _name=Lower("user__username"))
        people = Q(_mail__in=emails) | Q(_name__in=names) | Q(user__in=addresses.values())
        profiles = list(with_what_is_shown(found.filter(people)).order_by("pk"))
        self._taken_over = taken_over([one.user_id for one in profiles])
        by_user = {one.user_id: one for one in profiles}
        by_name = {one.user.username.lower(): one for one in profiles}
        self._usernames = set(by_name)
        by_mail = {one.user.email.lower(): one for one in profiles if one.user.email}
        by_mail |= {mail.lower(): by_user[pk] for mail, pk in addresses.items() if pk in by_user}
        known = {}
        for row in rows:
            email, name = text_at(row, "email").lower(), text_at(row, "username").lower()
            profile = by_mail.get(email) if email else by_name.get(name)
            if profile is not None:
                # Its own, or what one row says would be mixed with what another one does.
                known[self.key_of(row)] = copy(profile)
        return known

    # --- what holds across columns -------------------------------------------------------------

    def scope(self, instance: Profile, row: Mapping[str, Any], *, is_new: bool) -> None:
        if not is_new:
            self.refuse_second(instance, row)
            if self._names_another(instance, row):
                raise ValidationError(
                    {"username": [_("It belongs to another account than the address does.")]}
                )
            return
        if not text_at(row, "email"):
            sentence = _("There is nobody of this name. New people need an address.")
            raise ValidationError({"email": [sentence]})
        if text_at(row, "username").lower() in self._usernames:
            raise ValidationError({"username": [_("Somebody else has this name.")]})

    def check(self, instance: Profile, row: Mapping[str, Any], *, is_new: bool) -> None:
        if is_new and self.are_shown:
            instance.is_profile_public = instance.is_available_for_hire = True
        faults = self.invalid_fields(instance)
        if is_out_of_order(instance.expected_salary_min, instance.expected_salary_max):
            faults["expected_salary_min"] = [str(OUT_OF_ORDER)]
        if faults:
            raise ValidationError(faults)
        is_theirs = not is_new and instance.user_id in self._taken_over
        is_meant = is_theirs and not self._names_another(instance, row)
        if is_meant and self.state_of(instance) != self.before(instance):
            raise ValidationError(their_own())

    @staticmethod
    def _names_another(instance: Profile, row: Mapping[str, Any]) -> bool:
        told = text_at(row, "username").lower()
        return bool(told) and told != instance.user.username.lower()

    def label_of(self, instance: Profile, row: Mapping[str, Any]) -> str:
        return self._name_of(instance) or text_at(row, "email") or text_at(row, "username")

    # --- what of a person counts ---------------------------------------------------------------

    def state_of(self, instance: Profile) -> dict[str, Any]:
        state = {name: plain(getattr(instance, name)) for name in (*_PROFILE, *_SHOWN)}
        skills = getattr(instance, "given_skills", None)
        if skills is None:
            skills = _skills_of(instance)
        state["given_skills"] = [fold(name) for name in skills]
        return state | {"given_name": self._name_of(instance)}

    def states_of(self, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        rows = with_what_is_shown(Profile.objects.filter(pk__in=ids)).order_by("pk")
        return {one.pk: self.state_of(one) for one in rows}

    def told(self, instance: Profile, column: Column) -> Any:
        match column.attribute:
            case "given_name":
                return instance.user.get_full_name()
            case "given_skills":
                return _skills_of(instance)
            case attribute if attribute in _OF_USER:
                return getattr(instance.user, _OF_USER[attribute])
        return super().told(instance, column)

    @staticmethod
    def _name_of(instance: Profile) -> str:
        given: str | None = getattr(instance, "given_name", None)
        if given is None:
            given = instance.user.get_full_name() if instance.user_id else ""
        return given

    # --- writing and taking back ---------------------------------------------------------------

    def write(self, judged: Sequence[Judged]) -> list[Written]:
        return [self._write_one(one) for one in judged]

    def _write_one(self, one: Judged) -> Written:
        profile: Any = one.instance
        if one.outcome == RowOutcome.NEW:
            made = bring_in(
                email=profile.given_email,
                username=profile.given_username,
                full_name=profile.given_name,
                changes=self._changes_of(profile, (*_PROFILE, *_SHOWN, "given_skills")),
                by=self.user,
            )
            return Written(one.number, one.outcome, made.pk, one.label)
        state = self.state_of(profile)
        differing = [name for name, old in one.before.items() if state[name] != old]
        # Skills as they are spelt, where the state folds them.
        before = {name: one.before[name] for name in differing}
        if "given_skills" in before:
            before["given_skills"] = _skills_of(profile)
        names = {}
        if "given_name" in before:
            before["given_name"] = {name: getattr(profile.user, name) for name in NAMES}
            names = dict.fromkeys(NAMES, "") | {"full_name": profile.given_name}
        changes = self._changes_of(profile, differing)
        change_brought_in(profile, names=names, changes=changes, by=self.user)
        return Written(one.number, one.outcome, profile.pk, one.label, before)

    @staticmethod
    def _changes_of(profile: Profile, names: Collection[str]) -> Any:
        changes = {name: getattr(profile, name) for name in names if name in (*_PROFILE, *_SHOWN)}
        if "given_skills" in names:
            changes["skills"] = getattr(profile, "given_skills", [])
        return changes

    def take_back(self, thing: str, rows: Sequence[Any]) -> dict[int, str]:
        people = Profile.objects.select_related("user").in_bulk([row.object_id for row in rows])
        kept = {}
        for row in rows:
            try:
                with transaction.atomic():
                    self._take_back_one(row, people[row.object_id])
            except (Refused, ValidationError) as error:
                kept[row.pk] = reason_of(error)
        return kept

    def _take_back_one(self, row: Any, profile: Profile) -> None:
        if row.outcome == RowOutcome.NEW:
            send_away(profile, by=self.user)
            return
        told = json.loads(row.before)
        names = told.pop("given_name", {})
        changes: Any = {}
        if "given_skills" in told:
            changes["skills"] = told.pop("given_skills")
        changes |= self.as_values(json.dumps(told))
        change_brought_in(profile, names=names, changes=changes, by=self.user)


def _skills_of(profile: Profile) -> list[str]:
    return [skill.name for skill in profile.skills.all()] if profile.pk else []
