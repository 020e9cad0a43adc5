"""A comparison as plain values, in the shape that programs rely on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

import numpy as np

from energy_synergy.registry import Option
from energy_synergy.tariffs.member_prices import LocalFees
from energy_synergy.trading.bills import Bills
from energy_synergy.trading.choices import Choice
from energy_synergy.trading.compare import Combination
from energy_synergy.trading.ranking import best_of
from energy_synergy.units import SLOT_SECONDS
from energy_synergy.usecases.compare import Comparison
from energy_synergy.usecases.finding_json import finding_as_json

# Coefficients for each slot of a year are no thing to print.
MOST_COEFFICIENTS = 2_500
BILL_PARTS = ("grid_cost", "grid_income", "base_fee", "peak_cost", "group_cost", "group_income", "settlement")


def as_record(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values: each combination with each of its members, amounts in the currency told."""
    timeline, names = comparison.timeline, member_names(comparison)
    return {
        "group": comparison.group.name,
        "timezone": comparison.group.timezone,
        "typical_day": timeline is None,
        "starts_at": None if timeline is None else timeline.start_of(0).isoformat(),
        "ends_at": None if timeline is None else timeline.start_of(timeline.slots).isoformat(),
        "currency": comparison.terms.currency,
        "scheme": comparison.scheme or None,
        "interval_minutes": comparison.terms.interval_slots * SLOT_SECONDS // 60,
        "members": [
            {
                "name": name,
                "grid_fee_factor": fees.grid_fee_factor,
                "bill_alone": bill_record(comparison.alone, place),
            }
            for place, (name, fees) in enumerate(zip(names, local_fees_of(comparison), strict=True))
        ],
        "combinations": [combination_record(comparison, one) for one in comparison.combinations],
        "best": [
            {"measure": one.measure.name, "value": one.value, "combinations": [best.name for best in one.combinations]}
            for one in best_of(comparison.combinations)
        ],
        "choices": choice_records(comparison),
        "skipped": [
            {"family": one.family, "name": one.name, "reason": one.reason.format_map(one.values)}
            for one in comparison.skipped
        ],
        "findings": [finding_as_json(finding) for finding in comparison.findings],
    }


def member_names(comparison: Comparison) -> list[str]:
    """Return the names of the members, in the order of the group."""
    return [member.name for member in comparison.group.members]


def local_fees_of(comparison: Comparison) -> tuple[LocalFees, ...]:
    """Return what is due on energy of the group for each member, in the order of the group."""
    fees = comparison.terms.local_fees
    return (fees,) * len(comparison.group.members) if isinstance(fees, LocalFees) else fees


def choice_records(comparison: Comparison) -> list[dict[str, Any]]:
    """Return every key and price rule that was compared, with its fields and what was assumed of them."""
    chosen: dict[int, tuple[str, Choice]] = {}
    for one in comparison.combinations:
        chosen.setdefault(id(one.key), ("sharing", one.key))
        chosen.setdefault(id(one.rule), ("pricing", one.rule))
    return [
        {
            "family": family,
            "name": choice.name,
            "fields": fields_record(choice.option),
            "assumption": choice.assumption.format_map(choice.values) or None,
        }
        for family, choice in chosen.values()
    ]


def fields_record(option: Option) -> dict[str, Any]:
    """Return the fields of an option as plain values; large tables of coefficients are left out."""
    fields = {name: getattr(option, name) for name in type(option).model_fields}
    large = {name for name, value in fields.items() if isinstance(value, np.ndarray) and value.size > MOST_COEFFICIENTS}
    return option.model_dump(mode="json", exclude=large)


def combination_record(comparison: Comparison, one: Combination) -> dict[str, Any]:
    """Return one combination; `bill` of a member is without VAT, in the group."""
    names = member_names(comparison)
    return {
        "key": one.key.name,
        "price": one.rule.name,
        "promise": one.rule.rule.promise,
        "with_compensation": one.is_compensated,
        "scheme_admits_key": comparison.admits(one.key.name),
        "total_gain": one.total_gain,
        "shared_kwh": one.shared_kwh,
        "group_price_per_kwh": one.group_price_per_kwh,
        "intervals_without_price": one.blocked_slots,
        "willingness": one.willingness,
        "winners": [names[place] for place in one.winners],
        "losers": [names[place] for place in one.losers],
        "losers_without_compensation": [names[place] for place in one.losers_by_rule],
        "fairness": fairness_records(one),
        "members": [{"name": name, **member_record(one, comparison.alone, place)} for place, name in enumerate(names)],
    }


def fairness_records(one: Combination) -> list[dict[str, Any]]:
    """Return the measures of fairness, each with the thing measured."""
    return [
        {
            "measured": str(fair.measured),
            "members": fair.members,
            "jain": fair.jain,
            "gini": fair.gini,
            "min_max": fair.min_max,
        }
        for fair in one.fairness
    ]


def member_record(one: Combination, alone: Bills, place: int) -> dict[str, Any]:
    """Return what a combination does for one member; None where it is not known."""
    took_part = bool(one.priced[place])
    values = {
        "given_kwh": one.given_kwh,
        "received_kwh": one.received_kwh,
        "service": one.service,
        "savings": one.savings,
        "savings_without_compensation": one.savings_by_rule,
        "savings_of_bill": one.savings_of_bill,
        "bill": alone.net - one.savings,
    }
    return {name: known(array[place]) if took_part else None for name, array in values.items()}


def bill_record(bills: Bills, place: int) -> dict[str, float] | None:
    """Return the bill of one member; None where a tariff or a price lacks."""
    if isnan(bills.net[place]):
        return None
    parts = {name: float(getattr(bills, name)[place]) for name in BILL_PARTS}
    return parts | {"net": float(bills.net[place]), "vat": float(bills.vat[place])}


def known(value: float) -> float | None:
    """Return a number as it is, None for NaN."""
    return None if isnan(value) else float(value)


def rows_of(comparison: Comparison) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    """Return the header and one row for each combination and member, for a table file."""
    header = ("key", "price", "member", *_ROW)
    return header, (
        (record["key"], record["price"], member["name"], *(member[name] for name in _ROW))
        for record in (combination_record(comparison, one) for one in comparison.combinations)
        for member in record["members"]
    )


_ROW: Sequence[str] = (
    "savings",
    "savings_of_bill",
    "bill",
    "savings_without_compensation",
    "given_kwh",
    "received_kwh",
    "service",
)
