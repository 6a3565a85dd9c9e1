"""Public files from local disk."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from nexus.core.storages import private_storage, public_storage


def test_public_file_is_sent_and_may_be_kept(client: Client) -> None:
    name = public_storage().save("profiles/a.txt", ContentFile(b"x"))

    response = client.get(f"/media/{name}")

    assert b"".join(response) == b"x"
    assert "immutable" in response.headers["Cache-Control"]
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["nothing.png", "a" * 2000, "%00", "profiles/", "a/" * 1000])
def test_name_of_no_file_is_404(path: str, client: Client, db: None) -> None:
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("way", ["", "../private/", "%2e%2e/private/", "..%2fprivate/"])
def test_private_file_is_out_of_reach(way: str, client: Client, db: None) -> None:
    name = private_storage().save("applications/a.txt", ContentFile(b"x"))

    assert client.get(f"/media/{way}{name}").status_code in {400, 404}


@pytest.fixture
def film() -> str:
    """The address of a file of the ten bytes 0 to 9."""
    return f"/media/{public_storage().save('films/a.mp4', ContentFile(b'0123456789'))}"


@pytest.mark.parametrize(
    ("asked", "got", "said"),
    [
        ("bytes=0-1", b"01", "bytes 0-1/10"),
        ("bytes=0-0", b"0", "bytes 0-0/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ],
)
def test_part_of_a_file_is_sent(
    client: Client, film: str, asked: str, got: bytes, said: str
) -> None:
    response = client.get(film, headers={"Range": asked})

    assert response.status_code == 206
    assert b"".join(response) == got
    assert response.headers["Content-Range"] == said
    assert response.headers["Content-Length"] == str(len(got))
    assert response.headers["Content-Type"] == "video/mp4"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_part_that_a_file_does_not_have_is_416(client: Client, film: str, asked: str) -> None:
    response = client.get(film, headers={"Range": asked})

    assert response.status_code == 416
    assert b"".join(response) == b""
    assert response.headers["Content-Range"] == "bytes */10"


@pytest.mark.parametrize(
    "asked", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=٣-٤", "x"]
)
def test_range_that_cannot_be_read_is_answered_with_the_whole(
    client: Client, film: str, asked: str
) -> None:
    response = client.get(film, headers={"Range": asked.encode().decode("latin-1")})

    assert response.status_code == 200
    assert b"".join(response) == b"0123456789"
    assert response.headers["Accept-Ranges"] == "bytes"


def test_part_is_sent_only_of_the_file_that_was_begun(client: Client, film: str) -> None:
    begun = client.get(film).headers["Last-Modified"]

    same = client.get(film, headers={"Range": "bytes=0-1", "If-Range": begun})
    other = client.get(film, headers={"Range": "bytes=0-1", "If-Range": '"another"'})

    assert (same.status_code, other.status_code) == (206, 200)
