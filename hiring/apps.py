"""App configuration."""

from django.apps import AppConfig


class HiringConfig(AppConfig):
    name = "hiring"
    verbose_name = "Hiring"

    def ready(self) -> None:
        from hiring.own_data import HIRING
        from people.personal_data import register

        register(HIRING)
