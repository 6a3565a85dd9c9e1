"""What the readers of documents accept and refuse, called in this process for speed."""

import io
import zipfile

import pytest

from nexus.core.quarantine import docx
from nexus.core.quarantine.cv import kind_of
from nexus.core.quarantine.docx_text import read_text
from nexus.core.quarantine.refused import Refused
from nexus.core.tests.documents import (
    MAIN_TYPE,
    content_types,
    document,
    docx_bytes,
    loose_pdf,
    ole_bytes,
    relationships,
    wordml_bytes,
    zip_bytes,
)
from nexus.tests.samples import pdf_bytes


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        kind_of(data)
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf_bytes(), "pdf"),
        (b"\xef\xbb\xbf\r\n " + pdf_bytes(), "pdf"),
        (loose_pdf(), "pdf"),
        (docx_bytes(), "docx"),
        (docx_bytes(main="word/document2.xml"), "docx"),
        (ole_bytes(), "doc"),
        (ole_bytes(magic=0xA5DC), "doc"),
        (wordml_bytes(attributes='w:macrosPresent="no"'), "doc"),
    ],
    ids=["pdf", "pdf after blanks", "pdf without xref", "docx", "docx web", "doc", "doc 95", "xml"],
)
def test_sound_document_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>My CV</body></html>",
        b"My CV, in plain words",
        b"{\\rtf1 My CV}",
        b"MZ" + b"\0" * 600,
        b"GIF89a" + pdf_bytes(),
        b"<script>alert(1)</script>\n" + pdf_bytes(),
        pdf_bytes() + docx_bytes(),
        zip_bytes({"notes.txt": "hello"}),
        zip_bytes({"[Content_Types].xml": content_types(), "xl/workbook.xml": "<x/>"}),
        docx_bytes(types=content_types(kind="application/xml")),
        docx_bytes(text="<html/>"),
        ole_bytes("Workbook"),
        wordml_bytes("workDocument").replace(b"progid", b"wordDocument"),
    ],
    ids=[
        "html",
        "text",
        "rtf",
        "exe",
        "gif with pdf",
        "html with pdf",
        "pdf with zip",
        "zip",
        "workbook",
        "other type",
        "other root",
        "ole workbook",
        "other xml",
    ],
)
def test_anything_else_is_the_wrong_type(data: bytes) -> None:
    assert refusal(data) == "wrong_type"


@pytest.mark.parametrize(
    "data",
    [
        docx_bytes()[:300],
        docx_bytes(text=document("<w:p>")),
        docx_bytes(text=document("<w:p>" * 300 + "</w:p>" * 300)),
        ole_bytes()[:700],
        ole_bytes(magic=0x1234),
        ole_bytes(size=100),
        wordml_bytes()[:-5],
        loose_pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
        loose_pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 5000"),
    ],
    ids=[
        "cut zip",
        "broken xml",
        "deep xml",
        "cut ole",
        "no word magic",
        "tiny stream",
        "cut xml",
        "page loop",
        "claims pages",
    ],
)
def test_damaged_document_is_unreadable(data: bytes) -> None:
    assert refusal(data) == "unreadable"


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.4\n<html><script>x</script></html>"])
def test_header_without_a_document_breaks_the_reader_or_is_refused(data: bytes) -> None:
    with pytest.raises(Exception) as error:  # noqa: PT011 - any: the sandbox calls it unreadable
        kind_of(data)

    assert not isinstance(error.value, Refused) or error.value.code == "unreadable"


@pytest.mark.parametrize(
    "data",
    [ole_bytes(flags=0x0100), ole_bytes("EncryptedPackage", others=("EncryptionInfo",))],
    ids=["doc", "docx"],
)
def test_word_file_behind_a_password_says_so(data: bytes) -> None:
    assert refusal(data) == "password"


@pytest.mark.parametrize("password", ["", "secret"])
def test_pdf_is_accepted_encrypted_unless_it_needs_a_password(password: str) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes())))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)

    if password:
        assert refusal(out.getvalue()) == "password"
    else:
        assert kind_of(out.getvalue()) == "pdf"


@pytest.mark.parametrize(
    "data",
    [
        docx_bytes({"word/vbaProject.bin": b"x"}),
        docx_bytes(types=content_types(kind=MAIN_TYPE.replace("document.main", "macroEnabled"))),
        ole_bytes(others=("Macros",)),
        ole_bytes(others=("ObjectPool", "_VBA_PROJECT")),
        wordml_bytes(attributes='w:macrosPresent="yes"'),
        wordml_bytes(body="<w:docSuppData/>"),
    ],
    ids=["docx part", "docm", "doc", "doc nested", "xml flag", "xml data"],
)
def test_macros_are_refused(data: bytes) -> None:
    assert refusal(data) == "macros"


