"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "taxonomy"
    verbose_name = _("Taxonomy")

    def ready(self) -> None:
        from nexus.core.exporting import kinds
        from nexus.core.transfers import kinds as imports
        from taxonomy import receivers

        receivers.connect()
        kinds.register("categories", "taxonomy.exporting.categories.CategoryKind")
        imports.register("categories", "taxonomy.transfers.categories.CategoryKind")
