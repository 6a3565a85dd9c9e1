"""How a form begins, and how it shows what a service has refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import RadioSelect

from nexus.core.errors import WHOLE, Refused

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

    _Form = forms.ModelForm[Any]
else:
    _Form = object


class ShowsRefusal(_Form):
    """Shows a refusal beside the fields that it names, or above the form, with all that was typed."""

    refusal: Refused | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if self.refusal is None:
            return
        for name, sentences in (self.refusal.details or {WHOLE: [self.refusal.message]}).items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def focus_first(form: forms.Form) -> None:
    """Put the cursor into the first field: for pages that ask one thing alone."""
    first = next(iter(form.fields.values()))
    if not isinstance(first.widget, RadioSelect):  # each of its buttons would claim it
        first.widget.attrs["autofocus"] = True


def remember_refusal(request: HttpRequest, refused: Refused) -> None:
    request._refusal = refused  # type: ignore[attr-defined]


def remembered_refusal(request: HttpRequest) -> Refused | None:
    found: Refused | None = getattr(request, "_refusal", None)
    return found
