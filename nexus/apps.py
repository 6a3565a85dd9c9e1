"""App configuration of the project itself, with its commands and checks, and of the admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NexusConfig(AppConfig):
    name = "nexus"
    verbose_name = "Nexus"

    def ready(self) -> None:
        from nexus import checks  # noqa: F401  # registers them


class BackOfficeConfig(AdminConfig):
    """Makes the back office what `admin.site` stands for."""

    default = False  # `NexusConfig` is the one of this module
    default_site = "nexus.backoffice.site.BackOffice"
