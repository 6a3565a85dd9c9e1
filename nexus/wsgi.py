"""The WSGI entry point."""

import os

import django
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")

django.setup(set_prefix=False)

from nexus.requests import Utf8Handler  # noqa: E402  # the handler reads the settings

application = Utf8Handler()


def _refuse_keys_that_do_not_fit() -> None:
    """Stop before the first request where the keys cannot open what is stored."""
    from django.core.checks import ERROR

    from nexus.core.checks_encryption import verify_keys_open_data

    faults = [message.msg for message in verify_keys_open_data() if message.level >= ERROR]
    if faults:
        raise ImproperlyConfigured(" ".join(faults))


_refuse_keys_that_do_not_fit()