@pytest.mark.parametrize(
    "pdf",
    [
        loose_pdf(catalog="/OpenAction<</S/Launch/F(x)>>"),
        loose_pdf("<</S/Launch/F(x)>>", catalog="/OpenAction 4 0 R"),
        loose_pdf(catalog="/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[<</S/URI/URI(http://x)>>]>>"),
        loose_pdf(catalog="/AA<</WC<</S/JavaScript/JS(x)>>>>"),
        loose_pdf(page="/AA<</O<</S/SubmitForm/F(http://x)>>>>"),
        loose_pdf(catalog="/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>"),
    ],
    ids=["launch", "by reference", "in a chain", "on closing", "on the page", "scripts"],
)
def test_pdf_that_acts_by_itself_is_refused(pdf: bytes) -> None:
    assert refusal(pdf) == "unsafe"


@pytest.mark.parametrize(
    "pdf",
    [
        loose_pdf(catalog="/OpenAction[3 0 R/Fit]"),
        loose_pdf(catalog="/OpenAction<</S/Named/N/Print>>"),
        loose_pdf(
            "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://x)>>>>",
            page="/Annots[4 0 R]",
        ),
    ],
    ids=["goes to a page", "prints", "has a link"],
)
def test_pdf_that_only_shows_itself_is_accepted(pdf: bytes) -> None:
    assert kind_of(pdf) == "pdf"


@pytest.mark.parametrize(
    "target",
    [
        "http://example.org/t.dotm",
        "HTTPS://example.org/t.dotm",
        r"\\server\share\t.dotm",
        "//server/share/t.dotm",
        "file://server/share/t.dotm",
        r"file:///\\server\share\t.dotm",
        "%5C%5Cserver/t.dotm",
    ],
)
def test_template_on_another_computer_is_refused(target: str) -> None:
    rels = relationships("attachedTemplate", target, "External")

    assert refusal(docx_bytes({"word/_rels/settings.xml.rels": rels})) == "unsafe"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "file:///C:/Users/jo/AppData/Roaming/Templates/Resume.dotx"),
        ("attachedTemplate", r"C:\Users\jo\Resume.dotx"),
        ("attachedTemplate", "Normal.dotm"),
        ("hyperlink", "https://example.org/"),
    ],
)
def test_template_of_the_author_and_links_are_accepted(kind: str, target: str) -> None:
    rels = relationships(kind, target, "External")

    assert kind_of(docx_bytes({"word/_rels/settings.xml.rels": rels})) == "docx"


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "custom/item1.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_is_refused_in_every_part(part: str, encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    xml = (declaration + entity + document("<w:p>&e;</w:p>")).encode(encoding)

    assert refusal(docx_bytes({part: xml})) == "unsafe"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", r"..\evil.xml", "C:/evil.xml"])
def test_member_outside_the_archive_is_refused(name: str) -> None:
    assert refusal(docx_bytes({name: "<x/>"})) == "unsafe"


@pytest.mark.parametrize(
    "data",
    [
        docx_bytes({"word/media/a.bin": b"\0" * 3_000_000}),
        docx_bytes({f"word/media/{n}": b"" for n in range(docx.MAX_MEMBERS)}),
        docx_bytes({"word/big.rels": " " * (docx.MAX_SMALL_PART + 1)}),
    ],
    ids=["ratio", "members", "relationships"],
)
def test_zip_bomb_is_too_complex(data: bytes) -> None:
    assert refusal(data) == "too_complex"


def test_zip_bomb_is_refused_before_anything_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unpack(*_: object, **__: object) -> None:
        raise AssertionError("A part was opened.")

    bomb = docx_bytes({"word/media/a.bin": b"\0" * 3_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)

    assert refusal(bomb) == "too_complex"


def test_two_members_of_one_name_are_refused() -> None:
    out = io.BytesIO(docx_bytes())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", document())

    assert refusal(out.getvalue()) == "unreadable"


def test_docx_text_holds_tables_and_text_boxes_once() -> None:
    run = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>"
        + run("In a box")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        + run("In a box")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    table = f"<w:tbl><w:tr><w:tc>{run('In a cell')}</w:tc></w:tr></w:tbl>"
    split = "<w:p><w:r><w:t>Ja</w:t></w:r><w:r><w:t>va</w:t><w:tab/><w:t>10</w:t></w:r></w:p>"

    text = read_text(docx_bytes(text=document(box + table + split))).decode()

    assert text.split("\n") == ["", "", "In a box", "In a cell", "Java\t10"]


@pytest.mark.parametrize("data", [docx_bytes(), ole_bytes(), wordml_bytes()])
def test_word_file_cut_anywhere_is_refused(data: bytes) -> None:
    for length in range(0, len(data) - 1, max(1, len(data) // 60)):
        assert refusal(data[:length]) in ("unreadable", "wrong_type")
