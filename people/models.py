"""Users, their profiles, companies with their members, and who looked at whose data."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.validators import EmailValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nexus.core.fields import EncryptedCharField, EncryptedTextField
from nexus.core.money import salary_constraints, validate_currency
from nexus.core.storages import private_storage
from people.audit_models import AuditEntry
from people.choices import CareerLevel, Gender, InvitationState, Role
from people.decision_models import CompanyVerification, VerificationState
from people.mail_models import MailChoice, MailWording, Reminder
from people.privacy_models import AccountDeletion, DataExport, ExportState
from people.querysets import (
    CompanyQuerySet,
    InvitationQuerySet,
    MembershipQuerySet,
    ProfileQuerySet,
    UserManager,
)
from people.saved_filter_models import SavedFilter

__all__ = [
    "AccountDeletion",
    "AuditEntry",
    "Company",
    "CompanyRegistration",
    "CompanyVerification",
    "DataExport",
    "ExportState",
    "Invitation",
    "MailChoice",
    "MailWording",
    "Membership",
    "PersonToken",
    "Profile",
    "Reminder",
    "SavedFilter",
    "User",
    "VerificationState",
]


MOST_ANSWER_DAYS = 365
MOST_KEPT_DAYS = 3650
_KEPT = [MinValueValidator(1), MaxValueValidator(MOST_KEPT_DAYS)]


class User(AbstractUser):
    """An account. `is_admin` is the switch; `is_staff` and `is_superuser` are derived from it."""

    first_name = EncryptedCharField(max_length=150, blank=True)
    last_name = EncryptedCharField(max_length=150, blank=True)
    full_name = EncryptedCharField(max_length=300, blank=True)
    phone_number = EncryptedCharField(max_length=30, blank=True)
    address = EncryptedTextField(max_length=1000, blank=True)
    # Whoever signs in by e-mail is looked up by the plain column.
    email = models.EmailField(_("e-mail address"), blank=True, db_index=True)
    is_admin = models.BooleanField(_("administrator"), default=False)
    # How to speak to the person; empty is as their browser asks, and UTC.
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    date_created = models.DateTimeField(default=timezone.now, editable=False)
    date_joined = None  # type: ignore[assignment]  # date_created takes its place

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name, verbose_name_plural = _("user"), _("users")
        indexes: ClassVar[list[models.Index]] = [
            # `username__iexact`, by which people sign in, compares in upper case.
            models.Index(Upper("username"), name="people_user_username_upper")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="people_user_email_unique",
                violation_error_message=_("An account with this e-mail address exists already."),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="people_user_username_unique",
                violation_error_message=_("This user name is taken."),
            ),
        ]

    def __str__(self) -> str:
        # Admin logs store this in clear, so it never holds a person's name.
        return self.username

    def get_full_name(self) -> str:
        return self.full_name or f"{self.first_name} {self.last_name}".strip()


# What employers search: the partial indexes below hold nobody else.
_FOUND = Q(is_profile_public=True, is_available_for_hire=True)


class Profile(models.Model):
    """What a person shows of themselves; comes into being with its user."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    bio = EncryptedTextField(max_length=5000, blank=True)
    phone_number = EncryptedCharField(max_length=30, blank=True)
    address = EncryptedTextField(max_length=1000, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=20, choices=Gender.choices, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    job_title = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=200, blank=True)
    experience_level = models.CharField(max_length=10, choices=CareerLevel.choices, blank=True)
    expected_salary_min = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    expected_salary_max = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    expected_salary_currency = models.CharField(
        max_length=3, default="USD", validators=[validate_currency]
    )
    skills = models.ManyToManyField("taxonomy.Skill", blank=True, related_name="profiles")
    education = models.TextField(max_length=5000, blank=True)
    certifications = models.TextField(max_length=5000, blank=True)
    profile_image = models.ImageField(upload_to="profiles", blank=True)
    resume = models.FileField(upload_to="profiles", storage=private_storage, blank=True)
    resume_name = EncryptedCharField(max_length=255, blank=True)
    linkedin_url = models.URLField(max_length=300, blank=True)
    github_url = models.URLField(max_length=300, blank=True)
    website_url = models.URLField(max_length=300, blank=True)
    is_profile_public = models.BooleanField(default=False)
    is_available_for_hire = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager["Profile"]] = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("profile"), _("profiles")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-created_at", "-id"], condition=_FOUND, name="people_profile_found_new"
            ),
            models.Index(
                fields=["expected_salary_currency", "expected_salary_min"],
                condition=_FOUND,
                name="people_profile_found_pay",
            ),
            models.Index(Lower("city"), condition=_FOUND, name="people_profile_found_city"),
            models.Index(Lower("country"), condition=_FOUND, name="people_profile_found_country"),
            models.Index(
                fields=["-created_at", "id"],
                condition=Q(is_profile_public=True),
                name="people_profile_public_new",
            ),
            models.Index(
                fields=["is_available_for_hire", "experience_level"],
                condition=Q(is_profile_public=True),
                name="people_profile_available",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *salary_constraints("people_profile", "expected_salary_min", "expected_salary_max")
        ]

    def __str__(self) -> str:
        return f"Profile {self.pk}"

    @property
    def is_shown(self) -> bool:
        """Tell whether others see it at all: what `ProfileQuerySet.public` asks of many."""
        return self.is_profile_public and self.user.is_active

    def age_on(self, day: date) -> int | None:
        """Return completed years of life on `day`, or None without a date of birth."""
        born = self.date_of_birth
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class PersonToken(models.Model):
    """One entry of the keyed blind index by which a person is found (see core.blind_index)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    token = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["token", "user"], name="people_persontoken_unique")
        ]

    def __str__(self) -> str:
        return f"Token {self.pk}"


class Company(models.Model):
    """An employer. Its members share its jobs and applicants."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    description = models.TextField(blank=True)
    logo = models.ImageField(upload_to="logos", blank=True)
    website = models.URLField(max_length=300, blank=True)
    location = models.CharField(_("place"), max_length=200, blank=True)
    is_verified = models.BooleanField(_("verified"), default=False)
    # The promise to applicants: within so many days somebody of the company answers.
    answer_days = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(1), MaxValueValidator(MOST_ANSWER_DAYS)]
    )
    # How many days applications are kept after they ended; see `people.keeping`.
    keep_days = models.PositiveSmallIntegerField(
        _("days until applications are removed"), null=True, blank=True, validators=_KEPT
    )
    keep_withdrawn_days = models.PositiveSmallIntegerField(
        _("days until withdrawn applications are removed"), null=True, blank=True, validators=_KEPT
    )
    keep_hired_days = models.PositiveSmallIntegerField(
        _("days until applications of people hired are removed"),
        null=True,
        blank=True,
        validators=_KEPT,
    )
    # Where answers to its mails to candidates go: the mailbox of a person, perhaps.
    reply_address = EncryptedCharField(
        _("address for answers"),
        max_length=254,
        blank=True,
        default="",
        validators=[EmailValidator()],
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # Since when nobody can act for it, and why: its open jobs are not shown meanwhile.
    deactivated_at = models.DateTimeField(null=True, blank=True, editable=False)
    deactivation_reason = models.CharField(max_length=300, blank=True, editable=False)
    members = models.ManyToManyField(User, through="Membership", related_name="companies")

    objects: ClassVar[models.Manager["Company"]] = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("company"), _("companies")
        ordering = ("name",)
        indexes: ClassVar[list[models.Index]] = [
            # Every question for open jobs asks which companies are not active.
            models.Index(
                fields=["id"],
                condition=Q(deactivated_at__isnull=False),
                name="people_company_deactivated",
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("name"),
                name="people_company_name_unique",
                violation_error_message=_("A company of this name exists already."),
            ),
            models.CheckConstraint(
                condition=Q(answer_days__range=(1, MOST_ANSWER_DAYS)),
                name="people_company_answer_days",
                violation_error_message=_("Answer within a day and a year."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None


class Membership(models.Model):
    """A user's role in a company."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.RECRUITER)
    # What an owner has granted; of meaning to recruiters alone (see `exports_people`).
    may_export_people = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Membership"]] = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["company", "user"],
                name="people_membership_once",
                violation_error_message=_("This person is a member already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.company} ({self.role})"

    @property
    def exports_people(self) -> bool:
        """Tell whether the member may take personal data of applicants and candidates out."""
        is_granted = self.role == Role.RECRUITER and self.may_export_people
        return self.role == Role.OWNER or is_granted


class Invitation(models.Model):
    """A mail that asks somebody to join a company. Whoever has its token reads that mailbox."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invitations")
    email = EncryptedCharField(max_length=254)
    # What the address is compared by, as the column itself cannot be looked up.
    email_token = models.CharField(max_length=32)
    role = models.CharField(max_length=10, choices=Role.choices)
    # The token itself is in the mail alone.
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        max_length=10, choices=InvitationState.choices, default=InvitationState.PENDING
    )
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mail = models.ForeignKey(
        "core.OutgoingMail", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    times_sent = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["company", "email_token"],
                condition=Q(state=InvitationState.PENDING),
                name="people_invitation_pending_once",
                violation_error_message=_("This address has been invited already."),
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.PENDING, closed_at=None)
                | (~Q(state=InvitationState.PENDING) & Q(closed_at__isnull=False)),
                name="people_invitation_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.PENDING and not self.has_expired


class CompanyRegistration(models.Model):
    """The company that somebody named at sign-up, until it exists: their address comes first."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="company_registration")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
