"""Handing a private file to somebody who may have it."""

from pathlib import PurePosixPath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from nexus.core.errors import Missing
from nexus.core.files.uploads import CONTENT_TYPES


def cv_download(cv: FieldFile, *, name: str) -> FileResponse:
    """Return a stored CV as an attachment called `name`, or plainly "CV" where it has no name.

    Raises Missing where the file has gone. Whatever it holds, a browser must neither guess at it
    nor run it, nor keep it.
    """
    try:
        file = cv.open("rb")
    except OSError as exc:
        raise Missing(_("This CV cannot be found any more.")) from exc
    ending = PurePosixPath(cv.name or "").suffix
    response = FileResponse(
        file,
        as_attachment=True,
        filename=name or f"CV{ending}",
        content_type=CONTENT_TYPES.get(ending.lstrip("."), "application/octet-stream"),
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
