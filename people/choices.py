"""The closed sets of people: levels, genders and the roles in a company."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CareerLevel(models.TextChoices):
    ENTRY = "entry", pgettext_lazy("level of experience", "Entry")
    MID = "mid", pgettext_lazy("level of experience", "Mid")
    SENIOR = "senior", pgettext_lazy("level of experience", "Senior")
    EXPERT = "expert", pgettext_lazy("level of experience", "Expert")


class Gender(models.TextChoices):
    FEMALE = "female", pgettext_lazy("gender", "Female")
    MALE = "male", pgettext_lazy("gender", "Male")
    OTHER = "other", pgettext_lazy("gender", "Other")
    UNDISCLOSED = "prefer_not_to_say", pgettext_lazy("gender", "Prefer not to say")


class Role(models.TextChoices):
    """What a member may do: viewers read, recruiters write, owners also manage members."""

    OWNER = "owner", _("Owner")
    RECRUITER = "recruiter", _("Recruiter")
    VIEWER = "viewer", _("Viewer")


WRITING_ROLES = frozenset({Role.OWNER, Role.RECRUITER})


class InvitationState(models.TextChoices):
    """What became of an invitation; one that has expired is still pending, and can be sent anew."""

    PENDING = "pending", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ShutOutReason(models.TextChoices):
    """Why an administrator deactivates an account: a category, which the audit may keep."""

    ABUSE = "abuse", pgettext_lazy("reason to deactivate", "Abuse or spam")
    SECURITY = "security", pgettext_lazy("reason to deactivate", "Somebody else may be using it")
    LEFT = "left", pgettext_lazy("reason to deactivate", "Does not work here any more")
    WISH = "wish", pgettext_lazy("reason to deactivate", "They asked for it")
    OTHER = "other", pgettext_lazy("reason to deactivate", "Another reason")


class LetInReason(models.TextChoices):
    """Why an administrator lets somebody in again."""

    CLEARED = "cleared", pgettext_lazy("reason to let somebody in", "The matter is settled")
    MISTAKE = "mistake", pgettext_lazy("reason to let somebody in", "It was a mistake")
    ASKED = "asked", pgettext_lazy("reason to let somebody in", "They asked to come back")
    OTHER = "unsaid", pgettext_lazy("reason to let somebody in", "Another reason")


class AccessKind(models.TextChoices):
    """How somebody came to see another person's data."""

    VIEWED_APPLICATION = "viewed_application", _("Viewed an application")
    DOWNLOADED_CV = "downloaded_cv", _("Downloaded a CV")
    EXPORTED = "exported", _("Exported personal data")
    VIEWED_PROFILE = "viewed_profile", _("Viewed a profile")
    SEARCHED = "searched", _("Found the person by a search")
