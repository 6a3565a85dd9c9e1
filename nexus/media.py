"""Public files from local disk: logos, photos, images and films of the CMS.

With object storage nothing comes through here. Names are made at random for each upload, so an
answer never goes stale.
"""

import re

from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve
from whitenoise.responders import SlicedFile

_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    # Whatever a browser makes of the bytes, it may not run them.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Accept-Ranges": "bytes",
}
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@require_safe
def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Stream one public file or a part of it; 404 where there is none or files are elsewhere."""
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        raise Http404
    try:
        response: HttpResponseBase = serve(request, path, document_root=str(storage.location))
    except OSError as exc:  # a name longer than the disk knows, a directory that is not ours
        raise Http404 from exc
    if request.method == "GET" and isinstance(response, FileResponse):
        response = _asked_part(request, response)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def _asked_part(request: HttpRequest, whole: FileResponse) -> FileResponse:
    """Return the range of bytes that is asked for, 206, or 416 where the file has none of it.

    Safari plays no film without. Several ranges at once, or none that can be read, are answered
    with the whole file, as RFC 9110 allows; WhiteNoise, which cuts it, refuses single bytes.
    """
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    held = request.headers.get("If-Range", whole.headers["Last-Modified"])
    opened = whole.file_to_stream
    if (
        opened is None
        or asked is None
        or not any(asked.groups())
        or held != whole.headers["Last-Modified"]
    ):
        return whole
    size = int(whole.headers["Content-Length"])
    first, last = asked.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(last) < start:
        return whole
    if start > end:
        opened.close()  # `whole.close()` would say that the request is over
        return FileResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = FileResponse(SlicedFile(opened, start, end), status=206)
    for name, value in whole.headers.items():
        part.headers[name] = value
    part.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    part.headers["Content-Length"] = str(end - start + 1)
    return part
