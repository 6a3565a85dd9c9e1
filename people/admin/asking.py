"""Pages that ask one thing before it is done, and say what is in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse

from nexus.core.backoffice import focus_first
from nexus.core.errors import Missing, NotAllowed, Refused
from people.forms import add_refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise


class Crumb(NamedTuple):
    """A page on the way to this one."""

    label: StrOrPromise
    url: str


class Question(NamedTuple):
    """What a page asks, and what its button says."""

    title: StrOrPromise
    button: StrOrPromise
    icon: str
    words: Sequence[StrOrPromise] = ()
    is_danger: bool = False
    template: str = "admin/people/ask.html"


class Nothing(forms.Form):
    """Asks for no more than a yes."""


def ask(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    question: Question,
    *,
    form: forms.Form,
    do: Callable[[dict[str, Any]], Any],
    done: Callable[[], str],
    crumbs: Sequence[Crumb],
    back: str,
    then: Callable[[], str] | None = None,
    extra: Mapping[str, Any] | None = None,
    is_held: bool = False,
) -> HttpResponse:
    """Ask; by POST call `do` with what was entered, say that it is `done` and go on.

    What is refused comes back beside the fields, with all that was typed. `back` is where the
    person came from, and where they are led unless `then` says otherwise. While it `is_held`,
    what was entered is shown once more and nothing is done: there is something to be read first.
    """
    if request.method == "POST" and form.is_valid() and not is_held and _does(do, form):
        messages.success(request, done())
        return HttpResponseRedirect(then() if then else back)
    if form.fields and not form.errors and not is_held:
        focus_first(form)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": question.title,
        "question": question,
        "form": form,
        "crumbs": crumbs,
        "back": back,
        **(extra or {}),
    }
    return TemplateResponse(request, question.template, context)


def step(request: HttpRequest, do: Callable[[], str], back: str) -> HttpResponse:
    """Do what a button says: `do` returns the sentence that tells of it. Refusals are told."""
    try:
        told = do()
    except NotAllowed as refused:
        raise PermissionDenied(refused.message) from refused
    except Missing as refused:
        raise Http404(refused.message) from refused
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, told)
    return HttpResponseRedirect(back)


def _does(do: Callable[[dict[str, Any]], Any], form: forms.Form) -> bool:
    try:
        do(form.cleaned_data)
    except NotAllowed as refused:
        raise PermissionDenied(refused.message) from refused
    except Missing as refused:
        raise Http404(refused.message) from refused
    except Refused as refused:
        add_refusal(form, refused)
        return False
    return True
