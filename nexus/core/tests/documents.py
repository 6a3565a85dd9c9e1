"""Word documents and PDFs, small ones, whole or spoilt in one way, for the tests of uploads."""

import io
import struct
import zipfile

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def content_types(main: str = "word/document.xml", kind: str = MAIN_TYPE) -> str:
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/></Types>'
    )


def relationships(kind: str, target: str, mode: str = "Internal") -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    )


def document(body: str = "<w:p><w:r><w:t>A short CV</w:t></w:r></w:p>") -> str:
    return (
        f'<w:document xmlns:w="{_W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}</w:body></w:document>"
    )


def zip_bytes(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_bytes(
    extra: dict[str, str | bytes] | None = None,
    *,
    main: str = "word/document.xml",
    types: str | bytes | None = None,
    text: str | bytes | None = None,
) -> bytes:
    """Return a DOCX with `extra` parts, its list of types or its main part replaced."""
    return zip_bytes(
        {
            "[Content_Types].xml": types or content_types(main),
            "_rels/.rels": relationships("officeDocument", main),
            main: text or document(),
            **(extra or {}),
        }
    )


def wordml_bytes(root: str = "wordDocument", attributes: str = "", body: str = "") -> bytes:
    """Return Word's XML of 2003."""
    return (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<w:{root} xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" {attributes}>'
        f"<w:body/>{body}</w:{root}>"
    ).encode()


_SECTOR = 512
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def ole_bytes(
    stream: str = "WordDocument",
    *,
    magic: int = 0xA5EC,
    flags: int = 0,
    size: int = 4096,
    others: tuple[str, ...] = (),
) -> bytes:
    """Return a compound file: header, one allocation sector, one directory, one stream of 4 kB.

    `others` are empty storages beside it, at most two.
    """
    block = struct.pack("<HHHHHH", magic, 0, 0, 0, 0, flags)
    content = block.ljust(4096, b"\0")
    sectors = len(content) // _SECTOR
    chain = [*range(3, 2 + sectors), _END]
    table = [_FAT, _END, *chain]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    header = bytearray(_SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<IIIII", header, 56, 4096, _END, 0, _END, 0)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    # Each is the right-hand neighbour of the one before it.
    next_one = [*range(2, 2 + len(others)), _NONE]
    entries = [_entry("Root Entry", 5, child=1)]
    entries.append(_entry(stream, 2, next_one[0], start=2, size=size))
    entries += [_entry(name, 1, then) for name, then in zip(others, next_one[1:], strict=True)]
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    return bytes(header) + struct.pack("<128I", *table) + directory + content


def _entry(
    name: str, kind: int, right: int = _NONE, *, child: int = _NONE, start: int = 0, size: int = 0
) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    struct.pack_into("<HBBIII", entry, 64, len(encoded) + 2, kind, 1, _NONE, right, child)
    struct.pack_into("<IQ", entry, 116, start, size)
    return bytes(entry)


def loose_pdf(*objects: str, catalog: str = "", page: str = "") -> bytes:
    """Return a PDF of one page without a table of its objects, which readers rebuild.

    `catalog` and `page` are added to these dictionaries; `objects` begin with number 4.
    """
    bodies = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]{page}>>",
        *objects,
    ]
    numbered = "".join(f"{n} 0 obj{body}endobj\n" for n, body in enumerate(bodies, 1))
    return (
        f"%PDF-1.7\n{numbered}trailer<</Root 1 0 R/Size {len(bodies) + 1}>>\nstartxref\n0\n%%EOF"
    ).encode()
