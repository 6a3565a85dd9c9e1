"""The pipeline: every pair of stages either has its way or none."""

import pytest

from hiring.choices import ApplicationStatus
from hiring.pipeline import reachable, way

PENDING, REVIEWED, SHORTLISTED, REJECTED, HIRED = ApplicationStatus
WAYS: dict[tuple[ApplicationStatus, ApplicationStatus], list[ApplicationStatus]] = {
    (PENDING, REVIEWED): [REVIEWED],
    (PENDING, SHORTLISTED): [REVIEWED, SHORTLISTED],
    (PENDING, REJECTED): [REVIEWED, REJECTED],
    (PENDING, HIRED): [REVIEWED, SHORTLISTED, HIRED],
    (REVIEWED, SHORTLISTED): [SHORTLISTED],
    (REVIEWED, REJECTED): [REJECTED],
    (REVIEWED, HIRED): [SHORTLISTED, HIRED],
    (SHORTLISTED, REJECTED): [REJECTED],
    (SHORTLISTED, HIRED): [HIRED],
    (REJECTED, REVIEWED): [REVIEWED],
    (REJECTED, SHORTLISTED): [REVIEWED, SHORTLISTED],
    (REJECTED, HIRED): [REVIEWED, SHORTLISTED, HIRED],
}


@pytest.mark.parametrize("to", ApplicationStatus)
@pytest.mark.parametrize("origin", ApplicationStatus)
def test_way_of_every_pair_is_the_documented_one_or_none(
    origin: ApplicationStatus, to: ApplicationStatus
) -> None:
    assert way(origin, to) == WAYS.get((origin, to))


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (PENDING, [REVIEWED, SHORTLISTED, REJECTED, HIRED]),
        (REVIEWED, [SHORTLISTED, REJECTED, HIRED]),
        (SHORTLISTED, [REJECTED, HIRED]),
        (REJECTED, [REVIEWED, SHORTLISTED, HIRED]),
        (HIRED, []),
    ],
)
def test_reachable_lists_every_stage_there_is_a_way_to(
    origin: ApplicationStatus, expected: list[ApplicationStatus]
) -> None:
    assert reachable(origin) == expected
