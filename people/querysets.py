"""Which people, profiles and companies there are to see, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from nexus.core.blind_index import exact_token, query_tokens
from people.choices import InvitationState, Role
from taxonomy.names import spellings, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from django.contrib.auth.models import AnonymousUser

    from people.models import Company, Invitation, Membership, Profile, User


class UserQuerySet(models.QuerySet["User"]):
    def matching(self, text: str) -> UserQuerySet:
        """Return those whose name, e-mail or phone holds every word of `text`.

        Answered by the blind index: nothing is decrypted, and a word must be the beginning of
        one of theirs. Text without any word matches nobody.
        """
        found = self
        words = query_tokens(text)
        if not words:
            return self.none()
        for tokens in words:
            found = found.filter(tokens__token__in=tokens)
        return found.distinct()


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)["User"]):  # type: ignore[misc]  # a class made at run time
    """Creates users together with their profile and their blind index."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        # allauth stores and looks up addresses in lower case.
        return (email or "").strip().lower()

    def _create_user(self, username: str, email: str | None, password: str, **extra: Any) -> User:
        from people.services import complete_new_user

        # Hashed before the transaction, which on SQLite keeps everybody else from writing.
        user: User = self._create_user_object(username, email, password, **extra)
        with transaction.atomic():
            user.save(using=self._db)
            complete_new_user(user)
        return user

    def create_superuser(self, *args: Any, **extra: Any) -> User:
        """Create an admin; whoever can do so on the server vouches for the e-mail address."""
        from people.services import confirm_address

        extra["is_admin"] = True
        user: User = super().create_superuser(*args, **extra)
        confirm_address(user)
        return user


def _is_public() -> models.Q:
    return models.Q(is_profile_public=True, user__is_active=True)


