"""Writes the committed document of the API anew; a change of the contract is a visible diff."""

import json
from pathlib import Path

from pydantic_core import to_json

SNAPSHOT = Path(__file__).with_name("openapi.json")


def current() -> str:
    """Return the document as it is committed: indented, keys in order."""
    from nexus.api import openapi_document

    plain = json.loads(to_json(openapi_document()))
    return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import django

    django.setup()
    SNAPSHOT.write_text(current(), encoding="utf-8")
