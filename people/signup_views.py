"""Signing up on the site, and registering a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.views import SignupView as StockSignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from nexus.core.errors import Invalid, Refused
from people.forms import AccountType, CompanyForm, add_refusal
from people.models import CompanyRegistration
from people.services import give_up_planned_company, register_company

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SignupView(StockSignupView):
    """As allauth's; `?as=employer` and `?as=candidate` answer its first question."""

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("as")
        chosen = {"account_type": wanted} if wanted in AccountType.values else {}
        return {**super().get_initial(), **chosen}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except Invalid as refused:  # somebody else took the user name or the company's just now
            add_refusal(form, refused)
            response = self.form_invalid(form)
        return response


@method_decorator([login_required, never_cache], name="dispatch")
class CompanyView(FormView[CompanyForm]):
    """Registers a company of somebody who has an account.

    This is also where those go on whose company got another owner before they had confirmed
    their address: what they had entered is still there.
    """

    template_name = "account/company.html"
    form_class = CompanyForm

    @property
    def planned(self) -> CompanyRegistration | None:
        return CompanyRegistration.objects.filter(user=self.request.user.pk).first()

    def get_initial(self) -> dict[str, Any]:
        planned = self.planned
        return {"company_name": planned.name} if planned else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(planned=self.planned, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert request.user.is_authenticated  # noqa: S101  # for the type checker
        if request.POST.get("action") == "give_up":
            give_up_planned_company(request.user)
            return HttpResponseRedirect(reverse("account_email"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CompanyForm) -> HttpResponse:
        assert self.request.user.is_authenticated  # noqa: S101  # for the type checker
        try:
            company = register_company(form.cleaned_data["company_name"], by=self.request.user)
        except Refused as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("%(company)s is registered, and you are its owner.") % {"company": company.name},
        )
        return HttpResponseRedirect(reverse("team", args=[company.slug]))


signup = SignupView.as_view()
company = CompanyView.as_view()
