"""A photo, and which square of it is kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from nexus.core.files import MAX_ZOOM, Crop


class PhotoForm(forms.Form):
    """A photo and, set by script, which square of it is kept; without it is the middle."""

    profile_image = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG or PNG, at most 5 MB."),
        error_messages={"required": _("Choose the file of your photo.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    zoom = forms.FloatField(label=_("Zoom"), required=False, min_value=1, max_value=MAX_ZOOM)
    across = forms.FloatField(
        label=_("From left to right"), required=False, min_value=0, max_value=1
    )
    down = forms.FloatField(label=_("From top to bottom"), required=False, min_value=0, max_value=1)

    def crop(self) -> Crop:
        given = {name: self.cleaned_data[name] for name in Crop._fields}
        return Crop(**{name: value for name, value in given.items() if value is not None})
