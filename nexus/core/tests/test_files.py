"""Uploads from the outside: what comes back, what is refused and in which words."""

import io
import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from nexus.core.files import (
    MAX_CV_BYTES,
    MAX_PHOTO_BYTES,
    CheckedFile,
    Crop,
    FileRejected,
    check_cv,
    check_photo,
    extract_text,
    names,
    rejection,
    sandbox,
)
from nexus.core.tests.documents import document, docx_bytes, loose_pdf, ole_bytes
from nexus.tests.samples import pdf_bytes, png_bytes

type Check = Callable[[SimpleUploadedFile], CheckedFile]


def upload(data: bytes, name: str = "file") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


def code(check: Check, data: bytes, name: str = "file") -> str:
    with pytest.raises(FileRejected) as rejected:
        check(upload(data, name))
    assert re.match(r"[A-Z].+\.$", rejected.value.message)
    return rejected.value.code


def jpeg(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def opened(file: CheckedFile) -> Image.Image:
    return Image.open(io.BytesIO(file.read()))


def grey(image: Image.Image, x: int, y: int) -> int:
    return image.convert("L").tobytes()[y * image.width + x]


def test_photo_is_within_bounds_and_renamed() -> None:
    photo = check_photo(upload(png_bytes((1500, 600)), "../Me at sea.PNG"))

    image = opened(photo)
    assert (image.format, image.size) == ("JPEG", (500, 200))
    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", photo.name or "")
    assert (photo.kind, photo.content_type) == ("jpg", "image/jpeg")


def test_small_photo_is_not_enlarged() -> None:
    assert opened(check_photo(upload(png_bytes((40, 30))))).size == (40, 30)


def test_photo_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    exif.get_ifd(0x8825)[1] = "N"
    data = jpeg(Image.new("RGB", (60, 40)), exif=exif, comment=b"<script>alert(1)</script>")

    photo = check_photo(upload(data))

    content = photo.read()
    assert b"Exif" not in content
    assert b"script" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def as_stored(scene: Image.Image, orientation: int) -> Image.Image:
    """Return how a camera that was held so stores what it sees."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return scene.transpose(undo[orientation]) if orientation in undo else scene


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_turned_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    scene = Image.new("RGB", (90, 60), "white")
    scene.paste("black", (0, 0, 45, 30))
    image = opened(check_photo(upload(jpeg(as_stored(scene, orientation), exif=exif))))

    assert image.size == (90, 60)
    assert grey(image, 20, 15) < 50
    assert min(grey(image, 70, 15), grey(image, 20, 45), grey(image, 70, 45)) > 200


CORNERS = {(0.0, 0.0): 20, (1.0, 0.0): 80, (0.0, 1.0): 140, (1.0, 1.0): 200}
"""Where a crop lies, from left to right and from top to bottom, and how bright it is there."""


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(90, 60), (60, 90)])
def test_crop_is_of_the_photo_as_it_is_seen(orientation: int, size: tuple[int, int]) -> None:
    scene = Image.new("L", size)
    half = (size[0] // 2, size[1] // 2)
    for (across, down), brightness in CORNERS.items():
        scene.paste(brightness, (int(half[0] * across), int(half[1] * down), *size))
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = jpeg(as_stored(scene.convert("RGB"), orientation), exif=exif)

    for (across, down), brightness in CORNERS.items():
        image = opened(check_photo(upload(turned), Crop(across, down, zoom=3)))
        assert image.size == (20, 20)
        assert abs(grey(image, 10, 10) - brightness) < 12


def test_crop_is_the_middle_unless_it_says_where() -> None:
    scene = Image.new("RGB", (1800, 600), "white")
    scene.paste("black", (600, 0, 1200, 600))

    image = opened(check_photo(upload(jpeg(scene)), Crop()))

    assert image.size == (500, 500)
    assert max(grey(image, x, 250) for x in (4, 250, 495)) < 50


def test_crop_of_a_large_photo_is_sharp() -> None:
    image = opened(check_photo(upload(jpeg(Image.new("RGB", (4000, 3000)))), Crop(zoom=4)))

    assert image.size == (500, 500)


def test_transparent_crop_stays_transparent() -> None:
    picture = png(Image.new("RGBA", (1200, 40), (255, 0, 0, 90)))

    assert (opened(check_photo(upload(picture), Crop(1, 0, 1))).mode) == "RGBA"


@pytest.mark.parametrize("wild", [Crop(9, -3, 99), Crop(float("nan"), float("inf"), 0.0)])
def test_crop_beyond_the_photo_is_within_it(wild: Crop) -> None:
    assert min(opened(check_photo(upload(png_bytes((40, 30))), wild)).size) > 0


def test_transparent_photo_stays_transparent_and_opaque_one_becomes_jpeg() -> None:
    clear = check_photo(upload(png(Image.new("RGBA", (20, 20), (255, 0, 0, 90)))))
    opaque = check_photo(upload(png(Image.new("RGBA", (20, 20), (255, 0, 0, 255)))))

    assert (clear.kind, opened(clear).mode) == ("png", "RGBA")
    assert opaque.kind == "jpg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_photo_of_every_mode_is_accepted(mode: str) -> None:
    assert opened(check_photo(upload(png(Image.new(mode, (1200, 40)))))).size == (500, 17)


def test_sixteen_bit_photo_keeps_its_greys() -> None:
    photo = check_photo(upload(png(Image.new("I;16", (20, 20), 32768))))

    assert abs(grey(opened(photo), 10, 10) - 128) <= 2


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"not a picture", "wrong_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
        (pdf_bytes(), "wrong_type"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "unreadable"),
        (png_bytes((200, 200))[:-60], "unreadable"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "unreadable"),
        (b"\0" * (MAX_PHOTO_BYTES + 1), "too_large"),
    ],
    ids=["empty", "text", "svg", "pdf", "no png", "cut png", "no jpeg", "large"],
)
def test_what_is_no_photo_is_refused(data: bytes, expected: str) -> None:
    assert code(check_photo, data) == expected


def test_gif_named_png_is_the_wrong_type() -> None:
    out = io.BytesIO()
    Image.new("P", (5, 5)).save(out, "GIF")

    assert code(check_photo, out.getvalue(), "photo.png") == "wrong_type"


def test_photo_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    data = png(Image.new("1", (10_001, 5_000)))

    started = time.monotonic()

    assert code(check_photo, data) == "too_many_pixels"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("data", "name", "kind", "shown"),
    [
        (pdf_bytes(), "My CV.pdf", "pdf", "My CV.pdf"),
        (docx_bytes(), "My CV.pdf", "docx", "My CV.docx"),
        (ole_bytes(), "cv.docx", "doc", "cv.doc"),
    ],
)
def test_cv_is_stored_under_the_ending_of_its_content(
    data: bytes, name: str, kind: str, shown: str
) -> None:
    cv = check_cv(upload(data, name))

    assert re.fullmatch(rf"[0-9a-f]{{32}}\.{kind}", cv.name or "")
    assert (cv.kind, cv.display_name) == (kind, shown)
    assert cv.read() == data


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"%PDF-1.4\n", "unreadable"),
        (b"<html>my cv</html>", "wrong_type"),
        (loose_pdf(catalog="/OpenAction<</S/Launch/F(x)>>"), "unsafe"),
        (docx_bytes({"word/vbaProject.bin": b"x"}), "macros"),
        (ole_bytes(flags=0x100), "password"),
        (b"\0" * (MAX_CV_BYTES + 1), "too_large"),
    ],
    ids=["empty", "header", "html", "launch", "macros", "password", "large"],
)
def test_what_is_no_cv_is_refused(data: bytes, expected: str) -> None:
    assert code(check_cv, data, "cv.pdf") == expected


@pytest.mark.parametrize("check", [check_cv, check_photo])
def test_name_of_300_characters_is_refused(check: Check) -> None:
    assert code(check, pdf_bytes(), "a" * 296 + ".pdf") == "name_too_long"


def test_name_of_254_characters_is_accepted_and_shown_short() -> None:
    cv = check_cv(upload(pdf_bytes(), "a" * 250 + ".pdf"))

    assert cv.display_name == "a" * 96 + ".pdf"


def test_size_is_counted_whatever_it_is_declared_to_be() -> None:
    file = upload(b"%PDF-1.4" + b"\0" * MAX_CV_BYTES)
    file.size = 10

    with pytest.raises(FileRejected) as rejected:
        check_cv(file)

    assert rejected.value.code == "too_large"


def test_upload_that_was_read_before_is_read_from_its_beginning() -> None:
    with TemporaryUploadedFile("cv.pdf", "application/pdf", None, None) as file:
        file.write(pdf_bytes())
        file.size = file.tell()

        assert check_cv(file).kind == "pdf"


def test_sentence_names_the_limit_of_its_kind() -> None:
    small = rejection.photo_rejected("too_large", megabytes=5)
    large = rejection.cv_rejected("too_large", megabytes=10)

    assert "5 MB" in small.message
    assert "10 MB" in large.message


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cv.pdf", "cv.pdf"),
        ("cv.PDF", "cv.pdf"),
        ("cv.pdf.", "cv.pdf"),
        ("cv .pdf ", "cv.pdf"),
        ("cv.pdf.exe", "cv.pdf.exe.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\win.ini", "win.ini.pdf"),
        ("C:\\cv.pdf", "cv.pdf"),
        ("CON", "_CON.pdf"),
        ("aux.pdf", "_aux.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("cv;id.pdf", "cv_id.pdf"),
        ("cv\r\nSet-Cookie: a=b.pdf", "cv Set-Cookie_ a=b.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        ("\ufeffcv.pdf", "cv.pdf"),
        ("cv.pdf\0.php", "cv.pdf.php.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("\u06a9\u200c\u06a9.pdf", "\u06a9\u200c\u06a9.pdf"),
        ("", "CV.pdf"),
        (".pdf", "CV.pdf"),
        ("???", "CV.pdf"),
        (None, "CV.pdf"),
    ],
)
def test_display_name_is_safe_and_ends_in_the_true_type(name: str | None, shown: str) -> None:
    assert names.display_name(name, "pdf", otherwise="CV") == shown


def test_text_of_pdf_and_docx_is_extracted() -> None:
    assert extract_text(pdf_bytes("Ten years of Java"), "pdf") == "Ten years of Java"
    assert extract_text(docx_bytes(), "docx") == "A short CV"


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"junk", "pdf"), (b"junk", "docx"), (ole_bytes(), "doc"), (b"", "pdf"), (b"x", "png")],
)
def test_text_of_what_cannot_be_read_is_empty(data: bytes, kind: str) -> None:
    assert extract_text(data, kind) == ""


def test_text_is_cut_and_free_of_control_characters() -> None:
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format("ﬁne\u200b " * 1000)

    text = extract_text(docx_bytes(text=document(paragraph * 60)), "docx")

    assert len(text) <= 200_000
    assert text.startswith("fine fine")


def test_sandbox_ends_a_reader_that_takes_too_long() -> None:
    table = b"30" * 4_500_000
    slow = (
        b"%%PDF-1.5\n5 0 obj<</Type/XRef/W[1 1 1]/Size 6000000/Root 1 0 R/Filter/ASCIIHexDecode"
        b"/Length %d>>stream\n%s>\nendstream endobj\nstartxref\n9\n%%%%EOF" % (len(table), table)
    )

    started = time.monotonic()
    outcome = sandbox.run("cv", slow, seconds=1)

    assert outcome.refusal == "too_complex"
    assert time.monotonic() - started < 6


def test_sandbox_ends_a_reader_that_takes_too_much_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_MEGABYTES", 100)

    outcome = sandbox.run("photo", png(Image.new("RGBA", (7_000, 7_000))), seconds=4)

    assert outcome.refusal == "too_complex"


def test_sandbox_gives_up_on_a_child_that_sleeps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(sandbox, "_PROGRAM", sleeper)
    monkeypatch.setattr(sandbox, "_PATIENCE", 0.3)

    assert sandbox.run("cv", b"", seconds=1).refusal == "too_complex"


def test_sandbox_sees_nothing_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text("import json, os; print(json.dumps(dict(os.environ)))")
    monkeypatch.setattr(sandbox, "_PROGRAM", spy)
    monkeypatch.setenv("SECRET_KEY", "very secret")

    seen = json.loads(sandbox.run("cv", b"", seconds=1).output)

    assert "very secret" not in seen.values()
    assert "PATH" not in seen


def test_sandbox_logs_why_a_reader_broke(caplog: pytest.LogCaptureFixture) -> None:
    table = b"xref\n0 1\n0000000000 65535 f \n"
    rootless = b"%PDF-1.4\n" + table + b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"

    with caplog.at_level(logging.INFO, logger="nexus.core.files.sandbox"):
        outcome = sandbox.run("cv", rootless, seconds=2)

    assert outcome.refusal == "unreadable"
    assert "PdfReadError: Cannot find Root" in caplog.text


def test_quarantine_needs_neither_django_nor_settings() -> None:
    program = (
        "import sys; import nexus.core.quarantine.__main__ as m; m._job('cv'); m._job('photo')"
    )
    check = program + "; m._job('docx_text'); print([n for n in sys.modules if n == 'django'])"

    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def _files(root: Path, *folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in (root / folder).iterdir() if path.is_file())


@pytest.mark.slow
def test_every_real_cv_is_accepted(shared_data: Path) -> None:
    folders = ("resumes/pdf", "resumes/docx", "resumes/docx_generated", "resumes/doc")
    for path in _files(shared_data, *folders):
        cv = check_cv(upload(path.read_bytes(), path.name))

        assert cv.kind == path.suffix[1:], path.name
        assert cv.display_name == path.name
        if cv.kind != "doc":
            assert len(extract_text(path.read_bytes(), cv.kind)) > 50, path.name


@pytest.mark.slow
@pytest.mark.parametrize("check", [check_cv, check_photo])
def test_hostile_files_cost_little_and_raise_nothing_else(check: Check, shared_data: Path) -> None:
    folders = ("images", "pdf", "office", "uploads")
    for path in _files(shared_data / "adversarial", *folders):
        data = path.read_bytes()
        started = sum(os.times()[:4])
        try:
            accepted = check(upload(data, path.name)).kind
        except FileRejected:
            accepted = None
        assert sum(os.times()[:4]) - started < 5, path.name
        if accepted in ("jpg", "png"):
            assert path.suffix in (".jpg", ".png"), path.name
        elif accepted:
            assert path.suffix == f".{accepted}", path.name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("images/gen_bomb_30016x30016_1bit.png", "too_many_pixels"),
        ("images/gen_big_12032x12032_1bit.png", "too_many_pixels"),
        ("images/broken_data_stream.png", "unreadable"),
        ("images/truncated_image.png", "unreadable"),
        ("images/gen_gif_as.png", "wrong_type"),
        ("images/gen_svg_script.svg", "wrong_type"),
        ("images/gen_zero_bytes.png", "empty"),
        ("office/gen_paragraph_bomb_120MB.docx", "too_complex"),
        ("office/gen_xxe.docx", "unsafe"),
        ("office/gen_external_template.docx", "unsafe"),
        ("office/gen_macro_marker.docx", "macros"),
        ("office/gen_plain_zip.docx", "wrong_type"),
        ("office/gen_truncated.docx", "unreadable"),
        ("uploads/xss.html", "wrong_type"),
        ("uploads/zip_symlink.zip", "wrong_type"),
        ("pdf/gen_header_only.pdf", "unreadable"),
        ("pdf/gen_truncated_half.pdf", "unreadable"),
        ("pdf/gen_pages_loop.pdf", "unreadable"),
        ("pdf/gen_junk_prefix.pdf", "wrong_type"),
        ("pdf/gen_launch_action.pdf", "unsafe"),
        ("pdf/pdfminer_aes-256-r6.pdf", "password"),
        ("pdf/gen_zero_bytes.pdf", "empty"),
    ],
)
def test_hostile_file_is_refused_for_the_right_reason(
    name: str, expected: str, shared_data: Path
) -> None:
    path = shared_data / "adversarial" / name
    check = check_photo if name.startswith("images/") else check_cv

    assert code(check, path.read_bytes(), path.name) == expected


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "kind"), [("pdf", "pdf"), ("office", "docx")])
def test_text_of_hostile_files_is_text_or_nothing(
    folder: str, kind: str, shared_data: Path
) -> None:
    for path in _files(shared_data / "adversarial", folder):
        text = extract_text(path.read_bytes(), kind)

        assert "\0" not in text, path.name
        assert len(text) <= 200_000, path.name


def test_every_hostile_file_name_is_answered(shared_data: Path) -> None:
    listed = json.loads((shared_data / "adversarial/uploads/filenames.json").read_text())
    for name in listed:
        shown = names.display_name(name, "pdf", otherwise="CV")

        assert shown.endswith(".pdf")
        assert 4 < len(shown) <= 100
        assert not re.search(r'[\x00-\x1f<>:"/\\|?*\u202e\ufeff]', shown), name
        assert shown[0] not in "-."
