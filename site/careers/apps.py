"""App configuration."""

from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "careers"
    label = "careers"
    verbose_name = "Careers site"
    default_auto_field = "django.db.models.BigAutoField"
