"""The API's documents: complete, typed, with examples, and free of other hosts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from nexus.tests import openapi_snapshot

if TYPE_CHECKING:
    from django.test import Client

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    result: dict[str, Any] = json.loads(openapi_snapshot.current())
    return result


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]


def test_the_document_is_the_committed_one() -> None:
    assert openapi_snapshot.current() == openapi_snapshot.SNAPSHOT.read_text(encoding="utf-8"), (
        "The contract changed. If that is meant, run `make openapi` and commit the difference."
    )


def test_every_operation_has_an_id_of_its_own_and_a_summary(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in _operations(document)]

    assert len(ids) == len(set(ids))
    assert all(operation["summary"].strip() for _, _, operation in _operations(document))


def test_every_answer_is_typed(document: dict[str, Any]) -> None:
    for method, path, operation in _operations(document):
        for status, answer in operation["responses"].items():
            content = answer.get("content", {})
            assert content, f"{method} {path} {status} says nothing of its shape"
            for media in content.values():
                assert media.get("schema"), f"{method} {path} {status}"


def test_every_operation_declares_the_refusals_all_share(document: dict[str, Any]) -> None:
    for method, path, operation in _operations(document):
        assert {"400", "429"} <= set(operation["responses"]), f"{method} {path}"


def test_every_operation_has_an_example(document: dict[str, Any]) -> None:
    for method, path, operation in _operations(document):
        assert "example" in json.dumps(_inlined(operation, document)), f"{method} {path}"


def test_keys_that_come_only_sometimes_are_not_promised(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    sometimes = {
        "AccountUpdatedOut": {"token", "access", "refresh"},
        "LoginOut": {"refresh"},
        "RegisteredOut": {"token"},
    }

    for name, keys in sometimes.items():
        assert set(schemas[name]["properties"]) - set(schemas[name]["required"]) == keys
    for name, schema in schemas.items():
        if name.endswith("Out") and name not in sometimes:
            assert set(schema["required"]) == set(schema["properties"]), name


def _inlined(node: Any, document: dict[str, Any], depth: int = 0) -> Any:
    """Replace references by what they name, as deep as any of our shapes goes."""
    if isinstance(node, dict):
        if "$ref" in node and depth < 6:
            name = node["$ref"].rsplit("/", 1)[1]
            return _inlined(document["components"]["schemas"][name], document, depth + 1)
        return {key: _inlined(value, document, depth) for key, value in node.items()}
    if isinstance(node, list):
        return [_inlined(value, document, depth) for value in node]
    return node


@pytest.mark.parametrize("path", ["/swagger/", "/redoc/"])
def test_the_pages_of_the_document_load_nothing_from_other_hosts(path: str, client: Client) -> None:
    response = client.get(path)

    assert response.status_code == 200
    text = response.content.decode()
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", text)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_document_is_served_as_json(client: Client) -> None:
    response = client.get("/swagger.json")

    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json()["openapi"].startswith("3.1")


def test_the_served_document_names_no_key_twice(client: Client) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), names
        return dict(pairs)

    # Swagger UI reads the document as YAML, where a key that comes twice is an error.
    json.loads(client.get("/swagger.json").content, object_pairs_hook=once)
