"""Wagtail's screens of users, as encrypted names and the one switch for admins demand.

What belongs to the person (name, address, password) and whether they are an admin is decided
elsewhere; here editors get their groups.
"""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from people.models import User
from people.services import complete_new_user

_ENCRYPTED = {"first_name", "last_name"}
_DECIDED_ELSEWHERE = ("username", "email", "first_name", "last_name")
_HINT = _("The person changes this themselves, in their account.")


class UserIndexView(IndexView):
    """Found by user name, e-mail and, through the blind index, by name and phone."""

    @cached_property
    def model_fields(self) -> set[str]:
        # Ciphertext can be neither searched nor sorted.
        return {f.name for f in User._meta.get_fields()} - _ENCRYPTED

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if not self.is_searching:
            return queryset
        text = self.search_query
        named = User.objects.matching(text).values("pk")
        return queryset.filter(
            Q(username__icontains=text) | Q(email__icontains=text) | Q(pk__in=named)
        )

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.ordering in {"name", "-name"}:
            return queryset.order_by("username")
        ordered: QuerySet[User] = super().order_queryset(queryset)
        return ordered


class _WithoutAdminSwitch:
    """Takes out what only `people.services` may set."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("is_superuser", None)
        for name in ("email", *_ENCRYPTED):
            self.fields[name].required = False


class NewUserForm(_WithoutAdminSwitch, UserCreationForm):
    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=commit)
        if commit:
            complete_new_user(user)
        return user


class GroupsOfUserForm(_WithoutAdminSwitch, UserEditForm):
    """Changes groups and activity; the rest is shown."""

    password_enabled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _DECIDED_ELSEWHERE:
            self.fields[name].disabled = True
            self.fields[name].help_text = _HINT

    def save(self, commit: bool = True) -> User:
        user: User = self.instance
        if commit:
            if "is_active" in self.changed_data:
                user.save(update_fields=["is_active"])
            self._save_m2m()
        return user


class UserViewSet(WagtailUserViewSet):
    index_view_class = UserIndexView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[User]]:
        return GroupsOfUserForm if for_update else NewUserForm
