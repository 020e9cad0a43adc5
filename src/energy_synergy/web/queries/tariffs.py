"""The tariffs of one company as its page lists them: what holds today, what held, what comes, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone

from energy_synergy.findings import Finding
from energy_synergy.tariffs.judge import judge_tariffs
from energy_synergy.tariffs.room import holds_on
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.timeline import Timeline, zone
from energy_synergy.web.access import May, may, sees_always
from energy_synergy.web.db.groups import local_date
from energy_synergy.web.db.models import Company, CompanyTariff, Group, Membership
from energy_synergy.web.db.tariffs import tariff_rows
from energy_synergy.web.queries.tariff_words import told_amounts, told_parts

When = Literal["now", "later", "past"]
ONE_DAY = timedelta(days=1)
# Dates further away than this are not looked through for gaps.
JUDGED = timedelta(days=3 * 366)
MOST_OF_HISTORY = 50


@dataclass(frozen=True, slots=True)
class TariffLine:
    """A tariff in a list; days are local and both included, None is open. `when` says whether it holds today."""

    id: int
    title: str
    currency: str
    first_on: date | None
    last_on: date | None
    when: When
    parts: tuple[tuple[str, str], ...]
    amounts: tuple[tuple[str, str], ...]
    recorded_at: datetime
    recorded_by: str
    replaced_at: datetime | None
    tariff: Tariff


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong with the tariffs of a company, and the local days it is about, both included."""

    finding: Finding
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class CompanyTariffs:
    """The tariffs of a company as somebody may see them, and what is wrong with them from today on and lately.

    `history` holds those that were changed or removed. Who no longer sees the company sees what was known `as_of`.
    """

    lines: tuple[TariffLine, ...]
    history: tuple[TariffLine, ...]
    wrong: tuple[Wrong, ...]
    may_edit: bool
    as_of: datetime | None

    @property
    def tariffs(self) -> tuple[Tariff, ...]:
        """The tariffs that count, in the order of their first days."""
        return tuple(line.tariff for line in self.lines)

    @property
    def now(self) -> TariffLine | None:
        """The tariff that holds today, None where none does."""
        return next((line for line in self.lines if line.when == "now"), None)


def seen_as_of(request: HttpRequest, group: Group, company: Company) -> datetime | None:
    """Return the instant whose tariffs the visitor sees: None for now, the end for a company that left the group."""
    bonds = group.loaded_bonds
    if bonds is None:
        bonds = list(Membership.objects.filter(group=group, company=company))
    ends = next((bond.active_to for bond in bonds if bond.company_id == company.pk), None)
    has_left = ends is not None and ends <= timezone.now()
    return ends if has_left and not sees_always(request, group, company.pk) else None


def may_edit_tariffs(request: HttpRequest, group: Group, company: Company) -> bool:
    """Tell whether the visitor may change the tariffs of a company."""
    is_theirs = may(request, group, May.EDIT_COMPANY, company.pk)
    return is_theirs and seen_as_of(request, group, company) is None


def load_company_tariffs(request: HttpRequest, group: Group, company: Company) -> CompanyTariffs:
    """Return the tariffs of a company; two queries, and up to two to know what the visitor may see."""
    as_of = seen_as_of(request, group, company)
    today = timezone.now().astimezone(zone(group.timezone)).date()
    lines = tuple(tariff_line(row, group, today) for row in tariff_rows([company.pk], as_of=as_of))
    replaced = CompanyTariff.objects.filter(company=company, replaced_at__isnull=False).order_by("-replaced_at", "-pk")
    history = () if as_of else tuple(tariff_line(row, group, today) for row in replaced[:MOST_OF_HISTORY])
    return CompanyTariffs(
        lines=lines,
        history=history,
        wrong=judged([line.tariff for line in lines], company.name, group, today),
        may_edit=as_of is None and may(request, group, May.EDIT_COMPANY, company.pk),
        as_of=as_of,
    )


def tariff_line(row: CompanyTariff, group: Group, today: date) -> TariffLine:
    """Return a stored tariff as a line."""
    tariff, clock = read_tariff(row.body), zone(group.timezone)
    is_later = tariff.active_from is not None and tariff.active_from > today
    return TariffLine(
        id=row.pk,
        title=tariff.title,
        currency=tariff.currency,
        first_on=tariff.active_from,
        last_on=tariff.active_to and tariff.active_to - ONE_DAY,
        when="now" if holds_on(tariff, today) else "later" if is_later else "past",
        parts=told_parts(tariff),
        amounts=told_amounts(tariff),
        recorded_at=row.recorded_at.astimezone(clock),
        recorded_by=row.recorded_by,
        replaced_at=row.replaced_at and row.replaced_at.astimezone(clock),
        tariff=tariff,
    )


def judged(tariffs: Sequence[Tariff], name: str, group: Group, today: date) -> tuple[Wrong, ...]:
    """Return what is wrong with the tariffs of a company between their first day and their last, today included."""
    edges = [day for one in tariffs for day in (one.active_from, one.active_to) if day is not None]
    first = max(min([*edges, today]), today - JUDGED)
    last = min(max([*edges, today + ONE_DAY]), today + JUDGED)
    timeline = Timeline.from_days(first, last, group.timezone)
    found = judge_tariffs(name, tariffs, timeline, group.currency)
    return tuple(
        Wrong(
            one,
            one.place.starts_at and local_date(one.place.starts_at, group.timezone),
            one.place.ends_at and local_date(one.place.ends_at, group.timezone) - ONE_DAY,
        )
        for one in found
    )
