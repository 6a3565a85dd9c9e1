"""Django's `makemessages`, set up for the catalogues in nexus/locale: `make messages` runs it."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

# What nobody reads on a page or in a mail.
_SILENT = [
    "conftest.py",
    "staticfiles",
    "var",
    "*/tests/*",
    "*/management/*",
    "*/bench/*",
    "*/demo/*",
]
_DATED = re.compile(r'^"POT-Creation-Date: [^\n]*\n', re.MULTILINE)


class Command(makemessages.Command):
    """Writes the catalogues of all languages but the source's; twice in a row, the same file."""

    # A guess at a translation looks like one.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        parser.set_defaults(
            locale=others, ignore_patterns=_SILENT, no_location=True, no_obsolete=True
        )

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(_DATED.sub("", text), encoding="utf-8")
