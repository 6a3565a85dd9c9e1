"""Google, GitHub and LinkedIn: which of them there are, as the environment says."""

from typing import Any, NamedTuple

import environ
from django.core.exceptions import ImproperlyConfigured


class Known(NamedTuple):
    """A provider as allauth wants it; `form_action` is where its sign-in begins."""

    variable: str
    provider: str
    app: dict[str, Any]
    options: dict[str, Any]
    form_action: str


_KNOWN = (
    Known(
        "GOOGLE",
        "google",
        {"name": "Google"},
        {"SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True},
        "https://accounts.google.com",
    ),
    Known(
        "GITHUB",
        "github",
        {"name": "GitHub"},
        {"SCOPE": ["read:user", "user:email"], "OAUTH_PKCE_ENABLED": True},
        "https://github.com",
    ),
    Known(
        "LINKEDIN",
        "openid_connect",
        {
            "provider_id": "linkedin",
            "name": "LinkedIn",
            "settings": {
                "server_url": "https://www.linkedin.com/oauth",
                "token_auth_method": "client_secret_post",
            },
        },
        {},
        "https://www.linkedin.com",
    ),
)


def social_providers(env: environ.Env) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Return the providers whose keys are set, and the origins that a form may lead to for them.

    Raises ImproperlyConfigured for one half of a pair of keys.
    """
    providers: dict[str, dict[str, Any]] = {}
    origins = []
    for known in _KNOWN:
        names = (f"{known.variable}_CLIENT_ID", f"{known.variable}_CLIENT_SECRET")
        client_id, secret = (env.str(name, default="") for name in names)
        if bool(client_id) != bool(secret):
            raise ImproperlyConfigured(f"Set both {names[0]} and {names[1]}, or neither.")
        if client_id:
            app = {**known.app, "client_id": client_id, "secret": secret}
            providers[known.provider] = {"APPS": [app], **known.options}
            origins.append(known.form_action)
    return providers, origins
