"""The account page about language and time zone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from people.account_forms import PreferencesForm
from people.preferences import language_of
from people.requests import PersonRequest
from people.services import set_preferences


@login_required
def preferences(request: PersonRequest) -> HttpResponse:
    """Show and change the language and the time zone."""
    person = request.user
    form = PreferencesForm(
        request.POST or None,
        initial={"language": person.language, "time_zone": person.time_zone},
    )
    if request.method == "POST" and form.is_valid():
        set_preferences(person, **form.cleaned_data)
        # Said in the language that has just been chosen.
        with translation.override(language_of(person) or translation.get_language()):
            messages.success(request, _("Your preferences are saved."))
        return redirect("account_preferences")
    return render(request, "account/preferences.html", {"form": form})