class ProfileQuerySet(models.QuerySet["Profile"]):
    def public(self) -> ProfileQuerySet:
        """Return what people chose to show, while their accounts are active."""
        return self.filter(_is_public())

    def available(self) -> ProfileQuerySet:
        """Return public profiles of people who look for work."""
        return self.public().filter(is_available_for_hire=True)

    def open_to_employers(self, user: User) -> ProfileQuerySet:
        """Return whom `user` may approach: available people other than themselves."""
        return self.available().exclude(user=user)

    def with_skills(self, names: Iterable[str]) -> ProfileQuerySet:
        """Return those who name each of these skills, in any case."""
        from people.models import Profile
        from taxonomy.models import Skill

        found, through = self, Profile.skills.through
        for name in names:
            having = through.objects.filter(skill__in=Skill.objects.named([name]))
            found = found.filter(pk__in=having.values("profile_id"))
        return found

    def living_in(self, place: str) -> ProfileQuerySet:
        """Return those whose city or country is each part of `place`, as "Hamburg, Germany".

        Whole names in any case: an index answers, where parts of names would be a scan.
        """
        found = self.alias(_city=Lower("city"), _country=Lower("country"))
        for part in place.split(","):
            if name := tidy(part):
                wanted = spellings(name)
                found = found.filter(models.Q(_city__in=wanted) | models.Q(_country__in=wanted))
        return found

    def asking_at_most(self, pay: Decimal, currency: str) -> ProfileQuerySet:
        """Return those who would come for `pay` a year in `currency`; others have not said so."""
        least = models.Q(expected_salary_min__lte=pay)
        best = models.Q(expected_salary_min=None, expected_salary_max__lte=pay)
        return self.filter(least | best, expected_salary_currency=currency)

    def of_people_called(self, text: str) -> ProfileQuerySet:
        """Return those whose name or e-mail address, which employers see, holds all of `text`.

        The blind index answers. It knows phone numbers as well, which are shown to nobody: text
        without a letter finds no one.
        """
        from people.models import User

        if not any(character.isalpha() for character in text):
            return self.none()
        return self.filter(user__in=User.objects.matching(text).values("pk"))

    def visible_to(self, user: User | AnonymousUser) -> ProfileQuerySet:
        """Return public profiles and, for a signed-in person, their own."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(_is_public() | models.Q(user=user))


def with_what_is_shown(profiles: models.QuerySet[Profile]) -> models.QuerySet[Profile]:
    """Fetch along what `as_shown` reads: one more query for any number of profiles."""
    from people.models import Profile
    from taxonomy.models import Skill

    table = Profile.skills.through._meta.db_table
    # In the order in which they were named, which is that of the rows between the two.
    as_named = models.expressions.RawSQL(f'"{table}"."id"', ())  # noqa: S611  # our own table, nothing from outside
    skills = models.Prefetch("skills", queryset=Skill.objects.order_by(as_named))
    return profiles.select_related("user").prefetch_related(skills)


class CompanyQuerySet(models.QuerySet["Company"]):
    def named(self, name: str) -> CompanyQuerySet:
        """Match a name in any case, ignoring surplus white space."""
        return self.filter(name__iexact=tidy(name))

    def active(self) -> CompanyQuerySet:
        """Return those for which people can act, and whose open jobs are shown."""
        return self.filter(deactivated_at=None)

    def deactivated(self) -> CompanyQuerySet:
        return self.exclude(deactivated_at=None)

    def with_team_open_to(self, user: User) -> CompanyQuerySet:
        """Return companies whose members `user` may see: their own, for admins all."""
        return self if user.is_admin else self.filter(memberships__user=user)

    def left_empty_by(self, user: User) -> CompanyQuerySet:
        """Return the companies of which `user` is the only member."""
        theirs, others = _members_of(OuterRef("pk"), user)
        return self.filter(Exists(theirs), ~Exists(others))

    def left_ownerless_by(self, user: User) -> CompanyQuerySet:
        """Return those with other members, but no other owner whose account is active."""
        theirs, others = _members_of(OuterRef("pk"), user)
        return self.filter(
            Exists(theirs.filter(role=Role.OWNER)),
            Exists(others),
            ~Exists(others.filter(role=Role.OWNER, user__is_active=True)),
        )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuerySet:
        """Return those in companies that are active: in others nobody has a say."""
        return self.filter(company__deactivated_at=None)

    def of_owners(self) -> MembershipQuerySet:
        """Return those of owners who can act: somebody whose account is disabled cannot."""
        return self.filter(role=Role.OWNER, user__is_active=True)

    def ranked(self) -> MembershipQuerySet:
        """Return owners first, then recruiters, then viewers, each by user name."""
        ranks = [models.When(role=role, then=rank) for rank, role in enumerate(Role)]
        return self.order_by(models.Case(*ranks, default=len(ranks)), "user__username")


def invitation_token(address: str) -> str:
    """Return what stands in for an encrypted address (in lower case) where it is looked up."""
    return exact_token("invitation", address)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> InvitationQuerySet:
        """Return those that nobody has answered, the expired ones included."""
        return self.filter(state=InvitationState.PENDING)

    def sent_to(self, user: User) -> InvitationQuerySet:
        """Return those to a confirmed address of `user`, and those they have accepted."""
        from allauth.account.models import EmailAddress  # which needs our models to be loaded

        addresses = EmailAddress.objects.filter(user=user, verified=True)
        tokens = [invitation_token(row.email) for row in addresses]
        return self.filter(models.Q(email_token__in=tokens) | models.Q(accepted_by=user))

    def unanswered_or_declined_since(self, day: datetime) -> InvitationQuerySet:
        """Return what a team waits for, and what was declined since `day`, the newest first."""
        declined = models.Q(state=InvitationState.DECLINED, closed_at__gte=day)
        waiting = models.Q(state=InvitationState.PENDING)
        return self.filter(waiting | declined).order_by("-sent_at", "-pk")

    def waiting_or_closed_since(self, day: datetime) -> InvitationQuerySet:
        """Return what a team waits for, and what became of others since `day`, the newest first."""
        pending = models.Q(state=InvitationState.PENDING)
        return self.filter(pending | models.Q(closed_at__gte=day)).order_by("-sent_at", "-pk")

    def over_since(self, day: datetime) -> InvitationQuerySet:
        """Return those that were answered or withdrawn, or that expired, before `day`."""
        return self.filter(
            models.Q(closed_at__lt=day) | models.Q(closed_at=None, expires_at__lt=day)
        )


def _members_of(
    company: OuterRef, user: User
) -> tuple[models.QuerySet[Membership], models.QuerySet[Membership]]:
    from people.models import Membership

    members = Membership.objects.filter(company=company)
    return members.filter(user=user), members.exclude(user=user)
