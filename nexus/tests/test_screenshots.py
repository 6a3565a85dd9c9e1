"""The list of pages that are looked at, and the sheet on which their pictures are put."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nexus.screenshots.pages import PAGES, pages_of
from nexus.screenshots.sheet import write_sheet

if TYPE_CHECKING:
    from pathlib import Path


def test_no_two_pages_have_the_same_name() -> None:
    names = [page_type.name for page_type in PAGES]

    assert sorted(names) == sorted(set(names))


def test_pages_of_what_a_market_has_not_are_left_out() -> None:
    found = {page_type.name: path for page_type, path in pages_of("empty", {"company": "/x/"})}

    assert found["company"] == "/x/"
    assert found["home"] == "/"
    assert "job" not in found
    assert "account" not in found


def test_the_sheet_shows_each_picture_below_the_name_of_its_page(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "my-jobs-390-dark.png").touch()
    (tmp_path / "demo" / "my-jobs-1280-light.png").touch()
    (tmp_path / ".markets").mkdir()

    sheet = write_sheet(tmp_path).read_text(encoding="utf-8")

    assert sheet.count("<h3>my-jobs</h3>") == 1
    assert 'src="demo/my-jobs-390-dark.png"' in sheet
    assert 'src="demo/my-jobs-1280-light.png"' in sheet
    assert ".markets" not in sheet
