"""The page on which somebody is invited to apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiring.invitation_models import MAX_MESSAGE
from hiring.models import Application, Invitation
from hiring.services import invite_to_apply
from jobs.models import Job
from nexus.core.backoffice import acting, chosen_company
from nexus.core.errors import Missing, NotAllowed, Refused
from people.standing import memberships_of, writes_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from hiring.admin.candidates import CandidateAdmin
    from people.models import Profile, User

_MOST_JOBS = 100


class JobChoice(forms.ModelChoiceField[Job] if TYPE_CHECKING else forms.ModelChoiceField):  # type: ignore[misc]  # generic in the stubs alone
    """Names jobs with their place: several may have the same title."""

    def label_from_instance(self, obj: Job) -> str:
        return f"{obj.title}, {obj.location}" if obj.location else obj.title


class InvitationForm(forms.Form):
    job = JobChoice(
        queryset=Job.objects.none(),
        label=gettext_lazy("Job"),
        empty_label=gettext_lazy("Choose a job"),
        error_messages={
            "required": gettext_lazy("Choose the job."),
            "invalid_choice": gettext_lazy("Choose one of your open jobs."),
        },
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=MAX_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Say why this job suits this person. It stands in the mail."),
        error_messages={"required": gettext_lazy("Write a few words.")},
    )

    def __init__(self, data: Any = None, *, jobs: list[Job]) -> None:
        super().__init__(data, label_suffix="")
        self.fields["job"].queryset = Job.objects.filter(pk__in=[job.pk for job in jobs])  # type: ignore[attr-defined]  # of a choice of rows
        if len(jobs) == 1:
            self.fields["job"].initial = jobs[0]


def invite(model_admin: CandidateAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask for the job and a message; by POST send the invitation, or say what is in its way."""
    user = acting(request)
    if not writes_for(user):
        raise PermissionDenied
    profile = model_admin.candidate(request, object_id)
    jobs = _jobs_for(user, profile, chosen_company(request))
    form = InvitationForm(request.POST if request.method == "POST" else None, jobs=jobs)
    if request.method == "POST" and form.is_valid() and _sent(form, profile, user):
        name = model_admin.called(profile)
        messages.success(request, _("%(name)s is invited to apply.") % {"name": name})
        return HttpResponseRedirect(reverse("admin:people_profile_change", args=[profile.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Invite %(name)s to apply") % {"name": model_admin.called(profile)},
        "list_label": model_admin.list_label(),
        "name": model_admin.called(profile),
        "profile": profile,
        "form": form,
        "jobs": jobs,
    }
    return TemplateResponse(request, "admin/people/profile/invite.html", context)


def _jobs_for(user: User, profile: Profile, chosen: int | None) -> list[Job]:
    """Return the open jobs to which `user` may invite, the latest ones. One query."""
    jobs = Job.objects.open()
    if not user.is_admin:
        written_for = [m.company_id for m in memberships_of(user) if writes_for(user, m.company_id)]
        jobs = jobs.filter(company__in=written_for)
    if chosen is not None:
        jobs = jobs.filter(company=chosen)
    invited = Invitation.objects.filter(candidate=profile.user_id).values("job")
    applied = Application.objects.live().filter(applicant=profile.user_id).values("job")
    left = jobs.exclude(pk__in=invited).exclude(pk__in=applied)
    return list(left.only("pk", "title", "location").order_by("-created_at", "-pk")[:_MOST_JOBS])


def _sent(form: InvitationForm, profile: Profile, user: User) -> bool:
    """Send it and return True; False with the reasons beside the fields."""
    data = form.cleaned_data
    try:
        invite_to_apply(profile, data["job"], by=user, message=data["message"])
    except NotAllowed as refused:
        raise PermissionDenied(refused.message) from refused
    except Missing as refused:
        raise Http404(refused.message) from refused
    except ValidationError as invalid:
        form.add_error(None, invalid)
    except Refused as refused:
        for name, sentences in (refused.details or {"": [refused.message]}).items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
    else:
        return True
    return False
