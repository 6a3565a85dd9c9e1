"""Begin with the replies that are needed most. Administrators change or delete them as they like."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_FIRST = [
    ("send_back", "en", "Who you are", "Say who you are: what your company does and where it is."),
    (
        "send_back",
        "en",
        "What the work is",
        "Say what there is to do in this job: the text does not tell it yet.",
    ),
    (
        "send_back",
        "en",
        "Contact outside the site",
        "Take the addresses and numbers out of the text: people apply on the site.",
    ),
    ("send_back", "de", "Wer Sie sind", "Schreiben Sie, was Ihr Unternehmen tut und wo es sitzt."),
    (
        "send_back",
        "de",
        "Was zu tun ist",
        "Schreiben Sie, was in dieser Stelle zu tun ist: Das steht noch nicht im Text.",
    ),
    (
        "send_back",
        "de",
        "Kontakt außerhalb der Seite",
        "Nehmen Sie Adressen und Nummern aus dem Text: Man bewirbt sich auf der Seite.",
    ),
    (
        "decline",
        "en",
        "Asks for money",
        "We show no jobs for which people have to pay.",
    ),
    ("decline", "en", "No job", "This is no job with an employer, and we show nothing else."),
    (
        "decline",
        "en",
        "Shuts people out",
        "The posting shuts people out for what they are, which the law does not allow.",
    ),
    ("decline", "de", "Verlangt Geld", "Wir zeigen keine Stellen, für die Bewerber zahlen sollen."),
    ("decline", "de", "Keine Stelle", "Das ist keine Stelle, und wir zeigen nichts anderes."),
    (
        "decline",
        "de",
        "Schließt Menschen aus",
        "Die Anzeige schließt Menschen in einer Weise aus, die das Gesetz nicht erlaubt.",
    ),
]


def add_first(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("jobs", "PreparedReply")
    names = ("decision", "language", "title", "text")
    model.objects.bulk_create(model(**dict(zip(names, row, strict=True))) for row in _FIRST)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0008_prepared_replies")]

    operations = [migrations.RunPython(add_first, migrations.RunPython.noop)]
