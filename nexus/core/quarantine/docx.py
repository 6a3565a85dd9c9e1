"""DOCX: a zip whose directory is judged before a byte of it is unpacked."""

import posixpath
import zipfile
from io import BytesIO
from urllib.parse import unquote, urlsplit

from nexus.core.quarantine.refused import Refused
from nexus.core.quarantine.xml import OnElement, scan

SIGNATURE = b"PK\x03\x04"

MAX_MEMBERS = 2_000
MAX_UNPACKED = 100_000_000
MAX_MAIN_PART = 10_000_000
MAX_SMALL_PART = 1_000_000
# Word's own XML packs 10 to 40 times; a bomb packs several hundred times and more.
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 1_000_000

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MAIN_PART = "word/document.xml"
_ROOTS = frozenset(
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main document",
        "http://purl.oclc.org/ooxml/wordprocessingml/main document",
    )
)
# What Word fetches by itself when it opens the file.
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/aFChunk")


def check(data: bytes) -> None:
    """Raise Refused unless this is a Word document that is safe to hand to somebody else.

    Codes: `wrong_type` for any other zip, `unreadable`, `too_complex` (a zip bomb, by the sizes it
    declares), `password`, `macros`, `unsafe` (members outside the archive, entities, templates and
    objects that would be fetched from another computer). Templates on the author's own disk, which
    many a CV names, are let through.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_directory(archive)
            _check_parts(archive)
    except Refused:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError) as error:
        raise Refused("unreadable") from error
    except (NotImplementedError, RuntimeError) as error:  # Unknown compression or encryption.
        raise Refused("unreadable") from error


def _check_directory(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if "[Content_Types].xml" not in names:
        raise Refused("wrong_type")
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refused("too_complex")
    if len(set(names)) != len(names) or min(member.header_offset for member in members) != 0:
        raise Refused("unreadable")
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > max(_RATIO_COUNTS_FROM, packed * MAX_RATIO):
            raise Refused("too_complex")
        if member.flag_bits & 0x1:
            raise Refused("password")
        name = member.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.partition("/")[0]:
            raise Refused("unsafe")
        if posixpath.basename(name).lower() == "vbaproject.bin":
            raise Refused("macros")


def _check_parts(archive: zipfile.ZipFile) -> None:
    main = _main_part(archive)
    for name in archive.namelist():
        if name == main:
            _check_main(archive, name)
        elif name.endswith(".rels"):
            _check_relationships(archive, name)
        elif name.endswith(".xml"):
            _check_side_part(archive, name)


def _main_part(archive: zipfile.ZipFile) -> str:
    overrides: dict[str, str] = {}
    defaults: dict[str, str] = {}

    def collect(element: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if element.endswith(" Override"):
            overrides[attributes.get("PartName", "").lstrip("/")] = kind
        elif element.endswith(" Default"):
            defaults[attributes.get("Extension", "").lower()] = kind

    _scan_small(archive, "[Content_Types].xml", collect)
    if any("macroenabled" in kind.lower() for kind in (*overrides.values(), *defaults.values())):
        raise Refused("macros")
    # Word on the web calls it word/document2.xml at times; the list of types says which it is.
    candidates = [name for name, kind in overrides.items() if kind == _MAIN_TYPE]
    if defaults.get("xml") == _MAIN_TYPE and _MAIN_PART not in overrides:
        candidates.append(_MAIN_PART)
    for name in candidates:
        if name.startswith("word/") and name in archive.namelist():
            return name
    raise Refused("wrong_type")


def _check_main(archive: zipfile.ZipFile, name: str) -> None:
    if archive.getinfo(name).file_size > MAX_MAIN_PART:
        raise Refused("too_complex")
    first = True

    def root(element: str, attributes: dict[str, str]) -> None:
        nonlocal first
        if first and element not in _ROOTS:
            raise Refused("wrong_type")
        first = False

    with archive.open(name) as part:
        scan(part, root)


def _check_relationships(archive: zipfile.ZipFile, name: str) -> None:
    def judge(element: str, attributes: dict[str, str]) -> None:
        if (
            attributes.get("TargetMode") == "External"
            and attributes.get("Type", "").endswith(_FETCHED)
            and _is_elsewhere(attributes.get("Target", ""))
        ):
            raise Refused("unsafe")

    _scan_small(archive, name, judge)


def _is_elsewhere(target: str) -> bool:
    """Say whether opening `target` would talk to another computer: the web, or a file server."""
    plain = unquote(target).strip().replace("\\", "/")
    if plain.lower().startswith("file:"):
        rest = plain[5:]
        slashes = len(rest) - len(rest.lstrip("/"))
        return slashes == 2 or slashes > 3
    if plain.startswith("//"):
        return True
    # A drive letter looks like a scheme of one letter.
    return len(urlsplit(plain).scheme) > 1


def _check_side_part(archive: zipfile.ZipFile, name: str) -> None:
    try:
        with archive.open(name) as part:
            scan(part)
    except Refused as refusal:
        # Word mends or skips a broken side part; a document type is refused wherever it stands.
        if refusal.code == "unsafe":
            raise


def _scan_small(archive: zipfile.ZipFile, name: str, on_element: OnElement) -> None:
    if archive.getinfo(name).file_size > MAX_SMALL_PART:
        raise Refused("too_complex")
    with archive.open(name) as part:
        scan(part, on_element)
