"""The cells of lists, which stand below one another on phones."""

from __future__ import annotations

from django.utils.safestring import SafeString

from nexus.core.templatetags.lists import labelled


def test_each_cell_is_given_the_heading_of_its_column() -> None:
    box = SafeString('<td class="action-checkbox"><input type="checkbox"></td>')
    name = SafeString('<th class="field-name"><a href="/1/">Welder</a></th>')
    days = SafeString('<td class="field-days nowrap">7</td>')
    headers: list[dict[str, object]] = [
        {"text": SafeString("<input>")},
        {"text": "job"},
        {"text": 'days "open" <b>'},
    ]

    assert labelled([box, name, days], headers) == [
        '<td role="cell" class="action-checkbox"><input type="checkbox"></td>',
        '<th role="rowheader" data-label="Job" class="field-name"><a href="/1/">Welder</a></th>',
        '<td role="cell" data-label="Days &quot;open&quot; &lt;b&gt;" class="field-days nowrap">'
        "7</td>",
    ]
