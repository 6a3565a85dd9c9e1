"""The routers that the modules beside this one fill, and whom they serve."""

from django.http import HttpRequest
from ninja import Router
from ninja.errors import AuthenticationError

from people.models import User

router = Router(tags=["Applications"])
# Mounted under the jobs, whose own router lies in the app below.
job_applications_router = Router(tags=["Jobs"])


def caller(request: HttpRequest) -> User:
    """Return the account behind the token. Operations with `auth=bearer` always have one."""
    user = request.user
    if not isinstance(user, User):
        raise AuthenticationError
    return user
