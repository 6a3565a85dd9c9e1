"""References are short, unique and lead back to the application."""

import pytest

from hiring.references import number_of, reference_of


@pytest.mark.parametrize("number", [1, 2, 594_823_320, 594_823_321, 10**12])
def test_a_reference_leads_back_to_its_number(number: int) -> None:
    reference = reference_of(number)
    assert number_of(reference) == number
    assert number_of(reference.lower().replace("-", " ")) == number


def test_no_two_applications_share_a_reference() -> None:
    assert len({reference_of(number) for number in range(1, 20_000)}) == 19_999


@pytest.mark.parametrize("text", ["", "NX-", "NX-0000-00", "NX-7K4D-9", "NX-ZZZZ-ZZZ", "1' OR 1=1"])
def test_what_is_no_reference_has_no_number(text: str) -> None:
    assert number_of(text) is None
