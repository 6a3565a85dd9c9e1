"""The routers that the modules beside this one fill."""

from django.http import HttpRequest
from ninja import Router

from people.models import User


class PersonRequest(HttpRequest):
    """A request of somebody: what operations get whose `auth` is `bearer`."""

    user: User


router = Router(tags=["Jobs"])
# Mounted under the categories, whose own router lies in the app below.
category_jobs_router = Router(tags=["Categories"])
