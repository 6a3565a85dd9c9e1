"""Placeholders are replaced and never evaluated; what is missing leaves no gap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from people.placeholders import faults_in, fill, unknown_in

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = ["first_name", "job", "place"]


@pytest.mark.parametrize(
    ("text", "values", "read"),
    [
        ("Hello {{first_name}},", {"first_name": ""}, "Hello,"),
        ("{{first_name}}, thank you!", {"first_name": ""}, "Thank you!"),
        ("{{ first_name }} – thank you!", {"first_name": "Ada"}, "Ada – thank you!"),
        ("For {{job}} in {{place}}.", {"job": "Nurse", "place": ""}, "For Nurse in."),
        ("One\n\n{{place}}\n\nTwo", {"place": ""}, "One\n\nTwo"),
        ("One\n{{place}}\nTwo", {"place": ""}, "One\nTwo"),
        ("a\n\nb", {}, "a\n\nb"),
        ("{{job}} {{unknown}} {{ job.pk }}", {"job": "Nurse"}, "Nurse {{unknown}} {{ job.pk }}"),
        ("{{job}}", {"job": "{{first_name}} {% now 'Y' %}"}, "{{first_name}} {% now 'Y' %}"),
        ("{{job}}{{place}}", {"job": "{{", "place": "first_name}}"}, "{{first_name}}"),
        ("{% now 'Y' %} {{ job|upper }}", {"job": "x"}, "{% now 'Y' %} {{ job|upper }}"),
    ],
)
def test_what_is_put_in_reads_well_and_is_not_looked_through_again(
    text: str, values: dict[str, str], read: str
) -> None:
    assert fill(text, values) == read


def test_unknown_ones_are_named_with_those_that_there_are() -> None:
    assert unknown_in("{{job}} {{jop}} {{a.b}} {{jop}}", KNOWN) == ["jop", "a.b"]
    assert faults_in("{{jop}}", KNOWN) == [
        "Nothing is known to put in for {{jop}}. There are: {{first_name}}, {{job}}, {{place}}."
    ]


def test_hostile_strings_go_in_and_out_as_they_are(shared_data: Path) -> None:
    tried = 0
    for file in sorted((shared_data / "adversarial" / "strings").glob("*.json")):
        for entry in json.loads(file.read_text()):
            text = entry if isinstance(entry, str) else json.dumps(entry)
            assert fill("<{{job}}>", {"job": text}) == (f"<{text}>" if text else "<>")
            tried += 1
    assert tried > 20
