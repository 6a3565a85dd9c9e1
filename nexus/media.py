"""Public files from local disk: logos, photos, images of the CMS.

With object storage nothing comes through here. Names are made at random for each upload, so an
answer never goes stale.
"""

from django.core.files.storage import FileSystemStorage, storages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve


def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Stream one public file; 404 where there is none or the files are elsewhere."""
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        raise Http404
    try:
        response = serve(request, path, document_root=str(storage.location))
    except OSError as exc:  # a name longer than the disk knows, a directory that is not ours
        raise Http404 from exc
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    # Whatever a browser makes of the bytes, it may not run them.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
