"""Amounts of money: yearly equivalents, ranges, their form on the wire, currency codes."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

YEARLY_FACTOR: Mapping[str, int] = MappingProxyType(
    {"year": 1, "month": 12, "week": 52, "day": 260, "hour": 2080}
)

OUT_OF_ORDER = _("The lowest salary must not exceed the highest.")

_CENT = Decimal("0.01")

# The currencies of ISO 4217 that people are paid in today. Left out: precious metals, units of
# account and of funds, test codes, and what has been withdrawn (HRK, BGN, ANG, SLL, ZWL, CUC).
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES: frozenset[str] = frozenset(_CODES.split())


def yearly(amount: Decimal, period: str) -> Decimal:
    """Return what `amount` per `period` comes to in a year of 2080 hours, exactly.

    Raises ValueError for a period that is not a key of YEARLY_FACTOR.
    """
    try:
        return amount * YEARLY_FACTOR[period]
    except KeyError:
        raise ValueError(f"A salary is paid by {', '.join(YEARLY_FACTOR)}, not {period}.") from None


def money_string(amount: Decimal | None) -> str | None:
    """Return the amount with two places, halves rounded up, or None for None.

    Raises ValueError for an amount that is not a finite number.
    """
    if amount is None:
        return None
    if not amount.is_finite():
        raise ValueError(f"{amount} is not an amount of money.")
    return f"{amount.quantize(_CENT, rounding=ROUND_HALF_UP):f}"


def is_out_of_order(lowest: Decimal | None, highest: Decimal | None) -> bool:
    """Tell whether both ends of a range are known and the lowest exceeds the highest."""
    return lowest is not None and highest is not None and lowest > highest


def salary_constraints(prefix: str, lowest: str, highest: str) -> list[CheckConstraint]:
    """Return what a table with these two columns holds to; names begin with `prefix`."""
    unknown = Q(**{f"{lowest}__isnull": True}), Q(**{f"{highest}__isnull": True})
    return [
        CheckConstraint(
            condition=unknown[0] | unknown[1] | Q(**{f"{lowest}__lte": F(highest)}),
            name=f"{prefix}_salary_order",
            violation_error_message=OUT_OF_ORDER,
        ),
        CheckConstraint(
            condition=(unknown[0] | Q(**{f"{lowest}__gte": 0}))
            & (unknown[1] | Q(**{f"{highest}__gte": 0})),
            name=f"{prefix}_salary_not_negative",
            violation_error_message=_("A salary must not be negative."),
        ),
    ]


def validate_currency(code: str) -> None:
    """Raise ValidationError unless `code` is one of CURRENCIES, in capitals."""
    if code not in CURRENCIES:
        raise ValidationError(
            _("“%(code)s” is not a currency. Write the three-letter code, such as EUR or USD."),
            code="invalid_currency",
            params={"code": code},
        )
