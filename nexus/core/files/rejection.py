"""Why a file is not accepted, in words for the person who chose it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_SENTENCES = {
    "empty": _("The file is empty."),
    "name_too_long": _("The name of the file is too long. Use at most %(characters)s characters."),
    "too_large": _("The file is too large. It may have at most %(megabytes)s MB."),
    "too_complex": _("The file takes too much work to open. Save it anew, or as a plain PDF."),
    "unreadable": _("The file is damaged and cannot be opened. Save it anew and try again."),
    "password": _("The file is protected by a password. Remove the password and try again."),
    "macros": _("The document contains macros. Save it as PDF and upload that."),
    "unsafe": _(
        "The document runs commands or loads parts from elsewhere when it is opened. "
        "Print it to a new PDF and upload that."
    ),
}
_SENTENCES_PHOTO = {
    "wrong_type": _("This is not a JPEG or PNG image. Choose a photo in one of these formats."),
    "too_many_pixels": _("The photo has too many pixels. It may have at most 50 megapixels."),
    "too_complex": _("The photo takes too much work to open. Save it anew as a plain JPEG."),
    "unreadable": _("The photo is damaged and cannot be opened. Save it anew and try again."),
}
_SENTENCES_CV = {
    "wrong_type": _("This is not a PDF or Word document. Choose a PDF, DOC or DOCX file."),
}


class FileRejected(Exception):
    """A file was not accepted: `message` is a sentence for its owner, `code` says why.

    The codes: empty, name_too_long, too_large, wrong_type, unreadable, too_complex; for photos also
    too_many_pixels; for CVs also password, macros, unsafe.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def photo_rejected(code: str, **values: int) -> FileRejected:
    """Return the refusal of a photo, in the language that is active."""
    return FileRejected(code, gettext((_SENTENCES | _SENTENCES_PHOTO)[code]) % values)


def cv_rejected(code: str, **values: int) -> FileRejected:
    """Return the refusal of a CV, in the language that is active."""
    return FileRejected(code, gettext((_SENTENCES | _SENTENCES_CV)[code]) % values)
