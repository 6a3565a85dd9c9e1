"""The prepared replies in the back office: a list and a form, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jobs.models import PreparedReply
from jobs.services.replies import delete_reply, write_reply
from nexus.core.backoffice import EmptyState, ScopedAdmin, acting

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from people.models import User


@admin.register(PreparedReply)
class PreparedReplyAdmin(ScopedAdmin):
    nav_label = _("Prepared replies")
    intro = _(
        "Reasons to choose from when you send back or decline a job. They can be changed before they"
        " are sent."
    )
    list_display = ("said_title", "decision", "said_language", "said_text")
    list_filter = ("decision", "language")
    ordering = ("decision", "language", "title", "pk")
    fields = ("decision", "language", "title", "text")

    # Each is marked as what it is, or a voice that reads German aloud would read English so.
    @admin.display(
        description=PreparedReply._meta.get_field("title").verbose_name, ordering="title"
    )
    def said_title(self, obj: PreparedReply) -> str:
        return _in_its_language(obj, obj.title)

    @admin.display(description=_("Language"), ordering="language")
    def said_language(self, obj: PreparedReply) -> str:
        return _in_its_language(obj, str(obj.get_language_display()))

    @admin.display(description=PreparedReply._meta.get_field("text").verbose_name)
    def said_text(self, obj: PreparedReply) -> str:
        return _in_its_language(obj, obj.text)

    def rows_for(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = PreparedReply.objects.all()
        return rows

    def may_view(self, user: User, obj: PreparedReply | None) -> bool:
        return user.is_admin

    def may_add(self, user: User) -> bool:
        return user.is_admin

    def may_change(self, user: User, obj: PreparedReply | None) -> bool:
        return user.is_admin

    def may_delete(self, user: User, obj: PreparedReply | None) -> bool:
        return user.is_admin

    def empty_state(self, request: HttpRequest) -> EmptyState:
        usual = super().empty_state(request)
        words = _("Write down the reasons that you give again and again.")
        return EmptyState(_("No replies yet"), words, usual.action, usual.url)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget = forms.Textarea(attrs={"rows": 4, "maxlength": 300})
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        write_reply(obj, by=acting(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_reply(obj, by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for reply in queryset:
            delete_reply(reply, by=acting(request))


def _in_its_language(reply: PreparedReply, words: str) -> str:
    return format_html('<span lang="{}">{}</span>', reply.language, words)
