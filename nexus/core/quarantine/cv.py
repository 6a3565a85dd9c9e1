"""CVs: what kind of document this is, judged by nothing but its content."""

from typing import Literal

from nexus.core.quarantine import doc, docx, pdf
from nexus.core.quarantine.refused import Refused

Kind = Literal["pdf", "doc", "docx"]

_HEAD = 1024


def kind_of(data: bytes) -> Kind:
    """Return the kind of a CV that has been found whole and safe. Raises Refused."""
    head = data[:_HEAD]
    if pdf.STARTS_AS_PDF.match(data):
        pdf.check(data)
        return "pdf"
    if b"%PDF-" in head:
        # PDF readers look for their mark in the first kilobyte: such a file is two things at once.
        raise Refused("wrong_type")
    if data.startswith(docx.SIGNATURE):
        docx.check(data)
        return "docx"
    if data.startswith(doc.SIGNATURE):
        doc.check(data)
        return "doc"
    if data.removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml") and b"wordDocument" in data[:8192]:
        doc.check_xml(data)
        return "doc"
    raise Refused("wrong_type")
