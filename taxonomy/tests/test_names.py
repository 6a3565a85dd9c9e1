"""How names are tidied."""

import pytest

from taxonomy.names import tidy


@pytest.mark.parametrize(
    ("given", "tidied"),
    [
        ("  Acme \t Works\n", "Acme Works"),
        ("Ac\u200bme\u00ad W\u2060orks\ufeff", "Acme Works"),
        ("\u202eskroW emcA", "skroW emcA"),
        ("Acme\u200d Works", "Acme Works"),
        ("Acme\x01\x7f", "Acme"),
        ("Cafe\u0301", "Café"),
        (" \u200b \u200e", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🔬 Lab", "👩\u200d🔬 Lab"),
        ("Ada\ud800", "Ada"),
        ("a\x00b", "a\x00b"),
    ],
)
def test_tidy_leaves_what_can_be_seen(given: str, tidied: str) -> None:
    assert tidy(given) == tidied
