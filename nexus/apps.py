"""App configuration of the project itself: its commands and system checks."""

from django.apps import AppConfig


class NexusConfig(AppConfig):
    name = "nexus"
    verbose_name = "Nexus"

    def ready(self) -> None:
        from nexus import checks  # noqa: F401  # registers them
