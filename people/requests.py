"""Requests of people who are signed in."""

from django.http import HttpRequest

from people.models import User


class PersonRequest(HttpRequest):
    """What operations of the API get whose `auth` is `bearer`, and views that need a sign-in."""

    user: User
