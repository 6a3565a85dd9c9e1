"""Our hooks into allauth: profiles come with users, mail goes through the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.stages import EmailVerificationStage
from allauth.core import context as allauth_context
from allauth.core.internal.httpkit import clean_client_ip, is_headless_request
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nexus.core import crypto
from nexus.core.api.client import client_address
from nexus.core.brand import brand
from nexus.core.errors import Invalid
from nexus.core.mail import as_html, queue_mail
from people.backends import people_named
from people.devices import is_new_device
from people.landing import landing_page_for
from people.limits import in_words, seconds_to_wait
from people.mail_words import is_reworded, render_event
from people.models import Membership, User
from people.preferences import in_words_of
from people.restoring import RestoreStage
from people.services import adopt_language, complete_new_user, pending_deletion, plan_company

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

RESET_KIND = "password_reset_code"
# In the session of a reset: the mail that carries its code.
RESET_MAIL_KEY = "reset_mail"
REMEMBER_KEY = "remember_me"
# In the state of a login that only confirms a new address of a known person.
NEW_ADDRESS = "new_address"
# What allauth calls the refusal of somebody who has failed or asked too often.
LOCKED, TOO_OFTEN = "too_many_login_attempts", "rate_limited"
_ADDRESS_CHANGED = "account/email/email_changed"
_STOCK_VERIFICATION = "allauth.account.stages.EmailVerificationStage"


class AddressTaken(Exception):
    """Somebody registered the same e-mail address while this registration was being checked."""


class VerificationStage(EmailVerificationStage):
    """Asks for the code mailed to an address; accounts without one owe nothing."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if self.login.state.get(NEW_ADDRESS):
            # Not stored as an address of theirs before it is confirmed: until then somebody
            # else, who really owns it, may register with it.
            owner = None if self.login.state[NEW_ADDRESS] == "taken" else user
            EmailVerificationProcess.initiate(
                request=self.request, user=owner, email=self.login.email
            )
            return AccountAdapter().respond_email_verification_sent(self.request, user), True
        if user is not None and not user.email and not user.emailaddress_set.exists():
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer


class AccountAdapter(DefaultAccountAdapter):
    """What sign-up, sign-in and their mails do differently here."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save a person who signs up, together with their profile and the company they named.

        Raises Invalid for a user name or a company's, AddressTaken for an address, taken at the
        same moment.
        """
        for name in ("full_name", "phone_number", "address"):
            setattr(user, name, form.cleaned_data.get(name) or "")
        # Hashes the password, before the transaction, which on SQLite stops all other writers.
        super().save_user(request, user, form, commit=False)
        adopt_language(user)
        if commit:
            try:
                with transaction.atomic():
                    user.save()
                    complete_new_user(user)
                    if form.cleaned_data.get("company_name"):
                        plan_company(form.cleaned_data["company_name"], by=user)
            except IntegrityError as exc:
                if User.objects.filter(username__iexact=user.username).exists():
                    raise Invalid.field("username", _("This user name is taken.")) from exc
                raise AddressTaken from exc
        return user

    def pre_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse | None:
        # Kept in the session, because between password and token other steps may lie.
        wanted = getattr(request, REMEMBER_KEY, None)
        if wanted is not None:
            request.session[REMEMBER_KEY] = wanted
        if is_headless_request(request) is None and pending_deletion(user) is not None:
            # Once they have passed every step, the last of which asks whether to restore it.
            return None
        answer: HttpResponse | None = super().pre_login(request, user, **facts)
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and end the oldest logins of somebody who has too many."""
        logins = UserSession.objects.filter(user=user).order_by("-created_at", "-pk")
        for old in logins[settings.MAX_LOGINS_PER_USER - 1 :]:
            old.end()
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **facts)
        if is_new_device(request, response, user):
            self.send_notification_mail("account/email/new_device", user)
        return response

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """Mail what has happened to an account; of a new address, the old and the new one."""
        super().send_notification_mail(template_prefix, user, context, email)
        if template_prefix == _ADDRESS_CHANGED:
            super().send_notification_mail(template_prefix, user, context, context["to_email"])

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing_page_for(request.user)  # type: ignore[arg-type]  # who is signed in now

    def is_safe_url(self, url: str) -> bool:
        """Tell whether `url` lies on the very host that was asked: the only way on from here."""
        request = allauth_context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_login_stages(self) -> list[str]:
        ours = f"{VerificationStage.__module__}.{VerificationStage.__qualname__}"
        stages = [
            ours if path == _STOCK_VERIFICATION else path for path in super().get_login_stages()
        ]
        return [*stages, f"{RestoreStage.__module__}.{RestoreStage.__qualname__}"]

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Show employers that their company is registered; lead others where sign-in leads."""
        if Membership.objects.filter(user=request.user.pk).exists():
            return reverse("account_team")
        return self.get_login_redirect_url(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count by the account, under whichever of its names it was tried; else by what was entered.

        The same queries for a name that nobody has.
        """
        names = [credentials[name] for name in ("email", "username") if credentials.get(name)]
        found = people_named(names)
        return f"user:{found[0].pk}" if found else f"name:{names[0].lower() if names else ''}"

    def validation_error(self, code: str, *args: Any) -> Any:
        """Tell those who have tried too often when to try again."""
        if code not in {LOCKED, TOO_OFTEN}:
            return super().validation_error(code, *args)
        request = allauth_context.request
        name = request.POST.get("login", "").strip()
        keys = [self._get_login_attempts_cache_key(request, username=name)] if name else []
        seconds = seconds_to_wait(request, *keys)
        message = _("You have tried this too often. Try again %(when)s.")
        params = {"when": in_words(seconds), "seconds": seconds}
        return ValidationError(message, code=code, params=params)

    def get_client_ip(self, request: HttpRequest) -> str:
        # Behind a Unix socket nobody has an address, which is no reason to refuse a login.
        return clean_client_ip(client_address(request)) or "0.0.0.0"  # noqa: S104  # no bind

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe a mail: it is rendered now and sent by the queue."""
        request = allauth_context.request
        site = get_current_site(request)
        facts = {"request": request, "email": email, "current_site": site, **context}
        kind = template_prefix.rpartition("/")[2]
        recipient = self._recipient(email, context)
        with in_words_of(recipient, otherwise=get_language()):
            if is_reworded(kind):
                values = {"code": str(context.get("code", "")), "domain": site.domain}
                subject, text, html = render_event(kind, values)
            else:
                message = self.render_mail(template_prefix, email, facts)
                subject, text = str(message.subject), str(message.body)
                html = as_html(subject, text, code=context.get("code", ""))
        mail = queue_mail(
            kind=kind, to=email, recipient=recipient, subject=subject, text=text, html=html
        )
        if kind == RESET_KIND:
            request.session[RESET_MAIL_KEY] = mail.pk

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an address of an attempt; or its reader that there is no account."""
        if filter_users_by_email(email):
            super().send_account_already_exists_mail(email)
        else:
            send_unknown_account_mail(allauth_context.request, email)

    def _recipient(self, email: str, context: dict[str, Any]) -> User | None:
        user = context.get("user")
        if isinstance(user, User):
            return user if user.pk else None
        found = filter_users_by_email(email, prefer_verified=True)
        return found[0] if found else None


class MFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors under our own keys, and names them after the site."""

    def get_totp_issuer(self) -> str:
        return brand().name

    def encrypt(self, text: str) -> str:
        return crypto.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        # Raises where no key opens it: an empty secret would be one that everybody knows.
        return crypto.unseal(encrypted_text)
