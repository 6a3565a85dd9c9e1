"""What a question finds, in which order, and what is counted."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from jobs.search.query import (
    BadCursor,
    BadOrdering,
    FacetCount,
    JobQuery,
    Likeness,
    SearchError,
)
from jobs.tests.search_lab import NOW, hits, indexed, snapshot_of


@pytest.mark.parametrize("text", ["c++", "c#", ".net", "node.js", "f#", "C++", "dotnet", "nodejs"])
def test_search_for_technical_word_finds_only_its_job(text: str) -> None:
    named = {
        "c++": indexed("Developer", texts="You write C++ daily."),
        "c#": indexed("Developer", texts="You write C# daily."),
        ".net": indexed("Developer", texts="You know ASP.NET well."),
        "node.js": indexed("Developer", skills="Node.js"),
        "f#": indexed("Developer", texts="You write F#."),
    }
    wanted = {"dotnet": ".net", "nodejs": "node.js"}.get(text, text).lower()
    snapshot = snapshot_of(*named.values(), indexed("C developer at slideshare.net, node, net"))

    assert hits(snapshot, text).ids == [named[wanted].id]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("nurses", "Nurse"),
        ("nursing", "Nurse"),
        ("zurich", "Zürich"),
        ("Müller", "Muller"),
        ("front-end", "Frontend"),
        ("frontend", "Front end"),
        ("ሹፌር", "ሹፌር"),
    ],
)
def test_search_finds_other_forms_of_a_word(text: str, title: str) -> None:
    job = indexed(f"{title} wanted")
    snapshot = snapshot_of(job, indexed("Baker"))

    assert hits(snapshot, text).ids == [job.id]


def test_search_for_german_form_finds_german_posting() -> None:
    german = indexed(
        "Buchhalter", texts="Wir suchen für die Firma einen Mitarbeiter und der fährt mit Kollegen."
    )
    snapshot = snapshot_of(german, indexed("Baker"))

    assert hits(snapshot, "Mitarbeitern ").ids == [german.id]
    assert hits(snapshot, "Kollege ").ids == [german.id]


def test_search_demands_every_word_but_small_ones() -> None:
    both = indexed("Nurse", location="Leeds")
    snapshot = snapshot_of(
        both, indexed("Nurse", location="Hull"), indexed("Cook", location="Leeds")
    )

    assert hits(snapshot, "nurse jobs in leeds").ids == [both.id]


def test_search_for_phrase_wants_the_words_in_a_row() -> None:
    row = indexed("Nurse", texts="mental health nurse")
    snapshot = snapshot_of(row, indexed("Nurse", texts="health of the mental kind"))

    assert hits(snapshot, '"mental health"').ids == [row.id]


def test_search_with_exclusion_leaves_jobs_out() -> None:
    kept = indexed("Nurse")
    snapshot = snapshot_of(kept, indexed("Nurse", texts="bank shifts"))

    assert hits(snapshot, "nurse -bank").ids == [kept.id]
    assert hits(snapshot, "-bank").ids == [kept.id]


def test_search_for_half_typed_word_finds_it_below_the_exact_one() -> None:
    longer, exact = indexed("JavaScript developer"), indexed("Java developer")
    snapshot = snapshot_of(longer, exact)

    assert hits(snapshot, "java").ids == [exact.id, longer.id]
    assert hits(snapshot, "java ").ids == [exact.id]


def test_search_for_half_typed_word_ranks_titles_that_begin_so_first() -> None:
    title = indexed("Software engineer", created_at=NOW - timedelta(days=50))
    company = indexed("Baker", company="Softwood & Sons", created_at=NOW)
    skill = indexed("Clerk", skills="Software testing", created_at=NOW)
    snapshot = snapshot_of(company, skill, title)

    assert hits(snapshot, "softw").ids[0] == title.id
    assert hits(snapshot, "softw").total == 3


def test_search_ranks_title_over_skill_over_text() -> None:
    text = indexed("Clerk", texts="python " + "filler " * 20)
    skill = indexed("Clerk", skills="Python")
    title = indexed("Python clerk")
    snapshot = snapshot_of(text, skill, title, *(indexed("Clerk") for _ in range(20)))

    assert hits(snapshot, "python").ids == [title.id, skill.id, text.id]


def test_search_ranks_newer_before_equally_good_older() -> None:
    old = indexed("Welder", created_at=NOW - timedelta(days=50))
    new = indexed("Welder", created_at=NOW - timedelta(days=1))
    oldest = indexed("Welder", created_at=NOW - timedelta(days=90))

    assert hits(snapshot_of(old, new, oldest), "welder").ids == [new.id, old.id, oldest.id]


def test_search_ranks_better_match_before_newer_one() -> None:
    better = indexed("Welder", created_at=NOW - timedelta(days=300))
    newer = indexed("Cook", texts="Some welder stands nearby.", created_at=NOW)

    assert hits(snapshot_of(better, newer), "welder").ids == [better.id, newer.id]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("devloper", "developer"),
        ("phyton developer", "python developer"),
        ("acountnat", "accountant"),
    ],
)
def test_search_without_hits_suggests_a_spelling_that_has_some(typed: str, meant: str) -> None:
    snapshot = snapshot_of(indexed("Python developer"), indexed("Accountant"))

    found = hits(snapshot, typed)

    assert (found.ids, found.total) == ([], 0)
    assert found.did_you_mean == meant


def test_search_suggests_nothing_where_filters_leave_nothing() -> None:
    snapshot = snapshot_of(indexed("Developer", currency="EUR"))

    assert hits(snapshot, "devloper", currency="USD").did_you_mean is None


def test_search_hides_job_at_the_very_moment_of_its_deadline() -> None:
    job = indexed("Welder", deadline=NOW + timedelta(seconds=1))
    snapshot = snapshot_of(job, indexed("Welder"))

    assert hits(snapshot, "welder", at=NOW + timedelta(seconds=0.999999)).total == 2
    assert hits(snapshot, "welder", at=NOW + timedelta(seconds=1)).total == 1
    assert snapshot.facets(JobQuery(), NOW + timedelta(seconds=2))["category"] == [
        FacetCount("7", 1)
    ]


@pytest.mark.parametrize(
    "filters",
    [
        {"employment_types": frozenset({"contract", "internship"})},
        {"experience_levels": frozenset({"senior"})},
        {"categories": frozenset({9})},
        {"workplaces": frozenset({"remote"})},
        {"salary_min": Decimal("70000.01")},
        {"salary_max": Decimal("40000")},
        {"currency": "USD"},
        {"location": "zuri"},
        {"location": "SWITZ zür"},
        {"company": "glob"},
        {"posted_since": NOW},
        {"text": "special", "categories": frozenset({9}), "currency": "USD"},
    ],
)
def test_filter_keeps_only_what_it_names(filters: dict[str, Any]) -> None:
    special = indexed(
        "Special",
        employment_type="contract",
        experience_level="senior",
        category_id=9,
        workplace="remote",
        salary_min_yearly=Decimal("70000.01") if "salary_min" in filters else Decimal(10),
        salary_max_yearly=Decimal("80000") if "salary_min" in filters else Decimal("40000.00"),
        currency="USD",
        location="Zürich, Switzerland",
        company="Müller Global",
        created_at=NOW,
    )
    snapshot = snapshot_of(
        special, indexed(), indexed(salary_min_yearly=None, salary_max_yearly=None)
    )

    assert hits(snapshot, **filters).ids == [special.id]


@pytest.mark.parametrize(
    "filters",
    [
        {"location": "!!!"},
        {"location": "urich"},
        {"company": "zzz"},
        {"categories": frozenset({2**80})},
        {"salary_min": Decimal("1e30")},
        {"currency": "XXX"},
        {"posted_since": NOW + timedelta(days=1)},
    ],
)
def test_filter_that_fits_nothing_finds_nothing(filters: dict[str, Any]) -> None:
    assert hits(snapshot_of(indexed(location="Zurich")), **filters).total == 0


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("created_at", "abcd"),
        ("-created_at", "dcba"),
        ("application_deadline", "bacd"),
        ("-application_deadline", "dcab"),
        ("salary_min", "cba"),
        ("-salary_min", "abc"),
        ("salary_max", "cba"),
        ("-salary_max", "abc"),
        ("", "dcba"),
        ("relevance", "dcba"),
        ("-relevance", "dcba"),
    ],
)
def test_ordering_without_text_sorts_by_its_column(ordering: str, expected: str) -> None:
    jobs = {
        name: indexed(
            created_at=NOW - timedelta(days=9 - day),
            deadline=NOW + timedelta(days=deadline),
            salary_min_yearly=pay,
            salary_max_yearly=pay,
        )
        for name, day, deadline, pay in (
            ("a", 1, 20, Decimal(300)),
            ("b", 2, 10, Decimal(200)),
            ("c", 3, 30, Decimal(100)),
            ("d", 4, 40, None),
        )
    }
    names = {job.id: name for name, job in jobs.items()}
    found = hits(snapshot_of(*jobs.values()), ordering=ordering).ids

    assert "".join(names[job_id] for job_id in found).startswith(expected)
    assert len(found) == 4


def test_reversed_relevance_begins_with_the_worst() -> None:
    jobs = [indexed("Welder"), indexed("Cook", texts="welder"), indexed("Senior chief welder")]
    snapshot = snapshot_of(*jobs)

    best_first = hits(snapshot, "welder").ids

    assert hits(snapshot, "welder", ordering="-relevance").ids == best_first[::-1]


def test_unknown_ordering_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadOrdering, match="cannot be ordered by “title”"):
        JobQuery(ordering="title")


def test_salary_that_is_no_number_is_refused() -> None:
    with pytest.raises(SearchError, match="must be a number"):
        JobQuery(salary_min=Decimal("NaN"))


def test_pages_by_offset_are_disjoint_and_complete() -> None:
    jobs = [indexed("Welder") for _ in range(25)]
    snapshot = snapshot_of(*jobs)
    query = JobQuery(text="welder")

    pages = [snapshot.search(query, offset=at, limit=10, at=NOW) for at in (0, 10, 20, 30)]

    assert [page.total for page in pages] == [25] * 4
    assert sorted(job_id for page in pages for job_id in page.ids) == [job.id for job in jobs]


@pytest.mark.parametrize(
    "ordering", ["", "created_at", "-salary_min", "salary_max", "application_deadline"]
)
@pytest.mark.parametrize("limit", [1, 3, 7, 30])
def test_pages_by_cursor_hold_every_job_once_in_order(ordering: str, limit: int) -> None:
    same = NOW - timedelta(days=3)
    jobs = [
        indexed(
            created_at=same,
            salary_min_yearly=None if n % 3 == 0 else Decimal(n // 2),
            salary_max_yearly=None if n % 3 == 0 else Decimal(n // 2),
        )
        for n in range(21)
    ]
    snapshot = snapshot_of(*jobs)
    query = JobQuery(ordering=ordering)

    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        ids, cursor = snapshot.search_after(query, cursor=cursor, limit=limit, at=NOW)
        assert ids
        seen += ids

    assert sorted(seen) == [job.id for job in jobs]
    pay = {job.id: job.salary_min_yearly for job in jobs}
    if "salary" in ordering:
        known = [amount for job_id in seen if (amount := pay[job_id]) is not None]
        assert [pay[job_id] for job_id in seen][: len(known)] == known
        assert known == sorted(known, reverse=ordering.startswith("-"))


def test_cursor_with_text_goes_newest_first() -> None:
    old = indexed("Welder", created_at=NOW - timedelta(days=5))
    new = indexed("Cook", texts="welder", created_at=NOW)
    query = JobQuery(text="welder")

    assert snapshot_of(old, new).search_after(query, cursor="", limit=5, at=NOW) == (
        [new.id, old.id],
        None,
    )


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "a" * 500, "LWNyZWF0ZWRfYXR8a3wtMQ", "\0"])
def test_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor, match="cursor"):
        snapshot_of(indexed()).search_after(JobQuery(), cursor=cursor, limit=5, at=NOW)


def test_cursor_of_another_ordering_is_refused() -> None:
    snapshot = snapshot_of(indexed(), indexed())
    _, cursor = snapshot.search_after(JobQuery(), cursor="", limit=1, at=NOW)

    with pytest.raises(BadCursor, match="another ordering"):
        snapshot.search_after(JobQuery(ordering="created_at"), cursor=cursor or "", limit=1, at=NOW)


def test_facets_leave_their_own_filter_out_and_keep_the_others() -> None:
    snapshot = snapshot_of(
        indexed(employment_type="contract", category_id=1),
        indexed(employment_type="contract", category_id=2),
        indexed(employment_type="full_time", category_id=1, location="Berlin"),
    )
    query = JobQuery(employment_types=frozenset({"contract"}), categories=frozenset({1}))

    facets = snapshot.facets(query, NOW)

    assert facets == {
        "category": [FacetCount("1", 1), FacetCount("2", 1)],
        "employment_type": [FacetCount("contract", 1), FacetCount("full_time", 1)],
        "experience_level": [FacetCount("mid", 1)],
        "location": [FacetCount("Hamburg, Germany", 1)],
    }


def test_facet_of_locations_names_the_fifty_commonest() -> None:
    snapshot = snapshot_of(
        *(indexed(location=f"Town {n}") for n in range(70)), indexed(location="Town 69")
    )

    locations = snapshot.facets(JobQuery(), NOW)["location"]

    assert len(locations) == 50
    assert locations[0] == FacetCount("Town 69", 2)


def test_open_counts_by_category_count_open_jobs() -> None:
    snapshot = snapshot_of(
        indexed(category_id=1), indexed(category_id=2), indexed(category_id=2, deadline=NOW)
    )

    assert snapshot.open_counts_by_category(NOW) == {1: 1, 2: 1}


def test_market_stats_average_the_middle_of_the_salaries_in_one_currency() -> None:
    snapshot = snapshot_of(
        indexed(salary_min_yearly=Decimal(100), salary_max_yearly=Decimal(300)),
        indexed(salary_min_yearly=None, salary_max_yearly=Decimal(100)),
        indexed(salary_min_yearly=None, salary_max_yearly=None),
        indexed(currency="USD", employment_type="contract", experience_level="senior"),
    )

    stats = snapshot.market_stats("EUR", NOW)

    assert stats.total == 4
    assert stats.employment_types == [FacetCount("full_time", 3), FacetCount("contract", 1)]
    (pay,) = stats.average_pay
    assert (pay.experience_level, pay.average, pay.jobs) == ("mid", Decimal("150.00"), 2)


def test_suggest_completes_titles_companies_and_places_the_commonest_first() -> None:
    snapshot = snapshot_of(
        indexed("Zookeeper", company="Acme", location="Zürich"),
        indexed("Cook", company="Zoo Ltd", location="zurich"),
    )

    found = snapshot.suggest("Z", 10, NOW)

    assert [(one.kind, one.text.lower().replace("ü", "u"), one.count) for one in found] == [
        ("location", "zurich", 2),
        ("company", "zoo ltd", 1),
        ("title", "zookeeper", 1),
    ]


def test_suggest_of_nothing_is_empty() -> None:
    assert snapshot_of(indexed()).suggest(" !", 10, NOW) == []


@pytest.mark.parametrize("ordering", ["relevance", "-created_at", "salary_min"])
def test_page_far_past_the_end_is_empty_and_takes_no_room(ordering: str) -> None:
    snapshot = snapshot_of(indexed("Welder"), indexed("Baker"))

    found = snapshot.search(JobQuery(ordering=ordering), offset=10**15, limit=20, at=NOW)

    assert (found.ids, found.total) == ([], 2)


def test_similar_jobs_share_words_of_the_title_then_skills_then_the_category() -> None:
    job = indexed("Senior ward nurse (m/f/d)", skills=["Triage"])
    nurse = indexed("Ward nurse", category_id=8)
    skilled = indexed("Paramedic", category_id=8, skills=["Triage"])
    colleague = indexed("Gardener")
    stranger = indexed("Mason", category_id=8)
    snapshot = snapshot_of(job, stranger, colleague, skilled, nurse)
    like = Likeness(job.id, job.title, category=7, skills=("Triage",))

    assert snapshot.similar(like, 5, NOW) == [nurse.id, skilled.id, colleague.id]
    assert snapshot.similar(like, 1, NOW) == [nurse.id]


def test_similar_jobs_are_open() -> None:
    job = indexed("Nurse")
    closed = indexed("Nurse", deadline=NOW - timedelta(seconds=1))

    assert snapshot_of(job, closed).similar(Likeness(job.id, "Nurse", 7), 5, NOW) == []


@pytest.mark.parametrize("title", ["", "-", "и в", "C++ " * 80, '"(', "\0", "ነርስ"])
def test_similar_jobs_of_any_title_are_found(title: str) -> None:
    colleague = indexed("Gardener")

    found = snapshot_of(colleague).similar(Likeness(1 << 40, title, 7), 5, NOW)

    assert found == [colleague.id]
