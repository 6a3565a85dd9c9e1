"""The page on which a company says of which stages its applicants are told, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiring.admin.mail_scope import scope_of
from hiring.choices import ApplicationStatus
from hiring.mail_events import STAGES
from hiring.services.stage_mails import set_stage_rules
from hiring.stage_models import MOST_HOURS
from hiring.stage_rules import DELAYED, Rule, StageRules
from nexus.core.backoffice import acting, add_page
from nexus.core.errors import Missing, NotAllowed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class StageMailsForm(forms.Form):
    """A box for each stage, and the hours that a rejection waits."""

    def __init__(self, *args: Any, rules: dict[str, Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for status in STAGES:
            self.fields[status.value] = forms.BooleanField(
                label=status.label, required=False, initial=not rules[status].is_off
            )
            if status in DELAYED:
                self.fields[f"{status.value}_hours"] = forms.IntegerField(
                    label=gettext_lazy("Hours that a rejection waits"),
                    help_text=gettext_lazy(
                        "From 0 to 168, which is a week. Until its mail goes, the rejection can be "
                        "undone; whoever is moved back gets none."
                    ),
                    min_value=0,
                    max_value=MOST_HOURS,
                    initial=rules[status].delay_hours,
                )

    @property
    def rules(self) -> dict[str, Rule]:
        sent = self.cleaned_data
        return {
            status: Rule(not sent[status.value], sent.get(f"{status.value}_hours") or 0)
            for status in STAGES
        }


def stage_mails(request: HttpRequest) -> HttpResponse:
    """Show and change which stages are told of. For the owners of a company and administrators."""
    scope, user = scope_of(request), acting(request)
    company = scope.company
    if company is None:
        return HttpResponseRedirect(reverse("admin:people_company_changelist"))
    kept = StageRules([company.pk])
    rules = {status.value: kept.of(company.pk, status) for status in STAGES}
    form = StageMailsForm(request.POST if request.method == "POST" else None, rules=rules)
    if request.method == "POST" and form.is_valid():
        try:
            set_stage_rules(company, form.rules, by=user)
        except NotAllowed as refused:
            raise PermissionDenied(refused.message) from refused
        except Missing as refused:
            raise Http404(refused.message) from refused
        messages.success(request, _("The mails of the stages are saved."))
        return HttpResponseRedirect(reverse("admin:stage_mails") + scope.query)
    context = {
        **admin.site.each_context(request),
        "title": _("Mails of the stages"),
        "scope": scope,
        "company": company,
        "form": form,
        "boxes": [form[status.value] for status in STAGES],
        "hours": form[f"{ApplicationStatus.REJECTED.value}_hours"],
    }
    return TemplateResponse(request, "admin/mail_texts/stages.html", context)


add_page("mail-texts/stages/", stage_mails, "stage_mails")
