"""Uploaded files: judged by content, renamed, made harmless. The rules are in `uploads`."""

from nexus.core.files.downloads import cv_download
from nexus.core.files.rejection import FileRejected
from nexus.core.files.uploads import (
    CONTENT_TYPES,
    MAX_CV_BYTES,
    MAX_PHOTO_BYTES,
    CheckedFile,
    Upload,
    check_cv,
    check_photo,
    extract_text,
)
from nexus.core.quarantine.crop import MAX_ZOOM, Crop

__all__ = [
    "CONTENT_TYPES",
    "MAX_CV_BYTES",
    "MAX_PHOTO_BYTES",
    "MAX_ZOOM",
    "CheckedFile",
    "Crop",
    "FileRejected",
    "Upload",
    "check_cv",
    "check_photo",
    "cv_download",
    "extract_text",
]
