"""The fields of the index. Raise SCHEMA_VERSION with every change: older indexes are rebuilt."""

from __future__ import annotations

from functools import cache

import tantivy

from jobs.search.text import analyzers

SCHEMA_VERSION = 3

# Keys that sort and page: 33 bits of a measure, then 31 bits of the id, so that no two are equal.
ID_BITS = 31
_LARGEST_MEASURE = (1 << 33) - 1
SORT_FIELDS = {
    "created_at": "created_key",
    "application_deadline": "deadline_key",
    "salary_min": "salary_min_key",
    "salary_max": "salary_max_key",
}


@cache
def schema() -> tantivy.Schema:
    """Return the one schema. Measures: money in cents a year, times in microseconds (UTC)."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for name, tokenizer in (
        ("title", "english"),
        ("about", "english"),
        ("body", "english"),
        ("title_de", "german"),
        ("body_de", "german"),
    ):
        builder.add_text_field(name, tokenizer_name=tokenizer)
    # Unstemmed words of title, company, skills, place and category: for words half typed and for
    # spelling, which reads the stored text.
    builder.add_text_field("names", tokenizer_name="plain", stored=True)
    builder.add_text_field("company", tokenizer_name="plain", index_option="basic")
    builder.add_text_field("place", tokenizer_name="plain", index_option="basic")
    for name in ("employment_type", "experience_level", "workplace", "currency"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    # Several for a job: one for each band that its pay touches.
    builder.add_text_field("pay_band", tokenizer_name="raw", fast=True, index_option="basic")
    builder.add_text_field("location", tokenizer_name="raw", fast=True, index_option="basic")
    for name in ("title", "company", "location"):
        builder.add_text_field(f"complete_{name}", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("category", indexed=True, fast=True)
    builder.add_integer_field("place_id", indexed=True, fast=True)
    builder.add_integer_field("salary_min", fast=True)
    builder.add_integer_field("salary_max", fast=True)
    builder.add_float_field("pay", fast=True)
    builder.add_integer_field("deadline", indexed=True, fast=True)
    builder.add_integer_field("changed", fast=True)
    builder.add_float_field("freshness", fast=True)
    for name in SORT_FIELDS.values():
        builder.add_unsigned_field(name, indexed=name == "created_key", fast=True)
    return builder.build()


def new_index(path: str | None = None) -> tantivy.Index:
    """Return an empty index in memory, or on disk under `path`, an empty directory."""
    return _prepared(tantivy.Index(schema(), path=path))


def open_index(path: str) -> tantivy.Index:
    """Return the index under `path`. Raises ValueError where there is none that can be read."""
    return _prepared(tantivy.Index.open(path))


def _prepared(index: tantivy.Index) -> tantivy.Index:
    for name, analyzer in analyzers().items():
        index.register_tokenizer(name, analyzer)
    # Readers are told when to reload; a watching thread would also slow every commit down.
    index.config_reader(reload_policy="manual")
    return index


def sort_key(measure: int, job_id: int) -> int:
    """Return the key that sorts by `measure` (whole seconds or units), then by id."""
    return min(max(measure, 0), _LARGEST_MEASURE) << ID_BITS | job_id & ((1 << ID_BITS) - 1)
