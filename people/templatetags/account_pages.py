"""What the account pages need beyond allauth's own tags: controls, links, names of browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.utils import get_next_redirect_url
from django import forms, template
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from nexus.core.second_factor import has_second_factor
from people import services
from people.models import CompanyRegistration, Membership
from people.second_factor import ERRAND_KEY

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.template.context import RequestContext
    from django.utils.safestring import SafeString

    from people.models import AuditEntry

register = template.Library()

# In this order: most browsers also call themselves by the names of those further down.
_BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
_LONGEST_NAME = 60


@register.filter
def is_choice(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_of_one(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.RadioSelect)


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the input: without a placeholder, which repeats the label, and with focus if wrong."""
    attrs: dict[str, Any] = {"placeholder": False}
    if not is_choice(field):
        attrs["class"] = "field__input"
    if field.name == "code":
        attrs |= {"inputmode": "text", "autocapitalize": "off", "spellcheck": "false"}
    if field.form.is_bound:
        attrs["autofocus"] = _is_first_wrong(field)
    return field.as_widget(attrs=attrs)


@register.filter
def options(field: BoundField) -> list[Any]:
    """Return the inputs of a choice of one, with focus on the first of them if it is wrong."""
    found: list[Any] = field.subwidgets
    if found and field.form.is_bound and _is_first_wrong(field):
        found[0].data["attrs"]["autofocus"] = True
    return found


def _is_first_wrong(field: BoundField) -> bool:
    wrong = [bound.name for bound in field.form.visible_fields() if bound.errors]
    return wrong[:1] == [field.name]


@register.simple_tag(takes_context=True)
def account_link(context: RequestContext, name: str, label: str) -> SafeString:
    """Return an entry of the account's menu, marked where the page lies below its address."""
    address = reverse(name)
    current = context.request.path.startswith(address)
    mark = format_html(' aria-current="{}"', "page") if current else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', address, mark, label)


@register.simple_tag(takes_context=True)
def next_page_field(context: RequestContext) -> SafeString | str:
    """Return the hidden field that hands on the page somebody is on the way to, if any."""
    wanted = get_next_redirect_url(context.request)
    if wanted is None:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', REDIRECT_FIELD_NAME, wanted)


@register.simple_tag(takes_context=True)
def team_link(context: RequestContext) -> SafeString | str:
    """Return the entry of a company's team for its members, and of a company still to be named.

    Nothing for everybody else. One query, for admins two.
    """
    user = context.request.user
    if user.is_staff and Membership.objects.filter(user=user.pk).exists():
        return account_link(context, "account_team", _("Team"))
    if CompanyRegistration.objects.filter(user=user.pk).exists():
        return account_link(context, "account_company", _("Your company"))
    return ""


@register.simple_tag(takes_context=True)
def errand(context: RequestContext) -> dict[str, Any] | None:
    """Return where somebody was going who was sent here for want of a second factor."""
    request = context.request
    path = request.session.get(ERRAND_KEY)
    if path is None or not request.user.is_authenticated:
        return None
    return {"path": path, "done": has_second_factor(request.user)}


@register.filter
def browser_name(user_agent: str) -> str:
    """Return "Firefox on Linux" for what a browser says of itself, or the beginning of that."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return user_agent[:_LONGEST_NAME] or _("Unknown program")


@register.filter
def looker(look: AuditEntry) -> str:
    """Return who has looked at somebody's data."""
    return services.looker(look)
