"""System checks: combinations of settings that would fail later and further away."""

import os
from ipaddress import ip_network
from typing import Any

from allauth.core.internal.ratelimit import parse_rates
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from jobs.places.countries import NAMES
from nexus.core.api.limits import parse_rate


@register(Tags.caches)
def check_cache_is_shared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demand a cache that all web processes share as soon as there are several."""
    processes = int(os.environ.get("WEB_CONCURRENCY", "1") or 1)
    local = settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")
    if processes > 1 and local:
        return [
            Error(
                "Several web processes need a shared cache, or each counts limits for itself.",
                hint="Set CACHE_URL to a Redis, such as redis://127.0.0.1:6379/0.",
                id="nexus.E010",
            )
        ]
    return []


@register(Tags.security)
def check_rates_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a rate that cannot be read, which would otherwise fail each call."""
    problems: list[CheckMessage] = []
    for name in ("API_RATE_ANON", "API_RATE_USER"):
        try:
            parse_rate(getattr(settings, name))
        except ImproperlyConfigured as exc:
            problems.append(Error(f"{name}: {exc}", id="nexus.E011"))
    return problems


@register(Tags.security)
def check_limits_of_sign_in_can_be_read(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a limit that cannot be read, which would otherwise fail each sign-in."""
    problems: list[CheckMessage] = []
    limits: dict[str, str] = settings.ACCOUNT_RATE_LIMITS or {}  # type: ignore[assignment]  # never True
    for action, rates in limits.items():
        try:
            known = all(rate.per in {"ip", "key", "user"} for rate in parse_rates(rates))
        except ValueError:
            known = False
        if not known:
            problems.append(Error(f"LIMIT_{action.upper()}: {rates} is no limit.", id="nexus.E012"))
    return problems


@register(Tags.security)
def check_networks_of_metrics(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a network that cannot be read, which would otherwise shut its scraper out."""
    problems: list[CheckMessage] = []
    for network in settings.METRICS_NETWORKS:
        try:
            ip_network(network)
        except ValueError as exc:
            problems.append(Error(f"METRICS_NETWORKS: {exc}.", id="nexus.E014"))
    return problems


@register()
def check_default_country_exists(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a country that search engines would not know."""
    code = settings.DEFAULT_COUNTRY
    if not code or code in NAMES:
        return []
    hint = "Two capital letters of ISO 3166, such as DE, GB or US, or nothing."
    return [Error(f"DEFAULT_COUNTRY: {code} is no country.", hint=hint, id="nexus.E013")]
