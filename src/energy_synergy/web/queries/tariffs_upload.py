"""What a file of tariffs would do to the companies of a group, before anything is saved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.tariffs.room import room_for
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.tariffs.tariff_file import TariffFile
from energy_synergy.web.db.models import Company, Group
from energy_synergy.web.db.tariffs import load_tariffs
from energy_synergy.web.queries.tariff_words import told_amounts, told_parts
from energy_synergy.web.queries.tariffs_group import open_bonds

Fate = Literal["new", "same"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """A tariff of a file and what it would do: `cuts` names those that end or go because of it."""

    company: Company
    tariff: Tariff
    line: int
    fate: Fate
    first_on: date | None
    last_on: date | None
    parts: tuple[tuple[str, str], ...]
    amounts: tuple[tuple[str, str], ...]
    cuts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do; it can be saved once nothing of it is wrong."""

    planned: tuple[Planned, ...]
    findings: tuple[Finding, ...]

    @property
    def new(self) -> tuple[Planned, ...]:
        """The tariffs that would be saved."""
        return tuple(one for one in self.planned if one.fate == "new")

    @property
    def can_be_saved(self) -> bool:
        """Tell whether there is something to save and nothing wrong."""
        return bool(self.new) and not self.findings


def plan_upload(group: Group, told: TariffFile, editable: Collection[int]) -> Plan:
    """Return what a file would do to the companies that somebody may change; two queries at most."""
    companies = {
        bond.company.name.casefold(): bond.company for bond in open_bonds(group) if bond.company_id in editable
    }
    held = {number: list(tariffs) for number, tariffs in load_tariffs(editable).items()}
    planned: list[Planned] = []
    findings = list(told.findings)
    for one in told.tariffs:
        company = companies.get(one.company.casefold())
        if company is None:
            findings.append(_unknown(one.company, one.line))
            continue
        there = held.setdefault(company.pk, [])
        is_same = one.tariff in there
        room = {} if is_same else room_for(one.tariff, there)
        planned.append(_planned(company, one.tariff, one.line, is_same=is_same, cut=[there[n] for n in room]))
        if not is_same:
            left = [rest for place, old in enumerate(there) for rest in room.get(place, (old,))]
            held[company.pk] = [*left, one.tariff]
    return Plan(tuple(planned), tuple(sorted(findings, key=lambda found: found.place.line or 0)))


def _planned(company: Company, tariff: Tariff, line: int, *, is_same: bool, cut: list[Tariff]) -> Planned:
    return Planned(
        company=company,
        tariff=tariff,
        line=line,
        fate="same" if is_same else "new",
        first_on=tariff.active_from,
        last_on=tariff.active_to and tariff.active_to - ONE_DAY,
        parts=told_parts(tariff),
        amounts=told_amounts(tariff),
        cuts=tuple(one.title or "–" for one in cut),
    )


def _unknown(name: str, line: int) -> Finding:
    return Finding(
        "tariff_company_unknown",
        Severity.ERROR,
        marked("Line {line}, column company: {company} is no company of the group whose tariffs you may change."),
        {"line": line, "company": name[:80]},
        Place(line=line, column="company"),
    )
