from nexus.bench.soak.report import lines_of_load
from nexus.bench.soak.watching import Series


def test_slope_is_that_of_the_second_half() -> None:
    rising = Series([(float(n), 0.0) for n in range(50)] + [(50.0 + n, n / 60) for n in range(50)])

    assert round(rising.slope_per_minute(), 3) == 1
    assert rising.around(0.0) == 0
    assert Series([(0.0, 5.0)]).slope_per_minute() == 0


def test_errors_are_told_by_when_they_were() -> None:
    load = {
        "counts": {"read 200": 9, "read 503": 1, "post 500": 1},
        "seconds": 10.0,
        "milliseconds": {"read": {"p50": 1.0}},
        "errors": [(4.0, "read", 503, True), (90.0, "post", 500, False)],
        "unanswered": {},
    }

    told = "\n".join(lines_of_load(load, [("Redis", 3.0, 6.0)]))

    assert "errors in the outages: read 503 with Retry-After: 1" in told
    assert "errors at other times: post 500 without Retry-After: 1" in told
