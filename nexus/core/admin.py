"""The pages of the back office that belong to the toolbox itself."""

from django.utils.translation import gettext_lazy as _

from nexus.core.backoffice import Entry, Section, add_entry, add_page
from nexus.core.exporting import views as exporting
from nexus.core.exporting.kinds import kinds_of
from nexus.core.transfers import kinds as importable
from nexus.core.transfers import views as importing

add_page("exports/", exporting.exports, "exports")
add_page("exports/new/<slug:kind>/", exporting.new, "export_new")
add_page("exports/<int:export_id>/", exporting.export, "export")
add_page("exports/<int:export_id>/progress/", exporting.progress, "export_progress")
add_page("exports/<int:export_id>/stop/", exporting.stop, "export_stop")
add_page("exports/<int:export_id>/file/", exporting.download, "export_file")

add_page("imports/", importing.imports, "imports")
add_page("imports/new/<slug:kind>/", importing.new, "import_new")
add_page("imports/new/<slug:kind>/template/", importing.template, "import_template")
add_page("imports/<int:import_id>/", importing.run, "import")
add_page("imports/<int:import_id>/progress/", importing.progress, "import_progress")
add_page("imports/<int:import_id>/begin/", importing.begin, "import_begin")
add_page("imports/<int:import_id>/stop/", importing.stop, "import_stop")
add_page("imports/<int:import_id>/undo/", importing.undo, "import_undo")
add_page("imports/<int:import_id>/faults/", importing.faults, "import_faults")


def _address(request: object) -> str:
    from django.urls import reverse

    return reverse("admin:exports")


add_entry(
    Entry(
        label=_("Exports"),
        icon="download",
        url=_address,
        section=Section.WORK,
        order=80,
        is_for=lambda user: bool(kinds_of(user)),
    )
)


def _imports(request: object) -> str:
    from django.urls import reverse

    return reverse("admin:imports")


add_entry(
    Entry(
        label=_("Imports"),
        icon="upload",
        url=_imports,
        section=Section.WORK,
        order=81,
        is_for=lambda user: bool(importable.kinds_of(user)),
    )
)
