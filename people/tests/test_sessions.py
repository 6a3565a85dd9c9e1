"""Sessions as they are stored."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.signing import JSONSerializer

from people.sessions import SealedSerializer


def test_what_is_dumped_is_loaded() -> None:
    data = {"text": "Grüße, 世界", "number": 7, "nothing": None, "list": [1, {"a": "b"}]}
    serializer = SealedSerializer()

    dumped = serializer.dumps(data)

    assert b"number" not in dumped
    assert serializer.loads(dumped) == data


def test_what_was_stored_in_clear_is_loaded() -> None:
    assert SealedSerializer().loads(JSONSerializer().dumps({"a": 1})) == {"a": 1}


def test_session_that_no_key_opens_is_empty(db: None, settings: Any) -> None:
    store = SessionStore()
    store["code"] = "123456"
    store.save()
    settings.ENCRYPTION_KEYS = ["another-key"]

    assert dict(SessionStore(store.session_key).items()) == {}


def test_session_survives_the_rotation_of_keys(db: None, settings: Any) -> None:
    store = SessionStore()
    store["code"] = "123456"
    store.save()
    settings.ENCRYPTION_KEYS = ["new-key", *settings.ENCRYPTION_KEYS]

    assert Session.objects.count() == 1
    assert SessionStore(store.session_key)["code"] == "123456"
