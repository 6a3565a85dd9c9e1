"""/metrics, in the format of Prometheus, for whoever may read it and for nobody else."""

from __future__ import annotations

import logging
import os
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from nexus.core.api.client import client_address
from nexus.core.metrics import REGISTRY
from nexus.observing import collectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from prometheus_client.metrics_core import Metric

logger = logging.getLogger(__name__)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever shows the token and comes from where it may be asked, else 404."""
    if not _may_read(request):
        raise Http404
    answer = HttpResponse(current(), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def current() -> bytes:
    """Return all there is: what the processes of this machine counted, and what is asked now."""
    asked = CollectorRegistry()
    asked.register(_Asked())
    return counted() + generate_latest(asked)


def counted() -> bytes:
    """Return what the processes of this machine have counted, those that ended included."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


class _Asked(Collector):
    """What is asked at each scrape. Where one thing cannot be had the others are told all the same."""

    def collect(self) -> Iterator[Metric]:
        health = GaugeMetricFamily(
            "nexus_collector_ok", "1 where what it asks for could be had.", labels=["collector"]
        )
        for kind in collectors.ALL:
            name = kind.__name__.removesuffix("Collector").lower()
            try:
                found = list(kind().collect())
            except Exception:
                logger.exception("What the metrics ask of the %s could not be had.", name)
                health.add_metric([name], 0)
                continue
            health.add_metric([name], 1)
            yield from found
        yield health


def _may_read(request: HttpRequest) -> bool:
    """Tell whether all that is set to guard it holds; with nothing set, whether DEBUG is on."""
    token, networks = settings.METRICS_TOKEN, settings.METRICS_NETWORKS
    if not token and not networks:
        return bool(settings.DEBUG)
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if token and not (scheme.lower() == "bearer" and constant_time_compare(given.strip(), token)):
        return False
    return not networks or _comes_from(client_address(request), networks)


def _comes_from(address: str, networks: list[str]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network) for network in networks)
