"""The WSGI entry point."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")

application = get_wsgi_application()


def _refuse_keys_that_do_not_fit() -> None:
    """Stop before the first request where the keys cannot open what is stored."""
    from django.core.checks import ERROR

    from nexus.core.checks_encryption import verify_keys_open_data

    faults = [message.msg for message in verify_keys_open_data() if message.level >= ERROR]
    if faults:
        raise ImproperlyConfigured(" ".join(faults))


_refuse_keys_that_do_not_fit()
