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
