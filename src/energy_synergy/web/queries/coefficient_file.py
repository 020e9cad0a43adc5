"""The coefficients of a group's agreement as a file for Spanish distributors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

import numpy as np

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.schemes.coefficient_files.spain import CoefficientFile, fixed_file, hourly_file
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.usecases.agreements import BY_SLOT
from energy_synergy.web.db.agreed_keys import load_coefficients
from energy_synergy.web.db.agreements import in_force
from energy_synergy.web.db.loading import bonds_in_order
from energy_synergy.web.db.models import Agreement, Direction, Group, Meter

KEYS = ("static", "slot_shares")


class NoFixedCoefficients(EnergySynergyError):
    """No agreement with coefficients that are told beforehand holds on a day."""

    code = "no_fixed_coefficients"


class SupplyPointUnclear(EnergySynergyError):
    """It is not known which supply point the coefficient of a company belongs to."""

    code = "supply_point_unclear"


def load_coefficient_file(group: Group, day: date, *, cau: str, year: int) -> CoefficientFile:
    """Return the file of the coefficients that hold on a local day, for each hour of the year where they differ by it.

    A company's supply point is the name of its consumption meter in use.
    Raises NoFixedCoefficients, SupplyPointUnclear, CoefficientsMissing, and what `spain.fixed_file` and
    `spain.hourly_file` raise.
    """
    agreement = in_force(group, day)
    shares = agreement.key.get("shares") if agreement is not None and agreement.key["name"] in KEYS else None
    if agreement is None or not shares:
        raise NoFixedCoefficients(
            marked(
                "No agreement with coefficients that are fixed beforehand holds on {day}. Agree on one of these keys: "
                "{keys}."
            ),
            day=day.isoformat(),
            keys=", ".join(KEYS),
        )
    if BY_SLOT in shares:
        return _hourly(group, agreement, cau, year)
    given = {int(number): float(share) for number, share in shares.items()}
    points = _supply_points(group, given, needed={number for number, share in given.items() if share > 0})
    return fixed_file(cau, year, {points[number]: share for number, share in given.items() if number in points})


def _hourly(group: Group, agreement: Agreement, cau: str, year: int) -> CoefficientFile:
    timeline = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), group.timezone)
    coefficients = load_coefficients(agreement.pk, agreement.key, timeline)
    assert coefficients is not None, "the key has coefficients for each slot"
    rows = coefficients.over(timeline, SLOTS_PER_HOUR)
    companies = coefficients.companies
    needed = {number for number, column in zip(companies, rows.T, strict=True) if np.any(column)}
    points = _supply_points(group, companies, needed)
    columns = [place for place, number in enumerate(companies) if number in points]
    return hourly_file(cau, year, [points[companies[place]] for place in columns], rows[:, columns])


def _supply_points(group: Group, companies: Collection[int], needed: Collection[int]) -> Mapping[int, str]:
    """Return the supply point of each company that has one; whoever is `needed` must have exactly one."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = Meter.objects.filter(company__in=companies, direction=Direction.CONSUMPTION).exclude(source="")
    for number, name in rows.order_by("id").values_list("company_id", "name"):
        names[number].append(name)
    unclear = [number for number in needed if len(names[number]) != 1]
    if unclear:
        called = {bond.company_id: bond.company.name for bond in bonds_in_order(group)}
        raise SupplyPointUnclear(
            marked(
                "Each of these companies needs exactly one consumption meter in use, named by its CUPS: {companies}."
            ),
            companies=", ".join(called.get(number, str(number)) for number in unclear),
        )
    return {number: names[number][0] for number in companies if len(names[number]) == 1}
