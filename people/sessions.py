"""How sessions are stored: sealed, because codes and tokens that are under way lie in them."""

from typing import Any

from django.core.signing import JSONSerializer

from nexus.core import crypto


class SealedSerializer(JSONSerializer):
    """JSON under our encryption keys; reads what was stored in clear before.

    A session that no configured key opens counts as empty, so its owner signs in again.
    """

    def dumps(self, obj: Any) -> bytes:
        return crypto.seal(super().dumps(obj).decode("latin-1")).encode("ascii")

    def loads(self, data: bytes) -> Any:
        return super().loads(crypto.unseal(data.decode("latin-1")).encode("latin-1"))
