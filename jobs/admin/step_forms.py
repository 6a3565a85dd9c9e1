"""The questions that some steps ask."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.choices import CloseReason

_MOST_YEARS = 5
END_OF_DAY = time(23, 59)


class DayInput(forms.DateInput):
    """The browser's own picker of days."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DeadlineField(forms.DateField):
    """A day up to whose last minute, where the person is, people can apply."""

    widget = DayInput

    def to_python(self, value: Any) -> Any:
        day = super().to_python(value)
        if day is None or isinstance(day, datetime):
            return day
        if not -1 <= (day - timezone.localdate()).days <= 366 * _MOST_YEARS:
            raise forms.ValidationError(
                _("Choose a day that is ahead, within the next five years.")
            )
        return timezone.make_aware(datetime.combine(day, END_OF_DAY))


class TimeInput(forms.DateTimeInput):
    """The browser's own picker of a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ScheduleForm(forms.Form):
    opens_at = forms.DateTimeField(label=_("Opens"), widget=TimeInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        tomorrow = timezone.localtime() + timedelta(days=1)
        kwargs.setdefault("initial", {"opens_at": tomorrow.replace(hour=9, minute=0)})
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name().replace("_", " ")
        self.fields["opens_at"].help_text = gettext("In your time zone: %(zone)s.") % {"zone": zone}


class SendBackForm(forms.Form):
    note = forms.CharField(
        label=_("What has to change"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("Why it is not acceptable"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"), choices=CloseReason.of_companies, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("For your team alone."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExtendForm(forms.Form):
    application_deadline = DeadlineField(
        label=_("New deadline"), help_text=_("People can apply until the end of that day.")
    )


class CopyForm(ExtendForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        days = timedelta(days=settings.JOB_DEFAULT_DAYS_OPEN)
        kwargs.setdefault("initial", {"application_deadline": timezone.localdate() + days})
        super().__init__(*args, **kwargs)
