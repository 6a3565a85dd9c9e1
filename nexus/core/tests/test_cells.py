"""How the cells of lists show long texts."""

from nexus.core.backoffice import brief


def test_a_text_is_escaped_and_told_in_full() -> None:
    assert brief("A <b> & c") == (
        '<span class="brief" dir="auto" title="A &lt;b&gt; &amp; c">A &lt;b&gt; &amp; c</span>'
    )


def test_an_address_breaks_after_its_parts() -> None:
    assert brief("ada.byron@mail.example") == (
        '<span class="brief" dir="auto" title="ada.byron@mail.example">'
        "ada.<wbr>byron@<wbr>mail.<wbr>example</span>"
    )


def test_a_sentence_is_not_taken_for_an_address() -> None:
    assert "<wbr>" not in brief("Node.js engineer")


def test_a_link_leads_where_it_says() -> None:
    assert brief("Acme", css="job-company", url="?company=1&x=2") == (
        '<a class="brief job-company" href="?company=1&amp;x=2" dir="auto" title="Acme">Acme</a>'
    )


def test_nothing_stays_nothing() -> None:
    assert (brief(""), brief("", url="/somewhere/")) == ("", "")
