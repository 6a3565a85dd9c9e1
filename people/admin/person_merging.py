"""Merging another account of the same person into theirs: found, compared, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nexus.core.backoffice import acting
from nexus.core.ids import row_id_of
from people.admin.asking import Question, ask
from people.admin.person_forms import TypedYes
from people.admin.person_steps import at, crumbs
from people.choices import AccessKind
from people.models import User
from people.services import (
    merge_accounts,
    preview_merge,
    record_access,
    record_accesses,
    why_not_merge,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from people.admin.people import UserAdmin
    from people.admin.person_steps import Step
    from people.services import MergePreview
    from people.services.merging_profiles import Difference

_MOST_FOUND = 10
_PREFIX = "take-"
_LONGEST = 200


class MergeForm(TypedYes):
    """Whose words win where both accounts have some, and the typed yes."""

    def __init__(
        self, data: Any = None, *, expected: str, differences: Sequence[Difference]
    ) -> None:
        super().__init__(data, expected=expected)
        for one in differences:
            self.fields[f"{_PREFIX}{one.name}"] = forms.ChoiceField(
                label=one.label,
                choices=[("kept", one.kept[:_LONGEST]), ("gone", one.gone[:_LONGEST])],
                initial="kept",
                widget=forms.RadioSelect,
            )
        self.order_fields([*(name for name in self.fields if name != "confirm"), "confirm"])

    def taken(self) -> set[str]:
        """Return the names of the groups for which the other account wins."""
        found = self.cleaned_data.items()
        return {name.removeprefix(_PREFIX) for name, value in found if value == "gone"}


def merge(model_admin: UserAdmin, request: HttpRequest, person: User) -> HttpResponse:
    """Find the other account; once it is chosen, show what would become of both, and ask."""
    chosen = row_id_of(request.GET.get("with", ""))
    if chosen is None:
        return _find(model_admin, request, person)
    other = get_object_or_404(model_admin.get_queryset(request), pk=chosen)
    return _compare(model_admin, request, person, other)


def _find(model_admin: UserAdmin, request: HttpRequest, person: User) -> HttpResponse:
    """Search by name, e-mail or phone: the blind index answers, and no row is compared."""
    asked = request.GET.get("q")
    words = person.get_full_name() if asked is None else asked.strip()
    rows = User.objects.matching(words).exclude(pk=person.pk).filter(deletion=None)
    found = list(rows.order_by("-pk")[:_MOST_FOUND])
    seen = [(one.pk, f"user:{one.pk}") for one in found]
    record_accesses(viewer=acting(request), seen=seen, kind=AccessKind.SEARCHED, once_a_day=True)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Merge another account into this one"),
        "crumbs": crumbs(model_admin, person),
        "back": at(person),
        "person": person,
        "words": words,
        "was_asked": asked is not None,
        "found": found,
    }
    return TemplateResponse(request, "admin/people/user/merge_find.html", context)


def _compare(
    model_admin: UserAdmin, request: HttpRequest, person: User, other: User
) -> HttpResponse:
    user = acting(request)
    reason = why_not_merge(person, other, by=user)
    preview = None if reason else preview_merge(person, other, by=user)
    if request.method == "GET":
        target = f"user:{other.pk}"
        record_access(viewer=user, subject=other, kind=AccessKind.VIEWED_PROFILE, target=target)
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        expected=other.username,
        differences=preview.differences if preview else (),
    )

    def do(_data: dict[str, Any]) -> None:
        merge_accounts(person, other, by=user, take=form.taken())
        for one in (person, other):
            model_admin.log_change(request, one, [{"changed": {"fields": ["account"]}}])

    back = reverse("admin:people_user_merge", args=[person.pk])
    return ask(
        model_admin,
        request,
        Question(
            _("Merge %(other)s into %(person)s?")
            % {"other": other.username, "person": person.username},
            gettext_lazy("Merge for good"),
            "merge",
            is_danger=True,
            template="admin/people/user/merge.html",
        ),
        form=form,
        do=do,
        done=lambda: _("The two accounts are one now, and the person is told by mail."),
        crumbs=crumbs(model_admin, person),
        back=back,
        then=lambda: at(person),
        extra={
            "person": person,
            "other": other,
            "reason": reason,
            "preview": preview,
            "rows": _side_by_side(preview) if preview else [],
        },
    )


def _side_by_side(preview: MergePreview) -> list[tuple[Any, int, int, int]]:
    """Return each kind of thing with its number in the kept, the other and the merged account."""
    columns = [
        {str(one.label): one.number for one in held}
        for held in (preview.kept, preview.gone, preview.merged)
    ]
    labels = dict.fromkeys(label for column in columns for label in column)
    return [(label, *(column.get(label, 0) for column in columns)) for label in labels]  # type: ignore[misc]  # three of them


def merge_step(model_admin: UserAdmin, request: HttpRequest, person: User) -> HttpResponse:
    """Leave accounts alone that are gone already."""
    if getattr(person, "deletion", None) is not None and not person.is_active:
        return HttpResponseRedirect(at(person))
    return merge(model_admin, request, person)


MERGING: dict[str, Step] = {"merge": merge_step}
