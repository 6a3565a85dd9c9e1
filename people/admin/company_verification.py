"""The verification of a company on its page: asked for by owners, decided by administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nexus.core.backoffice import acting
from nexus.core.files import cv_download
from people import waiting_jobs
from people.admin.asking import Question, ask, step
from people.admin.company_forms import ReasonForm, ReleaseForm, VerificationForm
from people.admin.company_steps import at, crumbs, ensure_admin, ensure_owns, posted
from people.models import VerificationState
from people.services import (
    checked_document,
    decline_verification,
    request_verification,
    take_verification_back,
    verify_company,
    withdraw_request,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.admin.companies import CompanyAdmin
    from people.admin.company_steps import Step
    from people.models import Company

_PART = "verification"


def request_it(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    """Ask the owners by what the administrators can tell that it is them."""
    ensure_owns(request, company)
    is_sent = request.method == "POST"
    form = VerificationForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, label_suffix=""
    )

    def do(data: dict[str, Any]) -> None:
        upload = data["document"]
        request_verification(
            company,
            note_to_admins=data["note"],
            document=checked_document(upload) if upload else None,
            by=acting(request),
        )

    return ask(
        model_admin,
        request,
        Question(
            _("Have %(company)s verified") % {"company": company.name},
            _("Ask for it"),
            "badge-check",
            [
                _(
                    "An administrator looks at what you send, and you hear of the decision by mail."
                    " Candidates then see that the company is who it says it is."
                )
            ],
        ),
        form=form,
        do=do,
        done=lambda: _("The administrators have your request."),
        crumbs=crumbs(model_admin, company),
        back=at(company, _PART),
    )


@posted
def withdraw_it(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    ensure_owns(request, company)

    def do() -> str:
        withdraw_request(company, by=acting(request))
        return _("The request is withdrawn.")

    return step(request, do, at(company, _PART))


@posted
def verify(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    """Verify a company; where jobs of it wait for review, ask first what becomes of them."""
    ensure_admin(request)
    user, told = acting(request), _("%(company)s is verified.") % {"company": company.name}
    number = waiting_jobs.number_waiting(company)
    if not number:

        def do() -> str:
            verify_company(company, by=user)
            return told

        return step(request, do, at(company, _PART))
    released = 0

    def verify_and_release(data: dict[str, Any]) -> None:
        nonlocal released
        with transaction.atomic():
            verify_company(company, by=user)
            if data["release"]:
                released = waiting_jobs.release(company, by=user)

    def said() -> str:
        sentence = ngettext("%(n)s job was published.", "%(n)s jobs were published.", released)
        return f"{told} {sentence % {'n': released}}" if released else told

    return ask(
        model_admin,
        request,
        Question(
            _("Verify %(company)s?") % {"company": company.name},
            _("Verify"),
            "badge-check",
            [_("Its later jobs go online without a review.")],
        ),
        form=ReleaseForm(
            request.POST if "asked" in request.POST else None, number=number, label_suffix=""
        ),
        do=verify_and_release,
        done=said,
        crumbs=crumbs(model_admin, company),
        back=at(company, _PART),
    )


def decline(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    ensure_admin(request)
    question = Question(
        _("Decline to verify %(company)s?") % {"company": company.name},
        _("Decline"),
        "badge-x",
        [_("They may ask again.")],
    )
    return _with_reason(
        model_admin,
        request,
        company,
        question,
        lambda reason: decline_verification(company, reason=reason, by=acting(request)),
        _("The request is declined, and the owners are told the reason."),
    )


def take_back(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    ensure_admin(request)
    question = Question(
        _("Take the verification of %(company)s back?") % {"company": company.name},
        _("Take it back"),
        "badge-x",
        [_("Candidates no longer see that the company is verified.")],
        is_danger=True,
    )
    return _with_reason(
        model_admin,
        request,
        company,
        question,
        lambda reason: take_verification_back(company, reason=reason, by=acting(request)),
        _("The company is not verified any more, and the owners are told the reason."),
    )


def document(model_admin: CompanyAdmin, request: HttpRequest, company: Company) -> HttpResponse:
    """Hand out the document of the request that waits, to administrators alone."""
    ensure_admin(request)
    if request.method != "GET":
        raise PermissionDenied
    asked = company.verifications.filter(state=VerificationState.PENDING).first()
    if asked is None or not asked.document:
        messages.error(request, _("There is no document: it goes with the decision."))
        return HttpResponseRedirect(at(company, _PART))
    return cast("HttpResponse", cv_download(asked.document, name=asked.document_name))


def _with_reason(
    model_admin: CompanyAdmin,
    request: HttpRequest,
    company: Company,
    question: Question,
    do: Any,
    done: str,
) -> HttpResponse:
    return ask(
        model_admin,
        request,
        question,
        form=ReasonForm(request.POST if request.method == "POST" else None, label_suffix=""),
        do=lambda data: do(data["reason"]),
        done=lambda: done,
        crumbs=crumbs(model_admin, company),
        back=at(company, _PART),
    )


VERIFICATION_STEPS: dict[str, Step] = {
    "verification": request_it,
    "withdraw-request": withdraw_it,
    "verify": verify,
    "decline": decline,
    "take-back": take_back,
    "document": document,
}
