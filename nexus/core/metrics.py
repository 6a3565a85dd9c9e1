"""What each process counts, for Prometheus to fetch at /metrics. Nothing here is about a person.

The values of all labels are few and known: names of routes, methods, kinds. With
PROMETHEUS_MULTIPROC_DIR, which gunicorn.conf.py sets, the processes of one machine count together.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

REQUESTS = Counter(
    "nexus_requests",
    "Requests that were answered.",
    ["view", "method", "status"],
    registry=REGISTRY,
)
LATENCY = Histogram(
    "nexus_request_seconds",
    "Time from the first middleware in to the last one out.",
    ["view", "method"],
    buckets=_BUCKETS,
    registry=REGISTRY,
)
DATABASE_SECONDS = Counter(
    "nexus_request_database_seconds",
    "Time that requests waited for the database.",
    ["view"],
    registry=REGISTRY,
)
DATABASE_QUERIES = Counter(
    "nexus_request_database_queries",
    "Queries that requests made.",
    ["view"],
    registry=REGISTRY,
)
THROTTLED = Counter(
    "nexus_throttled_requests",
    "Requests that were refused because of a limit.",
    ["view"],
    registry=REGISTRY,
)
LOGINS = Counter(
    "nexus_logins",
    "Sign-ins by what proved the person, and how they went.",
    ["kind", "result"],
    registry=REGISTRY,
)
CACHE_GETS = Counter(
    "nexus_cache_gets", "Reads of the shared cache.", ["result"], registry=REGISTRY
)
KEPT_ANSWERS = Counter(
    "nexus_kept_answers",
    "Requests by those who are not signed in, by whether an earlier answer would do.",
    ["result"],
    registry=REGISTRY,
)
SEARCH_MENDED = Counter(
    "nexus_search_mended_jobs",
    "Jobs redone because the index differed from the database.",
    registry=REGISTRY,
)
CSP_REPORTS = Counter(
    "nexus_csp_reports",
    "What browsers refused because of the content security policy.",
    ["directive"],
    registry=REGISTRY,
)
